// Builds what browsers download into target/site: the editor, the scripts, the style sheets and the icon, under names that carry a
// hash of their content, compressed ahead of time, with manifest.json saying which is which.
//
//   node scripts/web/build.mjs [--dev]     --dev: quick to build, large to download
//
// Each part is built again only when something it is made from has changed.

import { buildEditor } from "./editor.mjs";
import { publish } from "./publish.mjs";
import { buildScripts } from "./scripts.mjs";
import { buildStyles } from "./styles.mjs";

const dev = process.argv.includes("--dev");

try {
  const files = new Map([...(await buildStyles(dev)), ...(await buildScripts(dev)), ...(await buildEditor(dev))]);
  publish(files, { compress: !dev });
} catch (error) {
  console.error(`error: the browser files could not be built: ${error.message}`);
  process.exit(1);
}
