import { Editor } from "../support/editor.ts";
import { addAccount } from "../support/sheaf.mjs";
import { expect, test } from "../support/test.ts";
import { joinedBy, somebodyElse } from "../support/together.ts";

test("two people see each other's edits at once, and where the other is; a revoked one is told", async ({ browser, curator: page, sheaf, watch }) => {
  const here = await Editor.begin(page, "Together");
  await here.write("A first text.");
  await here.waitUntilSaved();
  const editorPath = page.url();
  const id = editorPath.split("/").pop() ?? "";
  const password = addAccount(sheaf.data, "bo");
  const headers = { origin: sheaf.url };
  const added = await page.request.post(`/api/v1/stories/${id}/people`, { data: { handle: "bo", role: "editor" }, headers });
  expect(added.ok(), await added.text()).toBe(true);

  const theirs = await somebodyElse(browser, watch, sheaf.url, { handle: "bo", password });
  await theirs.goto(editorPath);
  const there = await Editor.of(theirs);
  await expect(page.getByRole("link", { name: /Here too: bo/i })).toBeVisible();

  await there.write("From Bo.");
  await expect(here.items.filter({ hasText: "From Bo." })).toHaveCount(1, { timeout: 2000 });
  await here.choose(0, "Move to bottom");
  await expect.poll(() => there.order(), { timeout: 2000 }).toEqual(await here.order());

  await there.handle(0).focus();
  await expect(page.locator(".guest-here")).toHaveAttribute("data-name", /bo/i);

  watch.expect(/40[34]/);
  const removed = await page.request.delete(`/api/v1/stories/${id}/people/bo`, { headers });
  expect(removed.ok(), await removed.text()).toBe(true);
  await expect(theirs.getByText(/What you have not saved is kept in this browser/).first()).toBeVisible();
  await there.write("Too late.");
  // There is nothing to try again.
  await expect(theirs.getByRole("banner").getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expect(theirs.getByRole("banner").getByText(/Not saved/)).toBeVisible();
  await expect(there.items.filter({ hasText: "Too late." })).toHaveCount(1);
  await expect(here.items.filter({ hasText: "Too late." })).toHaveCount(0);
  await theirs.context().close();
});

test("one who comes back to the network hears what happened meanwhile", async ({ browser, curator: first, sheaf, watch }) => {
  const here = await Editor.begin(first, "Back again");
  await here.waitUntilSaved();
  const elsewhere = await somebodyElse(browser, watch, sheaf.url, sheaf);
  await elsewhere.goto(first.url());
  const there = await Editor.of(elsewhere);

  watch.expect(/ERR_INTERNET_DISCONNECTED/);
  await first.context().setOffline(true);
  await there.write("While the other was away.");
  await there.waitUntilSaved();
  await here.write("Written without the network.");
  await expect(first.getByRole("banner").getByText(/Working offline/)).toBeVisible();

  await first.context().setOffline(false);
  for (const editor of [here, there]) {
    await expect(editor.items.filter({ hasText: "While the other was away." })).toHaveCount(1);
    await expect(editor.items.filter({ hasText: "Written without the network." })).toHaveCount(1);
  }
  await elsewhere.context().close();
});

/** Lets a test end a page's event streams as a server does that refuses them. */
function keepStreams(): void {
  const streams: EventSource[] = [];
  window.EventSource = class extends EventSource {
    constructor(address: string | URL) {
      super(address);
      streams.push(this);
    }
  };
  Object.assign(window, {
    breakStreams: () =>
      streams.forEach((stream) => {
        stream.close();
        stream.dispatchEvent(new Event("error"));
      }),
  });
}

/** Only the item with the cursor was marked; what others had selected was sent and dropped. */
test("what another has selected is seen in their colour, also after the stream broke off", async ({ browser, curator: first, sheaf, watch }) => {
  const here = await Editor.begin(first, "Selected by another");
  for (const words of ["One.", "Two.", "Three."]) await here.write(words);
  const there = await joinedBy(here, browser, watch, sheaf, keepStreams);

  await there.handle(0).click();
  await there.handle(1).click({ modifiers: ["Shift"] });
  const marked = first.locator(".is-guests");
  await expect(marked).toHaveText([/One\./, /Two\./]);
  await expect(marked.first()).toHaveAttribute("data-colour", /\d/);
  await expect(first.locator(".guest-here")).toHaveCount(1);
  // The name is no part of the item.
  expect(await here.items.first().innerText()).not.toMatch(new RegExp(sheaf.handle, "i"));

  // The stream breaks off; nobody moves meanwhile.
  await there.page.evaluate(() => (window as unknown as { breakStreams(): void }).breakStreams());
  await expect(first.getByRole("link", { name: /Here too/ })).toHaveCount(0, { timeout: 30_000 });
  await expect(marked).toHaveCount(0);
  for (const editor of [here, there]) {
    await expect(editor.page.getByRole("link", { name: /Here too/ })).toBeVisible({ timeout: 30_000 });
  }
  await expect(marked).toHaveText([/One\./, /Two\./]);
  await there.page.context().close();
});
