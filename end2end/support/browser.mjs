// The browser, and getting in.

import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

// Debian's Chromium where there is one, else the one that Playwright downloads.
const executablePath = process.env.SHEAF_CHROMIUM ?? ["/usr/bin/chromium"].find(existsSync);

// Without these a Chromium run by root does not start, and one without the internet spends its time asking for it.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How Chromium is started everywhere. */
export const launchOptions = { executablePath, args };

/** Starts a Chromium. */
export function launchChromium() {
  return chromium.launch(launchOptions);
}

/**
 * Signs in and opens the editor of a story, until it can be used.
 * @param {import("@playwright/test").Page} page
 * @param {{ handle: string, password: string, editorPath: string }} story
 */
export async function openEditor(page, story) {
  await signIn(page, story);
  await page.goto(story.editorPath);
  await page.locator("#editor[data-ready]").waitFor();
}

/**
 * Signs in through the form.
 * @param {import("@playwright/test").Page} page
 * @param {{ handle: string, password: string }} account
 */
export async function signIn(page, { handle, password }) {
  await page.goto("/login");
  await page.getByLabel("Handle").fill(handle);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/studio");
}
