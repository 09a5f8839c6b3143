// The first answer of a fresh server, which has nothing in its memory.

import { freePort, startSheaf } from "../support/sheaf.mjs";
import { median } from "./report.mjs";

const starts = 5;

/**
 * Adds how long the server takes for a page that it has to make, and for one that was made when the story was published.
 * A page names its own address, so a server at another address makes it anew.
 */
export async function measureRender(report, story) {
  const anew = [];
  for (let start = 0; start < starts; start += 1) anew.push(await firstAnswer(story, await freePort()));
  report.add("2,235-item page, rendered anew", median(anew), "ms");
  const port = await freePort();
  await firstAnswer(story, port);
  const kept = [];
  for (let start = 0; start < starts; start += 1) kept.push(await firstAnswer(story, port));
  report.add("2,235-item page, first answer of a fresh server", median(kept), "ms", { atMost: 50 });
}

async function firstAnswer(story, port) {
  const sheaf = await startSheaf(story.data, { port });
  const before = performance.now();
  const response = await fetch(`${sheaf.url}${story.path}`);
  await response.arrayBuffer();
  const time = performance.now() - before;
  await sheaf.stop();
  if (!response.ok) throw new Error(`${story.path} answered ${response.status}`);
  return time;
}
