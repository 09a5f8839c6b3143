// EPUB, by epubcheck.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exportStory } from "../support/sheaf.mjs";

// Where Debian has it. Its command is this file itself, which not every kernel can start.
const jar = process.env.EPUBCHECK_JAR ?? "/usr/share/java/epubcheck.jar";

/** Adds what epubcheck finds in the books of all stories, its warnings included. */
export function judgeBooks(report, { data, folder, usual, hostile, longest }) {
  for (const [name, story] of Object.entries({ usual, hostile, longest })) {
    console.error(`==> epubcheck: the ${name} story`);
    const file = join(folder, `${name}.epub`);
    exportStory(data, story.path, "epub", file);
    const told = join(folder, `${name}.epub.json`);
    const { stderr, error } = spawnSync("java", ["-jar", jar, file, "--json", told], { encoding: "utf8" });
    if (error) throw error;
    const { messages: found, checker } = JSON.parse(readFileSync(told, "utf8"));
    if (!checker) throw new Error(`epubcheck failed:\n${stderr}`);
    for (const { severity, ID, message, locations } of found.slice(0, 20)) {
      console.error(`${severity} ${ID}: ${message} (${locations[0]?.path}:${locations[0]?.line})`);
    }
    report.add(`EPUB of the ${name} story: errors and warnings`, found.length, "", { atMost: 0 });
  }
}
