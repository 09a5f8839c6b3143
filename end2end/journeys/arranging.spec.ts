import { devices } from "@playwright/test";
import { Editor } from "../support/editor.ts";
import { carryByMouse, dragByMouse } from "../support/pointer.ts";
import { expect, test, type Page } from "../support/test.ts";

const bar = (page: Page) => page.getByRole("region", { name: "Selected items" });

/** Clicks on an item beside its words. */
function click(editor: Editor, index: number, modifiers: ("Shift" | "ControlOrMeta")[] = []): Promise<void> {
  return editor.handle(index).click({ modifiers });
}

test("several items are selected, moved, undone and deleted together", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Several at once", 5);
  const [a, b, c, d, e] = order;
  await click(editor, 1);
  await click(editor, 2, ["Shift"]);
  await expect(bar(page)).toContainText("2 items selected");
  await editor.announced(/2 items selected/);

  await dragByMouse(page, editor.handle(1), editor.items.nth(4), "below");
  await expect.poll(() => editor.order()).toEqual([a, d, e, b, c]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => editor.order()).toEqual(order);

  await page.keyboard.press("Escape");
  await click(editor, 0);
  await click(editor, 4, ["ControlOrMeta"]);
  await bar(page).getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => editor.order()).toEqual([b, c, d]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => editor.order()).toEqual(order);
  await editor.waitUntilSaved();
});

test("a heading gathers items, folds them away, and is carried with them", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Sections", 4);
  const [a, b, c, d] = order;
  await click(editor, 1);
  await click(editor, 2, ["Shift"]);
  await bar(page).getByRole("button", { name: "Group under a heading" }).click();
  await expect(editor.items).toHaveCount(5);
  await page.keyboard.type("The answers");
  await page.keyboard.press("Escape");
  const [, heading] = await editor.order();
  await expect.poll(() => editor.order()).toEqual([a, heading, b, c, d]);

  await editor.choose(1, "Fold or unfold");
  await editor.announced(/folded away/);
  await expect(page.locator(`#item-${b}`)).toBeHidden();
  await editor.choose(1, "Fold or unfold");
  await expect(page.locator(`#item-${b}`)).toBeVisible();

  await page.keyboard.press("Escape");
  await dragByMouse(page, editor.handle(1), editor.items.nth(0), "above");
  await expect.poll(() => editor.order()).toEqual([heading, b, c, d, a]);
});

test("items that stand apart are carried together", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "From here and there", 5);
  const [a, b, c, d, e] = order;
  await click(editor, 0);
  await click(editor, 3, ["ControlOrMeta"]);
  await carryByMouse(page, editor.handle(3), editor.items.nth(4), "below");
  await expect(page.locator(".items .is-taken")).toHaveCount(2);
  await page.mouse.up();
  await expect.poll(() => editor.order()).toEqual([b, c, e, a, d]);
  await expect(page.locator(".is-taken")).toHaveCount(0);
});

test("the story scrolls while something is held at its edge", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Far to go", 14);
  const last = editor.items.last();
  await expect(last).not.toBeInViewport();
  await editor.handle(0).hover();
  await page.mouse.down();
  const column = (await page.getByRole("region", { name: "Story", exact: true }).boundingBox())!;
  await page.mouse.move(column.x + 200, column.y + column.height - 12, { steps: 8 });
  await expect(last).toBeInViewport();
  await page.mouse.up();
  await expect.poll(async () => (await editor.order()).indexOf(order[0] ?? "")).toBeGreaterThan(9);
});

test("what was done before a reload can be undone after it", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Undo goes on", 3);
  await editor.choose(0, "Move to bottom");
  const moved = [order[1], order[2], order[0]];
  await expect.poll(() => editor.order()).toEqual(moved);
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  expect(await editor.order()).toEqual(moved);
  await expect(page.getByRole("button", { name: "Undo" })).toBeEnabled();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => editor.order()).toEqual(order);
  await page.getByRole("button", { name: "Redo" }).click();
  await expect.poll(() => editor.order()).toEqual(moved);
});

test("an item is found by its words", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "Finding", 4);
  await editor.write("The needle in this story.");
  await editor.handle(0).focus();
  await page.keyboard.press("ControlOrMeta+f");
  const dialog = page.getByRole("dialog", { name: "Find in this story" });
  await dialog.getByRole("searchbox").fill("NEEDLE");
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(editor.handle(4)).toBeFocused();

  await editor.choose(2, "Comment");
  await page.getByRole("textbox", { name: "Comment" }).fill("A thread of gold.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+f");
  await dialog.getByRole("searchbox").fill("gold");
  await expect(dialog.getByRole("listitem")).toHaveText(/^3\. /);
});

test("a comment on a post is shown to readers", async ({ curator: page, reader }) => {
  const { editor } = await Editor.withPosts(page, "Commented", 2);
  await editor.choose(0, "Comment");
  await page.keyboard.type("This set the *tone*.");
  await page.keyboard.press("Escape");
  await expect(editor.items.first().locator("em")).toHaveText("tone");
  await editor.waitUntilSaved();
  const { url } = await editor.publish();
  await reader.goto(url);
  await expect(reader.getByText("This set the tone.")).toBeVisible();
});

test("the keys are listed by a key", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "Keys", 1);
  await editor.handle(0).focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Find in this story");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test.describe("with a finger", () => {
  test.use({ viewport: devices["Pixel 7"].viewport, hasTouch: true, isMobile: true });

  test("the menu begins a selection and taps go on with it", async ({ curator: page }) => {
    const { editor, order } = await Editor.withPosts(page, "By taps", 3);
    await editor.choose(0, "Select");
    await editor.items.nth(1).locator(".item-body").tap({ position: { x: 6, y: 6 } });
    await expect(bar(page)).toContainText("2 items selected");
    await bar(page).getByRole("button", { name: "Delete" }).tap();
    await expect.poll(() => editor.order()).toEqual([order[2]]);
  });
});
