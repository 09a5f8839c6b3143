// How soon the editor of the longest story can be used, in a real browser with an empty cache.

import { startSheaf } from "../support/sheaf.mjs";
import { launchChromium, signIn } from "../support/browser.mjs";
import { median } from "./report.mjs";

const visits = 3;

/** Adds the time from opening the editor until it has answered a key. */
export async function measureEditor(report, story) {
  const sheaf = await startSheaf(story.data);
  const browser = await launchChromium();
  try {
    const times = [];
    for (let visit = 0; visit < visits; visit += 1) {
      const context = await browser.newContext({ baseURL: sheaf.url });
      const page = await context.newPage();
      await signIn(page, story);
      times.push(await openEditor(page, story.editorPath));
      await context.close();
    }
    report.add("2,235-item editor, opened and usable", median(times) / 1000, "s", { atMost: 1.5 });
  } finally {
    await browser.close();
    await sheaf.stop();
  }
}

async function openEditor(page, path) {
  const before = performance.now();
  await page.goto(path, { waitUntil: "commit" });
  await page.locator("#editor[data-ready]").waitFor();
  // Usable means that the main thread is free to answer, not only that something shows.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  return performance.now() - before;
}
