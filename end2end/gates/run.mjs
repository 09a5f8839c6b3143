// Other people's judges on what Sheaf serves and exports: the Nu HTML checker, epubcheck, a RELAX NG validator, and
// Lighthouse. Prints a table; what was found is told before it.
//
//   make gates

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Report } from "../measure/report.mjs";
import { newDataFolder, removeDataFolder, startSheaf } from "../support/sheaf.mjs";
import { signedIn } from "../measure/curator.mjs";
import { judgeBooks } from "./books.mjs";
import { judgeFeeds } from "./feeds.mjs";
import { judgeLighthouse } from "./lighthouse.mjs";
import { judgeMarkup } from "./markup.mjs";
import { prepareStories } from "./stories.mjs";

const report = new Report();
const data = newDataFolder();
const folder = mkdtempSync(join(tmpdir(), "sheaf-gates-"));
let sheaf;
let curator;

try {
  const stories = prepareStories(data);
  sheaf = await startSheaf(data, { args: ["--contact", "desk@example.org"] });
  curator = await signedIn(sheaf.url, stories.usual);
  const trial = { sheaf, curator, data, folder, ...stories };
  // First, before the others have warmed the machine.
  await judgeLighthouse(report, trial);
  await judgeMarkup(report, trial);
  await judgeFeeds(report, trial);
  judgeBooks(report, trial);
} finally {
  await curator?.dispose();
  await sheaf?.stop();
  removeDataFolder(data);
  rmSync(folder, { recursive: true });
}
report.print();
process.exit(report.missed ? 1 : 0);
