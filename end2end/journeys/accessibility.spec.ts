import { devices } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";
import { expectNoOverflow } from "../support/width.ts";

const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: devices["Pixel 7"].viewport, hasTouch: true },
};

for (const [screen, options] of Object.entries(screens)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${screen}, ${colorScheme}`, () => {
      test.use({ ...options, colorScheme });

      test("pages for everybody are accessible", async ({ page, sheaf, watch }) => {
        watch.expect(/404/);
        for (const path of ["/", `/@${sheaf.handle}`, sheaf.path, `${sheaf.path}/embed`, "/login", "/nothing-here"]) {
          await visit(page, path);
        }
      });

      test("pages of the studio are accessible", async ({ curator }) => {
        for (const path of ["/studio", "/settings"]) await visit(curator, path);
        await curator.goto("/studio");
        await curator.getByText("More", { exact: true }).first().click();
        await expectAccessible(curator);
        await curator.getByRole("link", { name: /^Delete / }).first().click();
        await expectAccessible(curator);
      });

      test("the editor is accessible, with results, menus and dialogs", async ({ curator }) => {
        const editor = await Editor.begin(curator, "Accessible");
        await expectAccessible(curator);
        await editor.showSources();
        await editor.search();
        await editor.add(2);
        await expectAccessible(curator);
        await expectNoOverflow(curator);
        await editor.showStory();
        await editor.openMenu(0);
        await expectAccessible(curator);
        await curator.keyboard.press("Escape");
        await editor.publish();
        await expectAccessible(curator);
      });
    });
  }
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("main")).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
}

test("a story written from right to left is edited from right to left", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "مرفأ المساء");
  await editor.write("هذه بضع كلمات عن الأمسية.");
  const [words, handle] = [editor.items.first().locator(".words"), editor.handle(0)];
  await editor.items.first().hover();
  const [text, grip] = [await words.boundingBox(), await handle.boundingBox()];
  expect(grip!.x).toBeGreaterThanOrEqual(text!.x + text!.width - 1);
  const menu = await editor.openMenu(0);
  await expect(menu).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Title" }).fill("The harbour in the evening");
  await editor.items.first().hover();
  expect((await handle.boundingBox())!.x).toBeLessThan((await words.boundingBox())!.x);
});
