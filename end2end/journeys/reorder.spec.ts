import { devices } from "@playwright/test";
import { Editor } from "../support/editor.ts";
import { dragByMouse, dragByTouch } from "../support/pointer.ts";
import { expect, test, type Page } from "../support/test.ts";

const fourPosts = (page: Page, title: string) => Editor.withPosts(page, title, 4, "A1");

test.describe("with a mouse", () => {
  test("an item is dragged by its handle", async ({ curator: page }) => {
    const { editor, order } = await fourPosts(page, "By mouse");
    await editor.items.first().hover();
    await dragByMouse(page, editor.handle(0), editor.items.nth(1), "below");
    await expect.poll(() => editor.order()).toEqual([order[1], order[0], order[2], order[3]]);
    await expect(editor.handle(1)).toBeFocused();
  });

  test("Escape lets go and changes nothing", async ({ curator: page }) => {
    const { editor, order } = await fourPosts(page, "Escaped");
    await editor.items.first().hover();
    const handle = await editor.handle(0).boundingBox();
    await page.mouse.move((handle?.x ?? 0) + 8, (handle?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move((handle?.x ?? 0) + 60, (handle?.y ?? 0) + 400, { steps: 8 });
    await page.keyboard.press("Escape");
    await page.mouse.up();
    expect(await editor.order()).toEqual(order);
  });
});

test("with the keyboard, an item is lifted, carried and dropped", async ({ curator: page }) => {
  const { editor, order } = await fourPosts(page, "By keyboard");
  await editor.handle(0).focus();
  await page.keyboard.press("Space");
  await editor.announced(/lifted from position 1 of 4/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await editor.announced(/Position 3 of 4/);
  await page.keyboard.press("Space");
  await expect.poll(() => editor.order()).toEqual([order[1], order[2], order[0], order[3]]);
  await editor.announced(/moved to position 3 of 4/);
  await expect(editor.handle(2)).toBeFocused();

  await page.keyboard.press("Space");
  await page.keyboard.press("Home");
  await page.keyboard.press("Escape");
  expect(await editor.order()).toEqual([order[1], order[2], order[0], order[3]]);
  await expect(editor.handle(2)).toBeFocused();

  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => editor.order()).toEqual(order);
});

test("with the menu, an item goes up, down, to an end and after another", async ({ curator: page }) => {
  const { editor, order } = await fourPosts(page, "By menu");
  const [a, b, c, d] = order;
  await editor.choose(0, "Move down");
  await expect.poll(() => editor.order()).toEqual([b, a, c, d]);
  await editor.choose(3, "Move up");
  await expect.poll(() => editor.order()).toEqual([b, a, d, c]);
  await editor.choose(0, "Move to bottom");
  await expect.poll(() => editor.order()).toEqual([a, d, c, b]);
  await editor.choose(2, "Move to top");
  await expect.poll(() => editor.order()).toEqual([c, a, d, b]);
  await editor.choose(0, "Move after…");
  await page.getByRole("dialog", { name: /after$/ }).getByRole("button", { name: /^3\. / }).click();
  await expect.poll(() => editor.order()).toEqual([a, d, c, b]);
});

test.describe("with a finger", () => {
  test.use({ viewport: devices["Pixel 7"].viewport, hasTouch: true, isMobile: true });

  test("an item is dragged by its handle", async ({ curator: page }) => {
    const { editor, order } = await fourPosts(page, "By finger");
    await editor.items.first().scrollIntoViewIfNeeded();
    await dragByTouch(page, editor.handle(0), editor.items.nth(1), "below");
    await expect.poll(() => editor.order()).toEqual([order[1], order[0], order[2], order[3]]);
  });

  test("a long press lifts an item", async ({ curator: page }) => {
    const { editor, order } = await fourPosts(page, "By long press");
    await editor.items.first().scrollIntoViewIfNeeded();
    await dragByTouch(page, editor.items.nth(0).locator(".item-body"), editor.items.nth(1), "below", "long");
    await expect.poll(() => editor.order()).toEqual([order[1], order[0], order[2], order[3]]);
  });
});
