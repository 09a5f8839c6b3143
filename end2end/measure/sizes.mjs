// What browsers download, compressed with brotli.

import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { startSheaf } from "../support/sheaf.mjs";

const assets = fileURLToPath(new URL("../../target/site/assets", import.meta.url));

/** Adds the sizes of the editor and of a story's page. */
export async function measureSizes(report, story) {
  report.add("editor, all it downloads", kilobytes(assetSize(/^editor-.*\.(wasm|js|css)\.br$/)), "kB", { atMost: 350 });
  const sheaf = await startSheaf(story.data);
  try {
    const html = Buffer.from(await (await fetch(`${sheaf.url}${story.path}`)).arrayBuffer());
    const size = brotliCompressSync(html).length + assetSize(/^story-.*\.css\.br$/);
    report.add("90-item page, HTML and CSS", kilobytes(size), "kB", { atMost: 40 });
  } finally {
    await sheaf.stop();
  }
}

function assetSize(pattern) {
  const files = readdirSync(assets).filter((name) => pattern.test(name));
  if (files.length === 0) throw new Error(`no file like ${pattern} in target/site/assets; run \`make web\``);
  return files.reduce((sum, name) => sum + statSync(`${assets}/${name}`).size, 0);
}

function kilobytes(bytes) {
  return bytes / 1000;
}
