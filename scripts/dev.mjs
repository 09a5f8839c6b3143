// Builds and serves Sheaf, and again whenever a file changes. Ctrl+C ends it.
//
//   node scripts/dev.mjs [arguments of `sheaf serve`]

import { spawn, spawnSync } from "node:child_process";
import { readdirSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const watched = ["app/src", "app/scripts", "server/src", "shared/src", "migrations", "style"];
const settle = 200;

let server;
let timer;

function step(command, ...args) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status === 0;
}

function stop() {
  if (!server || server.exitCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  return ended;
}

/** What runs stays until its successor has been built. */
async function rebuild() {
  const built = step("node", "scripts/web/build.mjs", "--dev") && step("cargo", "build", "--package", "server");
  if (!built) {
    console.error("==> Not built; the reason is above. Waiting for a change …");
    return;
  }
  await stop();
  server = spawn(join(root, "target/debug/sheaf"), ["serve", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
}

/** The folder and all below it; Node 18 cannot watch a tree by itself on Linux. */
function foldersFrom(folder) {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.flatMap((entry) => foldersFrom(join(folder, entry.name)))];
}

function rebuildSoon() {
  clearTimeout(timer);
  timer = setTimeout(rebuild, settle);
}

for (const folder of watched.flatMap((name) => foldersFrom(join(root, name)))) watch(folder, rebuildSoon);
process.on("SIGINT", () => stop().then(() => process.exit(0)));
await rebuild();
