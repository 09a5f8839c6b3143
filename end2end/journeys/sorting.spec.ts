// Sorting what is selected, or a section.

import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";

const bar = (page: Page) => page.getByRole("region", { name: "Selected items" });

/** The machine-readable times of the items, in order. */
function times(editor: Editor): Promise<string[]> {
  return editor.items.evaluateAll((items) => items.flatMap((item) => item.querySelector("time")?.dateTime ?? []));
}

/** The names of the items' authors, in order. */
function authors(editor: Editor): Promise<string[]> {
  return editor.items.evaluateAll((items) => items.flatMap((item) => item.querySelector(".post-name")?.textContent ?? []));
}

test("a selection is sorted by time, undoably", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "Sorted", 4);
  await editor.choose(0, "Move to bottom");
  await editor.choose(1, "Move to top");
  const muddled = await editor.order();
  await editor.handle(0).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await bar(page).getByRole("button", { name: "Sort by time" }).click();
  await expect.poll(() => editor.order()).not.toEqual(muddled);
  const sorted = await times(editor);
  expect(sorted).toEqual([...sorted].sort());
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => editor.order()).toEqual(muddled);
});

test("by author, one person's posts stand together, oldest first", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Who said what", 8);
  await editor.handle(0).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await bar(page).getByRole("button", { name: "Sort by author" }).click();
  await editor.announced(/8 items sorted by author/);
  const names = (await authors(editor)).map((name) => name.toLowerCase());
  expect(names).toEqual([...names].sort());
  const said = await times(editor);
  const mine = said.filter((_, at) => names[at] === names[0]);
  expect(mine).toEqual([...mine].sort());
  await page.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => editor.order()).toEqual(order);
});

test("by thread, an answer stands right below what it answers", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Answers below");
  await editor.showSources();
  await editor.search("#harbourchat");
  await page.getByRole("tabpanel").getByRole("button", { name: "Thread", exact: true }).first().click();
  await page.getByRole("tabpanel").getByRole("button", { name: /^Add all/ }).click();
  await expect.poll(async () => (await editor.order()).length).toBeGreaterThan(1);
  const inThread = await editor.order();
  await editor.handle(0).focus();
  await page.keyboard.press("Alt+ArrowDown");
  const muddled = [inThread[1], inThread[0], ...inThread.slice(2)];
  await expect.poll(() => editor.order()).toEqual(muddled);
  await page.keyboard.press("ControlOrMeta+a");
  await bar(page).getByRole("button", { name: "Sort by thread" }).click();
  await expect.poll(() => editor.order()).toEqual(inThread);
});

test("a section is sorted, and what stands before it stays", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "A section in order", 4);
  const [a, b, c, d] = await editor.order();
  await editor.handle(3).press("Alt+ArrowUp");
  await page.getByRole("button", { name: "Insert before this item" }).nth(1).click({ force: true });
  await page.getByRole("menuitem", { name: "Heading" }).click();
  await page.keyboard.type("The answers");
  await page.keyboard.press("Escape");
  const [, heading] = await editor.order();
  await expect.poll(() => editor.order()).toEqual([a, heading, b, d, c]);
  await editor.choose(1, "Select the section");
  await editor.announced(/4 items selected/);
  await bar(page).getByRole("button", { name: "Sort by time" }).click();
  await expect.poll(async () => (await editor.order()).slice(0, 2)).toEqual([a, heading]);
  const inSection = (await times(editor)).slice(1);
  expect(inSection).toEqual([...inSection].sort());
});
