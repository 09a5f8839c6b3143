// Starts and seeds servers, each with a data folder of its own. For the journeys and for the measurements.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program that is tried. */
export const binary = process.env.SHEAF_BIN ?? fileURLToPath(new URL("../../target/debug/sheaf", import.meta.url));

/**
 * A running server.
 * @typedef {object} Sheaf
 * @property {string} url
 * @property {number} pid
 * @property {() => string} output What it has printed so far.
 * @property {() => Promise<void>} stop
 */

/**
 * Who `sheaf seed` made, and what.
 * @typedef {object} Seed
 * @property {string} path The story's public path.
 * @property {string} editorPath The path of its editor.
 * @property {string} handle
 * @property {string} password
 */

/** Makes a data folder. */
export function newDataFolder() {
  return mkdtempSync(join(tmpdir(), "sheaf-e2e-"));
}

/** Removes what {@link newDataFolder} made. */
export function removeDataFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Promise<number>} A port that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server and waits until it answers.
 * @param {string} data
 * @param {{ host?: string, port?: number, args?: string[] }} [options]
 * @returns {Promise<Sheaf>}
 */
export async function startSheaf(data, { host = "127.0.0.1", port, args = [] } = {}) {
  port ??= await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ["serve", "--data", data, "--listen", `${host}:${port}`, "--base-url", url, ...args]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const endedEarly = exited.then(() => Promise.reject(new Error(`sheaf ended at once:\n${output}`)));
  await Promise.race([answers(url), endedEarly]);
  return {
    url,
    pid: child.pid,
    output: () => output,
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

async function answers(url) {
  for (;;) {
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/**
 * Makes an account and published stories in a data folder that no server uses.
 * @param {string} data
 * @param {number} items How many each story has.
 * @param {string[]} [args] Further options.
 * @returns {Seed}
 */
export function seed(data, items, args = []) {
  const printed = execFileSync(binary, ["seed", "--data", data, "--items", String(items), ...args], { encoding: "utf8" });
  const find = (pattern) => {
    const match = printed.match(pattern);
    if (!match) throw new Error(`sheaf seed did not print ${pattern}:\n${printed}`);
    return match[1];
  };
  return {
    path: find(/^Story:\s+https?:\/\/[^/]+(\S+)/m),
    editorPath: find(/^Editor:\s+https?:\/\/[^/]+(\S+)/m),
    handle: find(/^Sign in:\s+@(\S+)/m),
    password: find(/^Password:\s+(\S+)/m),
  };
}

/**
 * Makes an account; a server may be using the data folder.
 * @param {string} data
 * @param {string} handle
 * @returns {string} Its password.
 */
export function addAccount(data, handle) {
  const printed = execFileSync(binary, ["account", "add", handle, "--data", data], { encoding: "utf8" });
  const password = printed.match(/Password: (\S+)/)?.[1];
  if (!password) throw new Error(`sheaf account add printed no password:\n${printed}`);
  return password;
}

/**
 * Writes a story to a file, as `sheaf export` does.
 * @param {string} data
 * @param {string} path Its public path.
 * @param {string} format
 * @param {string} file
 */
export function exportStory(data, path, format, file) {
  execFileSync(binary, ["export", path.slice(1), "--data", data, "--format", format, "--output", file]);
}
