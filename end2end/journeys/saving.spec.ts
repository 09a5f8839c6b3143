import type { Locator } from "@playwright/test";
import { Editor } from "../support/editor.ts";
import { expect, test } from "../support/test.ts";

test("what is written offline is kept through a reload and saved on return", async ({ curator: page, watch }) => {
  const editor = await Editor.begin(page, "Offline");
  await editor.waitUntilSaved();
  watch.expect(/ERR_(INTERNET_DISCONNECTED|FAILED)/);

  await page.route(/\/api\//, (route) => route.abort());
  await editor.write("Written in a tunnel.");
  await expect(page.getByRole("banner").getByText(/Working offline, \d+ changes? waits?/)).toBeVisible();

  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await Editor.of(page);
  await expect(editor.items).toHaveText([/Written in a tunnel\./]);

  await page.unroute(/\/api\//);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await expect(editor.items).toHaveText([/Written in a tunnel\./]);
});

test("words written offline are drawn as readers will see them once the connection is back", async ({ curator: page, watch }) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED/);
  const editor = await Editor.begin(page, "Drawn on return");
  await editor.waitUntilSaved();
  await page.context().setOffline(true);
  await editor.write("Offline **bold** words");
  await expect(editor.items).toHaveText([/Offline \*\*bold\*\* words/]);
  await expect(page.getByRole("banner").getByText(/Working offline/)).toBeVisible();
  await page.context().setOffline(false);
  await editor.waitUntilSaved();
  await expect(editor.items.locator("strong")).toHaveText("bold");
});

test("two tabs of one story end up the same", async ({ curator: first }) => {
  const here = await Editor.begin(first, "Two tabs");
  await here.waitUntilSaved();
  const second = await first.context().newPage();
  await second.goto(first.url());
  const there = await Editor.of(second);

  await here.write("From the first tab.");
  await here.waitUntilSaved();
  await there.write("From the second tab.");
  await there.waitUntilSaved();
  for (const editor of [here, there]) {
    await editor.page.bringToFront();
    await expect(editor.items.filter({ hasText: "From the first tab." })).toHaveCount(1);
    await expect(editor.items.filter({ hasText: "From the second tab." })).toHaveCount(1);
  }
  await expect.poll(() => there.order()).toEqual(await here.order());
});

test("a session that ended costs no words", async ({ browser, session, sheaf, watch }) => {
  const context = await browser.newContext({ storageState: session });
  watch.over(context, [sheaf.url]);
  watch.expect(/401/);
  const page = await context.newPage();
  const editor = await Editor.begin(page, "Signed out meanwhile");
  await editor.waitUntilSaved();

  const cookies = await context.cookies();
  await context.clearCookies();
  await editor.write("Written after the session ended.");
  await expect(page.getByRole("link", { name: /Sign in/ })).toBeVisible();

  await context.addCookies(cookies);
  await page.getByRole("button", { name: /again/i }).click();
  await editor.waitUntilSaved();
  await context.close();
});

test("sixty moves from before a reload are undone one by one, however fast", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Sixty moves", 3);
  for (let move = 0; move < 60; move += 1) {
    await editor.handle(move % 2).press("Alt+ArrowDown");
    await expect(page.locator("[role=status]").filter({ hasText: /moved to position/ })).toBeAttached();
  }
  const moved = await editor.order();
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  const [undo, redo] = ["Undo", "Redo"].map((name) => page.getByRole("banner").getByRole("button", { name, exact: true })) as [Locator, Locator];
  await undo.evaluate((button: HTMLElement) => {
    for (let press = 0; press < 60; press += 1) button.click();
  });
  await expect.poll(() => editor.order()).toEqual(order);
  await expect(undo).toHaveAttribute("aria-disabled", "false");

  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await redo.evaluate((button: HTMLElement) => {
    for (let press = 0; press < 60; press += 1) button.click();
  });
  await expect.poll(() => editor.order()).toEqual(moved);
});
