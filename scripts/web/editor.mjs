// The editor: the crate `app` compiled for the browser, and the module that starts it.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { buildIfChanged, root, workFolder } from "./inputs.mjs";
import { pruneExports, pruneModule } from "./prune.mjs";
import { hashedName } from "./publish.mjs";

const sources = ["app/src", "app/Cargo.toml", "shared/src", "shared/Cargo.toml", "Cargo.toml", "Cargo.lock", "scripts/web"];
const target = "wasm32-unknown-unknown";

/** Builds the editor; gives the names and contents of its two files. */
export async function buildEditor(dev) {
  await buildIfChanged("editor", sources, { dev }, async () => {
    compile(dev);
    bind(dev);
    if (dev) return;
    await prune();
    optimise();
  });
  const wasm = readFileSync(join(workFolder, dev ? "app_bg.wasm" : "editor.wasm"));
  const script = await startModule(hashedName("editor.wasm", wasm), dev);
  return [["editor.wasm", wasm], ["editor.js", script]];
}

function compile(dev) {
  console.error(`==> Compiling the editor for the browser (${dev ? "about a minute" : "two to four minutes"} the first time)`);
  const toolchain = run("scripts/wasm-toolchain.sh", []).toString().trim();
  const profile = dev ? "dev" : "wasm-release";
  // Erased view types are a little slower to build in memory and far smaller to download.
  const flags = ["--cfg=erase_components", ...anonymousLibraries()];
  // Thousands of places that could panic, by file, line and column, are 10 kB compressed. The compiler leaves them out
  // only when it is told that unstable options are fine; `make dev` has them.
  if (!dev) flags.push("-Zlocation-detail=none");
  const args = `build --quiet --package app --lib --no-default-features --features csr --target ${target} --profile ${profile}`;
  run("cargo", [...(toolchain ? [toolchain] : []), ...args.split(" ")], {
    // A folder and flags of its own, so that the server's build does not begin anew each time.
    CARGO_TARGET_DIR: join(root, "target/web"),
    ...(dev ? {} : { RUSTC_BOOTSTRAP: "1" }),
    CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f"),
  });
}

/** Texts of panics name the file of each library; where this machine keeps them is nobody's business. */
function anonymousLibraries() {
  const libraries = join(process.env.CARGO_HOME || join(homedir(), ".cargo"), "registry/src");
  const indexes = existsSync(libraries) ? readdirSync(libraries) : [];
  return indexes.map((index) => `--remap-path-prefix=${join(libraries, index)}=`);
}

function bind(dev) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "sheaf");
  const tool = join(cache, `wasm-bindgen-cli-${lockedVersion("wasm-bindgen")}`, "bin/wasm-bindgen");
  const compiled = join(root, "target/web", target, dev ? "debug" : "wasm-release", "app.wasm");
  run(tool, ["--target", "web", "--no-typescript", "--out-dir", workFolder, compiled]);
}

async function prune() {
  const script = await pruneModule(workFolder);
  writeFileSync(join(workFolder, "pruned.js"), script);
  writeFileSync(join(workFolder, "pruned.wasm"), pruneExports(readFileSync(join(workFolder, "app_bg.wasm")), script));
}

function optimise() {
  const wasmOpt = join(root, "scripts/web/node_modules/.bin/wasm-opt");
  // What every browser since 2022 understands and rustc takes for granted.
  const features = ["bulk-memory", "bulk-memory-opt", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
  // Measured, not -Oz: it makes the file a tenth smaller, but evens out repetitions that compression lives on, and so
  // the download a tenth larger. These make both smaller.
  const clean = ["duplicate-function-elimination", "remove-unused-module-elements", "dce", "vacuum"];
  const simplify = ["dae-optimizing", "remove-unused-brs", "remove-unused-names", "optimize-instructions", "precompute", "merge-blocks", "rse", ...clean];
  const passes = ["strip-debug", "strip-producers", ...clean, "once-reduction", "simplify-globals-optimizing", ...simplify, ...simplify];
  run(wasmOpt, [
    ...passes.map((pass) => `--${pass}`),
    ...features.map((feature) => `--enable-${feature}`),
    join(workFolder, "pruned.wasm"),
    "--output",
    join(workFolder, "editor.wasm"),
  ]);
}

/** One module that fetches the WebAssembly beside it and, once the page has been read, mounts the editor. */
async function startModule(wasmName, dev) {
  const contents = `import init, { start } from "./${dev ? "app.js" : "pruned.js"}";
    const read = new Promise((done) => {
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
      else done();
    });
    await init({ module_or_path: new URL("./${wasmName}", import.meta.url) });
    await read;
    start();`;
  const result = await build({
    stdin: { contents, resolveDir: workFolder },
    bundle: true,
    format: "esm",
    minify: !dev,
    write: false,
    logLevel: "warning",
  });
  return Buffer.from(result.outputFiles[0].contents);
}

function lockedVersion(crate) {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  return lock.match(new RegExp(`name = "${crate}"\nversion = "([^"]+)"`))[1];
}

function run(command, args, env = {}) {
  return execFileSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}
