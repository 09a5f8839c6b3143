// Puts finished files into target/site, where the server takes them from.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./inputs.mjs";

const site = join(root, "target/site");
const assets = join(site, "assets");

/** `name.ext` with a hash of the content in it, so that browsers may keep the file for ever. */
export function hashedName(name, content) {
  const hash = createHash("sha256").update(content).digest("base64url").replaceAll(/[-_]/g, "").slice(0, 12);
  const extension = extname(name);
  return `${name.slice(0, -extension.length)}-${hash}${extension}`;
}

/** Writes the files (name → content) with their compressed forms and the manifest, and removes what is out of date. */
export function publish(files, { compress }) {
  mkdirSync(assets, { recursive: true });
  const manifest = {};
  const wanted = new Set();
  for (const [name, content] of files) {
    manifest[name] = hashedName(name, content);
    for (const [variant, encode] of variants(manifest[name], content, compress)) {
      wanted.add(variant);
      // Same name, same content; and an untouched file spares the server a new build.
      if (!existsSync(join(assets, variant))) writeFileSync(join(assets, variant), encode());
    }
  }
  for (const name of readdirSync(assets)) if (!wanted.has(name)) rmSync(join(assets, name));
  writeIfChanged(join(site, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

function variants(name, content, compress) {
  const plain = [name, () => content];
  if (!compress) return [plain];
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return [
    plain,
    [`${name}.br`, () => brotliCompressSync(content, { params })],
    [`${name}.gz`, () => gzipSync(content, { level: 9 })],
  ];
}

function writeIfChanged(path, text) {
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}
