import { type Page, expect } from "@playwright/test";
import { Editor } from "./editor.ts";

/** A story of two sections; gives its items, and the entries of its outline by their names. */
export async function twoSections(page: Page, title: string) {
  const editor = await Editor.begin(page, title);
  await editor.writeHeading("One");
  await editor.write("first");
  await editor.write("second");
  await editor.writeHeading("Two");
  await editor.write("third");
  await expect(editor.items).toHaveCount(5);
  const outline = page.getByRole("navigation", { name: "Outline" });
  return { editor, order: await editor.order(), entry: (name: string) => outline.getByRole("button", { name }), outline };
}
