import { signIn } from "../support/browser.mjs";
import { Editor } from "../support/editor.ts";
import { dragByMouse } from "../support/pointer.ts";
import { newDataFolder, removeDataFolder, seed, startSheaf } from "../support/sheaf.mjs";
import { expect, test, type Page } from "../support/test.ts";

/** How many rows stand together in each batch. */
function batches(page: Page): Promise<number[]> {
  return page.locator(".items > *").evaluateAll((found) => found.map((batch) => batch.childElementCount));
}

/** The order after moving an item in front of another, by their places. */
function moved(order: string[], from: number, before: number): string[] {
  const rest = order.toSpliced(from, 1);
  return rest.toSpliced(before > from ? before - 1 : before, 0, order[from] ?? "");
}

test("rows keep their order from batch to batch", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Long");
  await editor.search();
  await page.getByRole("button", { name: /^Add all/ }).click();
  await expect(editor.items).toHaveCount(await editor.results.count());
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  let order = await editor.order();
  const [size = 0] = await batches(page);
  expect(order.length).toBeGreaterThan(size + 2);
  await expect(page.getByRole("region", { name: "Story" }).getByRole("list").first().getByRole("listitem").and(editor.items)).toHaveCount(order.length);

  await dragByMouse(page, editor.handle(size - 1), editor.items.nth(size), "below");
  order = moved(order, size - 1, size + 1);
  await expect.poll(() => editor.order()).toEqual(order);
  await editor.choose(size, "Move up");
  order = moved(order, size, size - 1);
  await expect.poll(() => editor.order()).toEqual(order);
  await editor.choose(0, "Move to bottom");
  order = moved(order, 0, order.length);
  await expect.poll(() => editor.order()).toEqual(order);
  await expect(editor.handle(order.length - 1)).toBeFocused();
  await page.reload();
  await Editor.of(page);
  expect(await editor.order()).toEqual(order);
});

test("batches neither grow without end nor stay when they are empty", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Growing");
  await editor.search();
  await page.getByRole("button", { name: /^Add all/ }).click();
  const before = await editor.results.count();
  await expect(editor.items).toHaveCount(before);
  const sizes = await batches(page);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(32);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(before);

  await editor.handle(0).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await expect(editor.items).toHaveCount(0);
  expect(await batches(page)).toEqual([]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.items).toHaveCount(before);
  await expect(editor.items.last()).toContainText(/\w/);
});

test("a heading is written, emptied and brought back letter by letter", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Lines");
  await page.getByRole("button", { name: "Insert at the end" }).click();
  await page.getByRole("menuitem", { name: "Heading" }).click();
  const heading = page.getByRole("textbox", { name: "Heading" });
  await expect(heading).toBeFocused();
  const empty = (await heading.boundingBox())?.height ?? 0;
  expect(empty).toBeGreaterThan(20);
  await page.keyboard.type("An hour,  in order");
  await expect(heading).toHaveText("An hour,  in order", { useInnerText: true });
  expect((await heading.boundingBox())?.height).toBe(empty);
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await heading.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Backspace");
  await expect(heading).toHaveText("");
  expect((await heading.boundingBox())?.height).toBe(empty);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(heading).toHaveText("An hour, in order");
  await page.keyboard.press("End");
  await page.keyboard.insertText(" of\nits questions");
  await expect(heading).toHaveText("An hour, in order of its questions");
  await page.keyboard.type("!");
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await expect(heading).toHaveText("An hour, in order of its questions!");
});

test("pictures far down are asked for when one comes to them, or they come to one", async ({ browser, watch }) => {
  const data = newDataFolder();
  const story = seed(data, 120);
  const sheaf = await startSheaf(data);
  const page = await browser.newPage({ baseURL: sheaf.url });
  watch.over(page.context(), [sheaf.url]);
  await signIn(page, story);
  await page.goto(story.editorPath);
  const editor = await Editor.of(page);
  const pictures = page.locator("[data-item-id] .avatar");
  const asked = () => pictures.evaluateAll((found) => found.filter((picture) => picture.hasAttribute("src")).length);
  const all = await pictures.count();
  expect(await asked()).toBeLessThan(all / 2);
  await pictures.nth(all - 20).scrollIntoViewIfNeeded();
  const shows = () => pictures.nth(all - 20).evaluate((picture: HTMLImageElement) => picture.naturalWidth > 0);
  await expect.poll(shows).toBe(true);
  expect(await asked()).toBeLessThan(all);

  await editor.handle(0).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await expect(editor.items).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(pictures).toHaveCount(all);
  expect(await asked()).toBe(all);
  await page.close();
  await sheaf.stop();
  removeDataFolder(data);
});
