// How long a curator's publication of the longest story takes to be visible in every layout.

import { startSheaf } from "../support/sheaf.mjs";
import { signedIn } from "./curator.mjs";
import { median } from "./report.mjs";

const publications = 3;
const layouts = ["list", "grid", "slides", "transcript"];

/** Adds the time until the publication is answered, and until every layout of it has been read. */
export async function measurePublishing(report, story) {
  const sheaf = await startSheaf(story.data);
  const curator = await signedIn(sheaf.url, story);
  try {
    const took = { answered: [], visible: [] };
    for (let turn = 0; turn < publications; turn += 1) {
      const title = `Published for the ${turn}th time`;
      await rename(curator, story, title);
      const start = performance.now();
      const answer = await curator.post(`/api/v1${story.editorPath.replace("/studio", "")}/publish`);
      if (!answer.ok()) throw new Error(`publishing answered ${answer.status()}: ${await answer.text()}`);
      took.answered.push(performance.now() - start);
      await Promise.all(layouts.map((layout) => readUntil(`${sheaf.url}${story.path}?layout=${layout}`, title)));
      took.visible.push(performance.now() - start);
    }
    report.add("publishing 2,235 items, answered", median(took.answered), "ms");
    report.add("publishing 2,235 items, read in every layout", median(took.visible), "ms", { atMost: 1000 });
  } finally {
    await curator.dispose();
    await sheaf.stop();
  }
}

async function rename(curator, story, title) {
  const api = `/api/v1${story.editorPath.replace("/studio", "")}`;
  const draft = await (await curator.get(api)).json();
  const changes = { title: { from: draft.title, to: title } };
  const edit = { edit_id: crypto.randomUUID(), base_revision: draft.revision, changes };
  const answer = await curator.post(`${api}/edits`, { data: edit });
  if (!answer.ok()) throw new Error(`an edit answered ${answer.status()}: ${await answer.text()}`);
}

async function readUntil(url, words) {
  const text = await (await fetch(url)).text();
  if (!text.includes(words)) throw new Error(`${url} does not show what was published`);
}
