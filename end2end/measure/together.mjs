// Two people in one story: how soon one sees in the browser what the other has written.

import { randomUUID } from "node:crypto";
import { launchChromium, openEditor } from "../support/browser.mjs";
import { startSheaf } from "../support/sheaf.mjs";
import { signedIn } from "./curator.mjs";
import { percentile } from "./report.mjs";

const edits = 40;

/** Adds the 95th percentile from sending an edit to its words in the other's page. */
export async function measureTogether(report, story) {
  const sheaf = await startSheaf(story.data);
  const browser = await launchChromium();
  const other = await signedIn(sheaf.url, story);
  try {
    const page = await browser.newPage({ baseURL: sheaf.url, viewport: { width: 1280, height: 900 } });
    await page.addInitScript(watchWords);
    await openEditor(page, story);
    await page.waitForTimeout(1000);
    const sent = await write(other, story.editorPath.split("/").pop());
    await page.waitForFunction((count) => window.seen.size >= count, edits);
    const seen = new Map(await page.evaluate(() => [...window.seen]));
    const took = [...sent].map(([words, at]) => seen.get(words) - at);
    report.add("somebody else's edit, sent to seen, 95th percentile", percentile(took, 0.95), "ms", { atMost: 200 });
  } finally {
    await other.dispose();
    await browser.close();
    await sheaf.stop();
  }
}

/** In the page: notes when words of the other are in the document and about to be painted. */
function watchWords() {
  const seen = new Map();
  Object.assign(window, { seen });
  const look = () => {
    const words = document.body?.textContent.match(/Seen by the other, time \d+\./)?.[0];
    if (words && !seen.has(words)) seen.set(words, performance.timeOrigin + performance.now());
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Writes in the first text, again and again; gives what and when. */
async function write(other, id) {
  const story = await (await other.get(`/api/v1/stories/${id}`)).json();
  let { revision } = story;
  let item = story.items.find(({ body }) => body.type === "text");
  const sent = new Map();
  for (let time = 0; time < edits; time += 1) {
    const words = `Seen by the other, time ${time}.`;
    const to = { ...item, body: { ...item.body, markdown: words } };
    const changes = { updated: { [item.id]: { from: item, to } } };
    sent.set(words, performance.timeOrigin + performance.now());
    const data = { edit_id: randomUUID(), base_revision: revision, changes };
    const answer = await other.post(`/api/v1/stories/${id}/edits`, { data });
    if (!answer.ok()) throw new Error(`an edit was answered with ${answer.status()}: ${await answer.text()}`);
    ({ revision } = await answer.json());
    item = to;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return sent;
}
