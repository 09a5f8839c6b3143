// Mentions: links in the curator's words to another item of the story.

import type { Locator } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";

/** A story of three posts and a text in which the second is mentioned by keyboard; gives their items. */
async function mentioning(page: Page, title: string) {
  const { editor, order } = await Editor.withPosts(page, title, 3, "A1");
  const author = await editor.items.nth(1).locator(".post-author, .author-name, b, strong").first().innerText();
  await editor.write("");
  await page.getByRole("button", { name: /Write something|Edit text/ }).last().click();
  const field = page.getByRole("textbox", { name: "Text", exact: true });
  await field.pressSequentially("As ");
  await page.keyboard.press("Control+m");
  const dialog = page.getByRole("dialog", { name: "Mention a post" });
  await expect(dialog.getByRole("searchbox")).toBeFocused();
  return { editor, order, author, field, dialog };
}

/** Presses a key until the field has these words, a few times at most. */
async function pressUntil(field: Locator, key: string, words: string): Promise<void> {
  for (let presses = 0; presses < 8 && (await field.inputValue()) !== words; presses += 1) await field.press(key);
  await expect(field).toHaveValue(words);
}

test("a post is mentioned in a text, for readers, frames and files", async ({ curator: page, browser }) => {
  const { editor, order, author, field, dialog } = await mentioning(page, "Mentioned");
  await expectAccessible(page);
  await expect(dialog.getByRole("button", { name: /^\d+\. / })).toHaveCount(3);
  await dialog.getByRole("button", { name: /^2\. / }).click();
  await editor.announced(/Mentioned: /);
  await expect(field).toBeFocused();
  await page.keyboard.type(" said.");
  await expect(field).toHaveValue(`As [${author}](#item-${order[1]}) said.`);

  // The field's own undo knows it. How much of the typing is one step is the browser's choice.
  await pressUntil(field, "ControlOrMeta+z", "As ");
  await pressUntil(field, "ControlOrMeta+Shift+z", `As [${author}](#item-${order[1]}) said.`);
  await page.keyboard.press("Escape");

  const mention = editor.items.nth(3).getByRole("link", { name: author });
  await mention.press("Enter");
  await expect(editor.handle(1)).toBeFocused();
  expect(page.context().pages()).toHaveLength(1);

  await editor.waitUntilSaved();
  const { url } = await editor.publish();
  const reader = await browser.newPage({ javaScriptEnabled: false });
  await reader.goto(url);
  await reader.locator("article.story").getByRole("link", { name: author, exact: true }).last().click();
  expect(new URL(reader.url()).hash).toBe(`#item-${order[1]}`);
  await expect(reader.locator(`#item-${order[1]}`)).toBeInViewport();
  await reader.goto(`${url}/embed`);
  await expect(reader.locator(`a[href="${url}#item-${order[1]}"]`)).toHaveText(author);
  await reader.close();
});

test("Escape goes on writing where one was, and selected words become the mention", async ({ curator: page }) => {
  const { editor, order, field, dialog } = await mentioning(page, "Other words");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(field).toBeFocused();
  await page.keyboard.type("she said");
  await expect(field).toHaveValue("As she said");
  for (let back = 0; back < 5; back += 1) await page.keyboard.press("ArrowLeft");
  for (let more = 0; more < 3; more += 1) await page.keyboard.press("Shift+ArrowLeft");
  await page.getByRole("button", { name: "Mention a post" }).click();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue(`As [she](#item-${order[0]}) said`);
  await page.keyboard.press("Escape");
  await editor.waitUntilSaved();
});

test("a mention of what was deleted is told before publishing, and readers see its words", async ({ curator: page, browser }) => {
  const { editor, author, dialog } = await mentioning(page, "Gone again");
  await dialog.getByRole("button", { name: /^2\. / }).click();
  await page.keyboard.type(" said.");
  await page.keyboard.press("Escape");
  await editor.choose(1, "Delete");
  await editor.items.nth(2).getByRole("link", { name: author }).click();
  await editor.announced(/no longer in the story/);
  await editor.waitUntilSaved();
  await editor.publishButton.click();
  await expect(page.getByRole("dialog").getByText(/A mention leads nowhere/)).toBeVisible();
  await page.keyboard.press("Escape");
  const { url } = await editor.publish();
  const reader = await browser.newPage({ javaScriptEnabled: false });
  await reader.goto(url);
  await expect(reader.getByText(`As ${author} said.`)).toBeVisible();
  await expect(reader.locator("a[href*='#item-']")).toHaveCount(0);
  await reader.close();
});
