// Knows whether something must be built again: a stamp beside the result holds the hash of what it was made from.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The workspace. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Where intermediate results and stamps are kept. */
export const workFolder = join(root, "target/web/site");

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (name !== "node_modules") yield* filesUnder(join(path, name));
  }
}

/** Hash of everything in these files and folders (relative to the workspace) and of the options. */
export function fingerprint(paths, options) {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const path of paths) {
    for (const file of filesUnder(join(root, path))) {
      hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

/** Runs `build` unless its stamp says that nothing has changed since it last succeeded. */
export async function buildIfChanged(name, paths, options, build) {
  const stamp = join(workFolder, `${name}.stamp`);
  const now = fingerprint(paths, options);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  rmSync(stamp, { force: true });
  mkdirSync(workFolder, { recursive: true });
  await build();
  writeFileSync(stamp, now);
}
