// Every way of moving things with a finger, and what those who listen are told; see reorder.spec.ts for single items.
import { devices } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { twoSections } from "../support/outline.ts";
import { Finger, dragByTouch } from "../support/pointer.ts";
import { expect, test } from "../support/test.ts";

test.describe("on a large tablet", () => {
  test.use({ viewport: { width: 1366, height: 1024 }, hasTouch: true, isMobile: true });

  test("sections are carried from the outline, onto its entries and into the story", async ({ curator: page }) => {
    const { editor, order, entry, outline } = await twoSections(page, "Sections by finger");
    const [one, first, second, two, third] = order;
    await expect(outline.getByRole("listitem")).toHaveText([/Beginning\s*0/, /One\s*2/, /Two\s*1/]);

    const finger = await Finger.of(page);
    await finger.press(entry("One"));
    await finger.rest();
    await finger.moveTo(entry("Two"), "below");
    await expect(outline.locator(".is-landing")).toHaveText(/Two/);
    await expectAccessible(page);
    await finger.lift();
    await expect.poll(() => editor.order()).toEqual([two, third, one, first, second]);
    await editor.announced(/3 items moved to position 3 of 5/);
    await expect(editor.handle(2)).toBeFocused();
    await expect(outline.locator(".is-landing, .is-taken")).toHaveCount(0);

    await dragByTouch(page, entry("One"), entry("Beginning"), "above", "long");
    await expect.poll(() => editor.order()).toEqual(order);
    await editor.announced(/3 items moved to position 1 of 5/);

    await dragByTouch(page, entry("Two"), editor.items.nth(1), "above", "long");
    await expect.poll(() => editor.order()).toEqual([one, two, third, first, second]);
    await page.getByRole("button", { name: "Undo" }).tap();
    await expect.poll(() => editor.order()).toEqual(order);
  });

  test("an item dropped on an entry of the outline goes to the end of that section", async ({ curator: page }) => {
    const { editor, order, entry } = await twoSections(page, "Onto the outline");
    const [one, first, second, two, third] = order;
    await dragByTouch(page, editor.handle(4), entry("One"), "below");
    await expect.poll(() => editor.order()).toEqual([one, first, second, third, two]);
    await editor.announced(/Text “third” moved to position 4 of 5/);
    await dragByTouch(page, editor.handle(1), entry("Two"), "below");
    await expect.poll(() => editor.order()).toEqual([one, second, third, two, first]);
    await editor.announced(/Text “first” moved to position 5 of 5/);
  });

  test("a tap on an entry goes there, and a swipe takes nothing along", async ({ curator: page }) => {
    const { editor, order, entry } = await twoSections(page, "Only looked at");
    await entry("Two").tap();
    await expect(editor.handle(3)).toBeFocused();
    await dragByTouch(page, entry("One"), editor.items.nth(4), "below");
    await expect(page.locator(".in-hand")).toHaveCount(0);
    expect(await editor.order()).toEqual(order);
  });

  test("a result is dropped between two items", async ({ curator: page }) => {
    const { editor, order } = await Editor.withPosts(page, "Dropped between", 2, "A1");
    const card = editor.results.filter({ hasNotText: "In your story" }).first();
    const post = await card.getAttribute("data-post-id");
    await dragByTouch(page, card.locator(".post"), editor.items.nth(1), "above", "long");
    await expect(editor.items).toHaveCount(3);
    await editor.announced(/Added at position 2 of 3/);
    const now = await editor.order();
    expect([now[0], now[2]]).toEqual(order);
    await expect(page.getByRole("tabpanel").locator(`[data-post-id="${post}"]`)).toContainText("In your story, item 2");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: devices["Pixel 7"].viewport, hasTouch: true, isMobile: true });

  test("a heading is carried with its section", async ({ curator: page }) => {
    const { editor, order, outline } = await twoSections(page, "A section on a phone");
    const [one, first, second, two, third] = order;
    await expect(outline).toBeHidden();
    await dragByTouch(page, editor.handle(3), editor.items.nth(0), "above");
    await expect.poll(() => editor.order()).toEqual([two, third, one, first, second]);
    await editor.announced(/2 items moved to position 1 of 5/);
    await expect(editor.handle(0)).toBeFocused();
  });

  test("a result is lifted from the sources and dropped between two items of the story", async ({ curator: page }) => {
    const { editor, order } = await Editor.withPosts(page, "Carried across", 2, "A1");
    await editor.showSources();
    const finger = await Finger.of(page);
    await finger.press(editor.results.filter({ hasNotText: "In your story" }).first().locator(".post"));
    await finger.rest();
    await expect(editor.items.first()).toBeVisible();
    await finger.moveTo(editor.items.nth(1), "above");
    await expect(page.locator(".in-hand")).toBeVisible();
    await finger.lift();
    await expect(editor.items).toHaveCount(3);
    await editor.announced(/Added at position 2 of 3/);
    const now = await editor.order();
    expect([now[0], now[2]]).toEqual(order);
    await expect(page.locator(".in-hand, .is-taken, .is-landing")).toHaveCount(0);
  });
});
