// The longest story as a reader's browser meets it: the first paint, what jumps, and how it scrolls.

import { launchChromium } from "../support/browser.mjs";
import { startSheaf } from "../support/sheaf.mjs";
import { median, percentile } from "./report.mjs";

const visits = 3;

/** Adds the first paint, the layout shift, and the frames while somebody scrolls. */
export async function measureReading(report, story) {
  const sheaf = await startSheaf(story.data);
  const browser = await launchChromium();
  try {
    const seen = [];
    for (let visit = 0; visit < visits; visit += 1) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(`${sheaf.url}${story.path}`);
      seen.push(await page.evaluate(readOn));
      await page.close();
    }
    report.add("2,235-item page, first paint", median(seen.map(({ paint }) => paint)), "ms", { atMost: 1000 });
    report.add("2,235-item page, layout shift", Math.max(...seen.map(({ shift }) => shift)), "", { atMost: 0 });
    report.add("2,235-item page, scrolled, frame, 95th percentile", median(seen.map(({ frames }) => percentile(frames, 0.95))), "ms");
  } finally {
    await browser.close();
    await sheaf.stop();
  }
}

/** Runs in the page: scrolls for three seconds and tells what happened. */
async function readOn() {
  let shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shift += entry.value))).observe({ type: "layout-shift", buffered: true });
  const frames = [];
  const end = performance.now() + 3000;
  for (let last = performance.now(); last < end; ) {
    scrollBy({ top: 60, behavior: "instant" });
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return { paint, shift, frames };
}
