// The first answer of a fresh server, which has nothing in its cache.

import { startSheaf } from "../support/sheaf.mjs";
import { median } from "./report.mjs";

const starts = 5;

/** Adds how long the server takes for a page that it has to make. */
export async function measureRender(report, story) {
  const times = [];
  for (let start = 0; start < starts; start += 1) {
    const sheaf = await startSheaf(story.data);
    const before = performance.now();
    const response = await fetch(`${sheaf.url}${story.path}`);
    await response.arrayBuffer();
    times.push(performance.now() - before);
    await sheaf.stop();
    if (!response.ok) throw new Error(`${story.path} answered ${response.status}`);
  }
  report.add("2,235-item page, first answer of a fresh server", median(times), "ms", { atMost: 50 });
}
