import type { Browser } from "@playwright/test";
import { signIn } from "../support/browser.mjs";
import { Editor } from "../support/editor.ts";
import { addAccount } from "../support/sheaf.mjs";
import { expect, test, type Page } from "../support/test.ts";
import type { Watch } from "../support/watch.ts";

/** Somebody else, signed in in a browser of their own, which is watched too. */
async function somebodyElse(browser: Browser, watch: Watch, baseURL: string, account: { handle: string; password: string }): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  watch.over(context, [baseURL]);
  const page = await context.newPage();
  await signIn(page, account);
  return page;
}

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
  await expect(page.locator(".guest-here")).toHaveText(/bo/i);

  watch.expect(/40[34]/);
  const removed = await page.request.delete(`/api/v1/stories/${id}/people/bo`, { headers });
  expect(removed.ok(), await removed.text()).toBe(true);
  await expect(theirs.getByText(/What you wrote is kept in this browser/).first()).toBeVisible();
  await there.write("Too late.");
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
