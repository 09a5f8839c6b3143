// What is judged: a story as they are, one whose every field means harm, and the longest.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeHostile } from "../support/hostile.mjs";
import { binary, seed } from "../support/sheaf.mjs";

/**
 * Makes the stories in a data folder that no server uses.
 * @param {string} data
 * @param {string} folder For files on the way.
 */
export function prepareStories(data, folder) {
  console.error("==> Making three stories");
  const usual = seed(data, 90);
  const longest = { ...seed(data, 2235), password: usual.password };
  const file = join(folder, "hostile.json");
  exportStory(data, usual.path, "json", file);
  const story = JSON.parse(readFileSync(file, "utf8"));
  makeHostile(story);
  writeFileSync(file, JSON.stringify(story));
  const printed = execFileSync(binary, ["import", file, "--account", usual.handle, "--data", data], { encoding: "utf8" });
  const path = printed.match(/ is now (\/@\S+)/)?.[1];
  if (!path) throw new Error(`sheaf import printed no address:\n${printed}`);
  return { usual, longest, hostile: { path } };
}

/** Writes a story to a file, as `sheaf export` does. */
export function exportStory(data, path, format, file) {
  execFileSync(binary, ["export", path.slice(1), "--data", data, "--format", format, "--output", file]);
}
