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

/**
 * The WebAssembly with only those exports that its module names, and without the printing of floating-point numbers.
 */
export function pruneExports(wasm, module) {
  const named = new Set([...module.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name));
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(wasm));
  const parsed = binaryen.readBinary(wasm);
  for (const { name } of exported) {
    if (!named.has(name)) parsed.removeExport(name);
  }
  withoutFloatPrinting(parsed);
  const pruned = parsed.emitBinary();
  parsed.dispose();
  return pruned;
}

/**
 * Exact decimals of floating-point numbers are 6 kB of the download, for one caller: serde, when it says of an answer
 * that there is such a number where none was expected. That message goes without the number. Whoever else prints one
 * in the editor meets a trap at once, in every journey that comes by; writing whole numbers needs none of this.
 */
function withoutFloatPrinting(parsed) {
  const replacements = [
    [/WithDecimalPoint as core\S*::fmt::Display>::fmt(::h[0-9a-f]+)?$/, () => parsed.i32.const(0)],
    [/::fmt::float::float_to_decimal_common_(exact|shortest)\b/, () => parsed.unreachable()],
  ];
  for (let index = 0; index < parsed.getNumFunctions(); index += 1) {
    const reference = parsed.getFunctionByIndex(index);
    const { name } = binaryen.getFunctionInfo(reference);
    const replacement = replacements.find(([pattern]) => pattern.test(name));
    if (replacement) binaryen.Function.setBody(reference, replacement[1]());
  }
}
