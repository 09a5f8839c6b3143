// A story whose every field means harm.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary, exportStory } from "./sheaf.mjs";

/** What executes, breaks out of markup, turns the line round, and does not fit. */
const words = `"'><script>window.ran=1</script><img src=x onerror="window.ran=2">]]>\u202e ${"w".repeat(20_000)} Z\u0351\u036b\u0343\u036a\u0302`;

/**
 * Turns a story's exported JSON into a hostile one, under another address.
 * @param {any} file
 */
export function makeHostile(file) {
  file.slug = "hostile-words";
  for (const { document, posts } of [file.draft, ...file.versions.map(({ content }) => content)].filter(Boolean)) {
    document.title = words.slice(0, 200);
    document.introduction = `${words}\n\n[go](javascript:window.ran=3)`;
    Object.values(posts).forEach(makePostHostile);
  }
}

/**
 * Publishes a hostile story in a data folder that no server uses.
 * @param {string} data
 * @param {{ path: string, handle: string }} like The story it is made of.
 * @returns {string} Its public path.
 */
export function seedHostile(data, { path, handle }) {
  const folder = mkdtempSync(join(tmpdir(), "sheaf-hostile-"));
  try {
    const file = join(folder, "story.json");
    exportStory(data, path, "json", file);
    const story = JSON.parse(readFileSync(file, "utf8"));
    makeHostile(story);
    writeFileSync(file, JSON.stringify(story));
    const printed = execFileSync(binary, ["import", file, "--account", handle, "--data", data], { encoding: "utf8" });
    const address = printed.match(/ is now (\/@\S+)/)?.[1];
    if (!address) throw new Error(`sheaf import printed no address:\n${printed}`);
    return address;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {any} post */
function makePostHostile(post) {
  post.author.name = post.author.handle = words.slice(0, 300);
  post.author.url = post.url = "javascript:window.ran=4";
  post.text = `<p onclick="window.ran=5">${words}</p><a href="javascript:window.ran=6">go</a>`;
  post.language = 'en" onload="window.ran=7';
  post.warning = undefined;
  post.card = {
    url: "javascript:window.ran=8",
    title: words.slice(0, 300),
    description: words.slice(0, 300),
    site: words.slice(0, 100),
  };
}
