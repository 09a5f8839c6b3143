// The page of a story, by Lighthouse. Its figures for speed need a machine that has nothing else to do.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { launchOptions } from "../support/browser.mjs";

const command = createRequire(import.meta.url).resolve("lighthouse/cli/index.js");

/** Adds the four scores, as on a phone and as on a desk. */
export async function judgeLighthouse(report, { sheaf, folder, usual }) {
  for (const [screen, options] of Object.entries({ phone: [], desk: ["--preset=desktop"] })) {
    console.error(`==> Lighthouse, as on a ${screen}`);
    const output = join(folder, `lighthouse-${screen}.json`);
    const flags = ["--headless", ...launchOptions.args].join(" ");
    const env = { ...process.env, ...(launchOptions.executablePath && { CHROME_PATH: launchOptions.executablePath }) };
    const all = [command, sheaf.url + usual.path, ...options, "--quiet", "--output=json", `--output-path=${output}`, `--chrome-flags=${flags}`];
    execFileSync(process.execPath, all, { env, stdio: ["ignore", "ignore", "inherit"] });
    const { categories, audits } = JSON.parse(readFileSync(output, "utf8"));
    for (const { title, score, auditRefs } of Object.values(categories)) {
      report.add(`Lighthouse, ${screen}: ${title}`, Math.round(score * 100), "", { atLeast: 100 });
      const faults = auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1);
      for (const { id } of faults) console.error(`${title}: ${audits[id].title} ${audits[id].displayValue ?? ""}`);
    }
  }
}
