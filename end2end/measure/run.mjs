// Measures speed and size, everything in one run on one machine, and prints it beside what it should be.
//
//   make bench      (SHEAF_BENCH_ROUNDS and SHEAF_BENCH_SECONDS make it shorter or longer)

import { newDataFolder, removeDataFolder, seed } from "../support/sheaf.mjs";
import { measureEditor } from "./editor.mjs";
import { measureEdits } from "./edits.mjs";
import { measureGestures } from "./gestures.mjs";
import { measureLoad } from "./load.mjs";
import { measureMemory } from "./memory.mjs";
import { measurePublishing } from "./publishing.mjs";
import { measureReading } from "./reading.mjs";
import { measureRender } from "./render.mjs";
import { Report } from "./report.mjs";
import { measureSizes } from "./sizes.mjs";
import { measureTogether } from "./together.mjs";

const report = new Report();
const folders = [];

function seeded(items) {
  const data = newDataFolder();
  folders.push(data);
  console.error(`==> Making a story of ${items} items`);
  return { data, ...seed(data, items) };
}

try {
  const usual = seeded(90);
  await measureSizes(report, usual);
  await measureLoad(report, usual);
  await measureEdits(report, usual);
  await measureTogether(report, usual);
  const longest = seeded(2235);
  await measureRender(report, longest);
  await measureReading(report, longest);
  await measureEditor(report, longest);
  await measureGestures(report, longest);
  await measurePublishing(report, longest);
  await measureMemory(report);
} finally {
  folders.forEach(removeDataFolder);
}
report.print();
process.exit(report.missed ? 1 : 0);
