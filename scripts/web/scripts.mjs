// The small scripts of public pages: app/scripts/NAME.js with what it imports, each one file that runs by itself.

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildIfChanged, root, workFolder } from "./inputs.mjs";

/** frame: in the embed page; embed: for other sites, at /embed.js; live: on pages of live stories. */
const scripts = ["embed", "frame", "live"];

/** Builds the scripts; gives their names and contents. */
export async function buildScripts(dev) {
  await buildIfChanged("scripts", ["app/scripts", "scripts/web"], { dev }, () =>
    build({
      entryPoints: scripts.map((name) => ({ in: join(root, `app/scripts/${name}.js`), out: name })),
      outdir: workFolder,
      bundle: true,
      format: "iife",
      target: "es2020",
      minify: !dev,
      logLevel: "warning",
    }),
  );
  return scripts.map((name) => [`${name}.js`, readFileSync(join(workFolder, `${name}.js`))]);
}
