import type { Browser } from "@playwright/test";
import { signIn } from "./browser.mjs";
import { Editor } from "./editor.ts";
import { expect, type Page } from "./test.ts";
import type { Watch } from "./watch.ts";

/** Somebody signed in in a browser of their own, which is watched too. */
export async function somebodyElse(browser: Browser, watch: Watch, baseURL: string, account: { handle: string; password: string }): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  watch.over(context, [baseURL]);
  const page = await context.newPage();
  await signIn(page, account);
  return page;
}

/** Opens in a browser of their own the story that a page edits, and waits until each sees the other; `first` runs there before all. */
export async function joinedBy(here: Editor, browser: Browser, watch: Watch, account: { url: string; handle: string; password: string }, first?: () => void): Promise<Editor> {
  await here.waitUntilSaved();
  const page = await somebodyElse(browser, watch, account.url, account);
  if (first) await page.addInitScript(first);
  await page.goto(here.page.url());
  const there = await Editor.of(page);
  for (const editor of [here, there]) await expect(editor.page.getByRole("link", { name: /Here too/ })).toBeVisible();
  return there;
}
