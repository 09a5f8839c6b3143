// The page of a story, by Lighthouse. Its figures for speed need a machine that has nothing else to do.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { launchOptions } from "../support/browser.mjs";

const command = createRequire(import.meta.url).resolve("lighthouse/cli/index.js");

// The others that use the machine only ever take points away, so the best of a few runs is the truest.
const runs = 3;

/** Adds the four scores, as on a phone and as on a desk. */
export async function judgeLighthouse(report, { sheaf, folder, usual }) {
  for (const [screen, options] of Object.entries({ phone: [], desk: ["--preset=desktop"] })) {
    let best;
    for (let run = 1; run <= runs && !(best?.worst === 1); run += 1) {
      console.error(`==> Lighthouse, as on a ${screen}`);
      const result = visit(sheaf.url + usual.path, options, join(folder, `lighthouse-${screen}-${run}.json`));
      const worst = Math.min(...Object.values(result.categories).map(({ score }) => score));
      if (!best || worst > best.worst) best = { worst, ...result };
    }
    for (const { title, score, auditRefs } of Object.values(best.categories)) {
      report.add(`Lighthouse, ${screen}: ${title}`, Math.round(score * 100), "", { atLeast: 100 });
      if (score === 1) continue;
      const faults = auditRefs.map(({ id, weight }) => ({ weight, ...best.audits[id] })).filter(({ weight, score }) => weight > 0 && score !== null && score < 1);
      for (const { title: fault, displayValue } of faults) console.error(`${title}: ${fault} ${displayValue ?? ""}`);
    }
  }
}

function visit(url, options, output) {
  const flags = ["--headless", ...launchOptions.args].join(" ");
  const env = { ...process.env, ...(launchOptions.executablePath && { CHROME_PATH: launchOptions.executablePath }) };
  const all = [command, url, ...options, "--quiet", "--output=json", `--output-path=${output}`, `--chrome-flags=${flags}`];
  execFileSync(process.execPath, all, { env, stdio: ["ignore", "ignore", "inherit"] });
  return JSON.parse(readFileSync(output, "utf8"));
}
