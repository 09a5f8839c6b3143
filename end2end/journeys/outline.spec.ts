// The outline of a long story where there is no room for it all the time: shown by a button, beside the story or over it.

import { devices } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { twoSections } from "../support/outline.ts";
import { dragByMouse, dragByTouch } from "../support/pointer.ts";
import { expect, test } from "../support/test.ts";

test.describe("beside the story", () => {
  test.use({ viewport: { width: 1280, height: 900 } });

  test("it opens by keyboard, stays while things are carried to it, and closes by Escape", async ({ curator: page }) => {
    const { editor, order, entry, outline } = await twoSections(page, "An outline beside");
    const [one, first, second, two, third] = order;
    const button = page.getByRole("banner").getByRole("button", { name: "Outline" });
    await expect(outline).toBeHidden();
    await expect(button).toHaveAttribute("aria-expanded", "false");
    await button.press("Enter");
    await expect(button).toHaveAttribute("aria-expanded", "true");
    await expect(entry("Beginning")).toBeFocused();
    await expectAccessible(page);

    await dragByMouse(page, editor.handle(4), entry("One"), "below");
    await expect.poll(() => editor.order()).toEqual([one, first, second, third, two]);
    await editor.announced(/Text “third” moved to position 4 of 5/);
    await dragByMouse(page, entry("Two"), entry("Beginning"), "above");
    await expect.poll(() => editor.order()).toEqual([two, one, first, second, third]);

    await entry("One").press("Enter");
    await expect(editor.handle(1)).toBeFocused();
    await expect(outline).toBeVisible();
    await entry("One").press("Escape");
    await expect(outline).toBeHidden();
    await expect(button).toBeFocused();
  });
});

test.describe("over the story on a phone", () => {
  test.use({ viewport: devices["Pixel 7"].viewport, hasTouch: true, isMobile: true });

  test("a section is carried within it, and a tap leads to the story", async ({ curator: page }) => {
    const { editor, order, entry, outline } = await twoSections(page, "An outline above");
    const [one, first, second, two, third] = order;
    const button = page.getByRole("navigation", { name: "View" }).getByRole("button", { name: "Outline" });
    await expect(outline).toBeHidden();
    await button.tap();
    await expect(outline).toBeVisible();
    await expectAccessible(page);

    await dragByTouch(page, entry("Two"), entry("Beginning"), "above", "long");
    await expect.poll(() => editor.order()).toEqual([two, third, one, first, second]);
    await editor.announced(/2 items moved to position 1 of 5/);
    await page.getByRole("button", { name: "Undo" }).tap();
    await expect.poll(() => editor.order()).toEqual(order);

    await entry("Two").tap();
    await expect(outline).toBeHidden();
    await expect(editor.handle(3)).toBeFocused();
    await button.tap();
    await button.tap();
    await expect(outline).toBeHidden();
  });

  test("a story without sections has no such button", async ({ curator: page }) => {
    const { editor } = await twoSections(page, "No outline left");
    const button = page.getByRole("navigation", { name: "View" }).getByRole("button", { name: "Outline" });
    await expect(button).toBeVisible();
    await editor.choose(3, "Delete");
    await expect(button).toBeHidden();
  });
});
