import type { Page, Route } from "@playwright/test";
import { Editor } from "../support/editor.ts";
import { carryByMouse } from "../support/pointer.ts";
import { expect, test } from "../support/test.ts";

const EDITS = /\/api\/v1\/stories\/[^/]+\/edits$/;

/** From here on edits are on their way until they are let go on or the route is taken back. */
async function holdEdits(page: Page): Promise<Route[]> {
  const held: Route[] = [];
  await page.route(EDITS, (route) => void held.push(route));
  return held;
}

test("the network goes in the middle of a drag; the drop is saved when it is back", async ({ curator: page, watch }) => {
  watch.expect(/ERR_INTERNET_DISCONNECTED/);
  const { editor, order } = await Editor.withPosts(page, "Cut in mid-drag", 3);
  await editor.waitUntilSaved();
  await carryByMouse(page, editor.handle(0), editor.items.nth(1), "below");
  await page.context().setOffline(true);
  await page.mouse.up();
  const moved = [order[1], order[0], order[2]];
  await expect.poll(() => editor.order()).toEqual(moved);
  await expect(page.getByRole("banner").getByText(/Working offline, 1 change waits/)).toBeVisible();

  await page.context().setOffline(false);
  await editor.waitUntilSaved();
  await page.reload();
  expect(await (await Editor.of(page)).order()).toEqual(moved);
});

test("a reload in the middle of a drag changes nothing", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Reloaded in mid-drag", 3);
  await editor.waitUntilSaved();
  await carryByMouse(page, editor.handle(0), editor.items.nth(1), "below");
  await page.reload();
  await page.mouse.up();
  expect(await (await Editor.of(page)).order()).toEqual(order);
});

test("an edit whose answer was lost is made once", async ({ curator: page, watch }) => {
  watch.expect(/ERR_FAILED/);
  const editor = await Editor.begin(page, "Cut in mid-save");
  await editor.waitUntilSaved();
  let lost = 0;
  await page.route(EDITS, async (route) => {
    const answer = await route.fetch();
    if (lost++ === 0) await route.abort();
    else await route.fulfill({ response: answer });
  });
  await editor.write("Sent twice, written once.");
  await expect.poll(() => lost).toBeGreaterThan(1);
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await expect(editor.items).toHaveText([/Sent twice, written once\./]);
});

test("a reload in the middle of saving loses nothing", async ({ curator: page, watch }) => {
  watch.expect(/ERR_(ABORTED|FAILED)/);
  const editor = await Editor.begin(page, "Reloaded in mid-save");
  await editor.waitUntilSaved();
  const held = await holdEdits(page);
  await editor.write("Under way when the page went.");
  await expect.poll(() => held.length).toBeGreaterThan(0);
  page.on("dialog", (dialog) => dialog.accept());
  await page.unroute(EDITS);
  await page.reload();
  await Editor.of(page);
  await expect(editor.items).toHaveText([/Under way when the page went\./]);
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await expect(editor.items).toHaveText([/Under way when the page went\./]);
});

test("an edit that reaches the server only after the reload is made once", async ({ curator: page, watch }) => {
  watch.expect(/ERR_(ABORTED|FAILED)/);
  const editor = await Editor.begin(page, "Late in mid-save");
  await editor.waitUntilSaved();
  const held = await holdEdits(page);
  await editor.write("Under way");
  await expect.poll(() => held.length).toBe(1);
  await editor.items.first().getByRole("button", { name: /^Edit / }).click();
  await page.keyboard.type(" when the page went.");
  await page.keyboard.press("Escape");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await Editor.of(page);
  await expect(editor.items).toHaveText([/Under way when the page went\./]);
  await expect.poll(() => held.length).toBe(2);
  const [early, again] = held;
  expect((await early?.fetch())?.ok()).toBe(true);
  await again?.continue();
  await page.unroute(EDITS);
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await expect(editor.items).toHaveText([/Under way when the page went\./]);
});

for (const [words, hours] of [["ahead", 1], ["behind", -1]] as const) {
  test(`a clock that is an hour ${words} costs no edit and dates nothing wrongly`, async ({ curator: page, reader, sheaf }) => {
    await page.clock.setSystemTime(Date.now() + hours * 3_600_000);
    const { editor, order } = await Editor.withPosts(page, `An hour ${words}`, 2);
    await editor.write("Written by a wrong clock.");
    await editor.waitUntilSaved();
    const other = await page.context().newPage();
    await other.goto(page.url());
    const there = await Editor.of(other);
    await there.choose(0, "Move down");
    await there.waitUntilSaved();
    await expect.poll(async () => (await editor.order()).slice(0, 2)).toEqual([order[1], order[0]]);
    await page.bringToFront();
    await editor.write("And on.");
    await editor.waitUntilSaved();

    const before = Date.now();
    const { url } = await editor.publish();
    await reader.goto(url);
    await expect(reader.getByText("And on.")).toBeVisible();
    const published = await reader.locator("article.story time").first().getAttribute("datetime");
    expect(Math.abs(Date.parse(published ?? "") - before), "the server's clock dates it").toBeLessThan(120_000);
    expect(url).toContain(sheaf.url);
  });
}

test("words for an item that somebody else deleted are kept until their writer chooses", async ({ curator: page, watch }) => {
  watch.expect(/409/);
  const here = await Editor.begin(page, "Deleted meanwhile");
  await here.write("A first draft");
  await here.waitUntilSaved();
  const other = await page.context().newPage();
  await other.goto(page.url());
  const there = await Editor.of(other);

  await page.bringToFront();
  await here.items.first().getByRole("button", { name: /^Edit / }).click();
  await page.keyboard.type(", then more");
  const held = await holdEdits(page);
  await page.keyboard.press("Escape");
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await there.choose(0, "Delete");
  await there.waitUntilSaved();
  await page.unroute(EDITS);

  await page.bringToFront();
  await page.getByRole("banner").getByRole("button", { name: "Choose" }).click();
  const dialog = page.getByRole("dialog", { name: /deleted an item that you changed/ });
  await expect(dialog).toContainText("A first draft, then more");
  await dialog.getByRole("button", { name: "Bring it back with my words" }).click();
  await here.waitUntilSaved();
  await page.reload();
  await expect((await Editor.of(page)).items).toHaveText([/A first draft, then more/]);
});
