// The style sheets: style/*.bundle.css with their imports, and the icon.

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildIfChanged, root, workFolder } from "./inputs.mjs";

const bundles = ["story", "studio", "editor"];

/** Builds the style sheets; gives their names and contents. */
export async function buildStyles(dev) {
  await buildIfChanged("styles", ["style", "scripts/web"], { dev }, () =>
    build({
      entryPoints: bundles.map((name) => ({ in: join(root, `style/${name}.bundle.css`), out: name })),
      outdir: workFolder,
      bundle: true,
      minify: !dev,
      logLevel: "warning",
    }),
  );
  const sheets = bundles.map((name) => [`${name}.css`, readFileSync(join(workFolder, `${name}.css`))]);
  return [...sheets, ["icon.svg", readFileSync(join(root, "style/icon.svg"))]];
}
