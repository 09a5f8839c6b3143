import { expect, type Page } from "@playwright/test";

/** Fails when something is wider than the page, or than the editor's bar. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(() =>
    [document.documentElement, document.querySelector(".topbar") ?? document.documentElement].map((part) => part.scrollWidth - part.clientWidth),
  );
  expect(Math.max(...overflow), `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}
