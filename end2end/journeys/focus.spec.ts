// The focus is never lost, and keys do what they do only where they are meant.

import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";

const bar = (page: Page) => page.getByRole("region", { name: "Selected items" });

test("what closes gives the focus back to its item", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "Focus kept", 3);
  await editor.choose(1, "Show differently…");
  await page.getByRole("dialog").getByLabel(/Trim/).press("Escape");
  await expect(editor.handle(1)).toBeFocused();
  await editor.choose(1, "Show differently…");
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).press("Enter");
  await expect(editor.handle(1)).toBeFocused();
  await editor.choose(2, "Move after…");
  await page.getByRole("searchbox", { name: "Words in the item" }).press("Escape");
  await expect(editor.handle(2)).toBeFocused();

  await page.keyboard.press("Delete");
  const undo = page.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Undo" });
  await undo.press("Enter");
  await expect(editor.items).toHaveCount(3);
  await expect(page.getByRole("region", { name: "Story", exact: true })).toBeFocused();
});

test("the selection is reached by a key, and left for the item it began with", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "A key for many", 4);
  const [a, b, c, d] = order;
  await editor.handle(0).focus();
  await page.keyboard.press("Shift+ArrowDown");
  await editor.announced(/2 items selected/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+Space");
  await editor.announced(/3 items selected/);
  await page.keyboard.press("Control+Space");
  await editor.announced(/2 items selected/);
  await page.keyboard.press(".");
  await expect(bar(page).getByRole("button", { name: "Move after…" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press(".");
  await bar(page).getByRole("button", { name: "Select nothing" }).press("Enter");
  await expect(bar(page)).toBeHidden();
  await expect(editor.handle(0)).toBeFocused();
  expect(await editor.order()).toEqual([a, b, c, d]);
});

test("Backspace on a button elsewhere deletes nothing", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "A slip", 3);
  await editor.handle(0).focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("tabpanel").getByRole("button", { name: "Thread" }).first().press("Backspace");
  await expect(editor.items).toHaveCount(3);
  await editor.handle(1).press("Backspace");
  await expect(editor.items).toHaveCount(1);
});

test("keys go past a folded section in one step, and nothing vanishes in it", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Past the fold");
  await editor.write("first");
  await editor.writeHeading("Folded");
  await editor.write("inside");
  await editor.writeHeading("After");
  const [first, folded, inside, after] = await editor.order();
  const handle = (item?: string) => page.locator(`#item-${item}`).getByRole("button", { name: /^Move / });
  await editor.choose(1, "Fold or unfold");
  await handle(folded).press("ArrowDown");
  await expect(handle(after)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(handle(folded)).toBeFocused();

  // What comes into the section unfolds it.
  await handle(first).press("Alt+ArrowDown");
  await expect.poll(() => editor.order()).toEqual([folded, inside, first, after]);
  await expect(handle(first)).toBeFocused();
  await expect(page.locator(`#item-${inside}`)).toBeVisible();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(() => editor.order()).toEqual([folded, inside, after, first]);
  await expect(handle(first)).toBeFocused();
});

test("a post's pictures carry the curator's descriptions in the editor, too", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Described");
  await editor.showSources();
  await editor.search("#harbourchat");
  const card = editor.results.filter({ has: page.locator(".pictures img") }).first();
  await card.getByRole("button", { name: "Add to story" }).click();
  await expect(editor.items).toHaveCount(1);
  await editor.choose(0, "Show differently…");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Description").first().fill("A lighthouse at dusk");
  await dialog.getByRole("button", { name: "Done" }).click();
  const picture = editor.items.first().locator(".pictures img").first();
  await expect(picture).toHaveAttribute("alt", "A lighthouse at dusk");
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await expect(picture).toHaveAttribute("alt", "A lighthouse at dusk");
  await editor.choose(0, "Show differently…");
  await dialog.getByLabel(/Leave out pictures/).check();
  await dialog.getByLabel(/Trim what a thread repeats/).check();
  await page.keyboard.press("Escape");
  await expect(picture).toBeHidden();
  await expect(editor.items.first().getByRole("list", { name: "Shown with changes" }).getByRole("listitem")).toHaveText([
    "Media left out",
    "Repetition trimmed",
    "Picture descriptions added",
  ]);
});
