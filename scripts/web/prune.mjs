// Drops what comes along and is never called.
//
// wasm-bindgen exports to JavaScript all that any linked crate offers it, whether or not somebody calls it, and an
// export keeps everything that hangs on it. What the editor's own module never names is taken off the list here, before
// the optimiser looks for dead code. (wasm-metadce does the same, but puts the functions into an order that compresses
// worse than what it saves.)

import binaryen from "binaryen";
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The module that wasm-bindgen generated into a folder, without the classes that nobody imports.
 *
 * esbuild leaves out what is not used only where it can see that this changes nothing, and two habits of the generator
 * hide that: each class is registered for finalisation, and made disposable.
 */
export async function pruneModule(folder) {
  const generated = readFileSync(join(folder, "app.js"), "utf8");
  const visible = generated
    .replace(/^if \(Symbol\.dispose\) .*\n/gm, "")
    .replaceAll("new FinalizationRegistry", "/* @__PURE__ */ new FinalizationRegistry");
  writeFileSync(join(folder, "visible.js"), visible);
  const shaken = await build({
    stdin: { contents: `export { default, start } from "./visible.js";`, resolveDir: folder },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "warning",
  });
  return shaken.outputFiles[0].text;
}

/** The WebAssembly with only those exports that its module names. */
export function pruneExports(wasm, module) {
  const named = new Set([...module.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name));
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(wasm));
  const parsed = binaryen.readBinary(wasm);
  for (const { name } of exported) {
    if (!named.has(name)) parsed.removeExport(name);
  }
  const pruned = parsed.emitBinary();
  parsed.dispose();
  return pruned;
}
