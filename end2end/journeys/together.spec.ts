import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";
import { addAccount } from "../support/sheaf.mjs";

/** Somebody else, signed in in a browser of their own, with the story open that `page` shows. */
async function somebodyElse(page: Page, handle: string, password: string): Promise<Page> {
  const context = await page.context().browser()?.newContext();
  if (!context) throw new Error("there is no browser");
  const theirs = await context.newPage();
  await theirs.goto(new URL("/login", page.url()).href);
  await theirs.getByLabel("Handle").fill(handle);
  await theirs.getByLabel("Password").fill(password);
  await theirs.getByRole("button", { name: "Sign in" }).click();
  await theirs.waitForURL("**/studio");
  return theirs;
}

test("two people see each other's edits at once, and where the other is; a revoked one is told", async ({ curator: page, sheaf, watch }) => {
  const here = await Editor.begin(page, "Together");
  await here.write("A first text.");
  await here.waitUntilSaved();
  const editorPath = page.url();
  const id = editorPath.split("/").pop() ?? "";
  const password = addAccount(sheaf.data, "bo");
  const added = await page.request.post(`/api/v1/stories/${id}/people`, { data: { handle: "bo", role: "editor" }, headers: { origin: new URL(page.url()).origin } });
  expect(added.ok(), await added.text()).toBe(true);

  const theirs = await somebodyElse(page, "bo", password);
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
  const removed = await page.request.delete(`/api/v1/stories/${id}/people/bo`, { headers: { origin: new URL(page.url()).origin } });
  expect(removed.ok(), await removed.text()).toBe(true);
  await expect(theirs.getByText(/What you wrote is kept in this browser/).first()).toBeVisible();
  await there.write("Too late.");
  await expect(theirs.getByRole("banner").getByText(/Not saved/)).toBeVisible();
  await expect(there.items.filter({ hasText: "Too late." })).toHaveCount(1);
  await expect(here.items.filter({ hasText: "Too late." })).toHaveCount(0);
  await theirs.context().close();
});

test("one who comes back to the network hears what happened meanwhile", async ({ curator: first }) => {
  const here = await Editor.begin(first, "Back again");
  await here.waitUntilSaved();
  const second = await first.context().newPage();
  await second.goto(first.url());
  const there = await Editor.of(second);
  await there.write("While the other was away.");
  await expect(here.items.filter({ hasText: "While the other was away." })).toHaveCount(1);
});
