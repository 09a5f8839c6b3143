import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const binary = process.env.SHEAF_BIN ?? new URL("../../target/debug/sheaf", import.meta.url).pathname;

/** A running server with a data folder of its own. */
export interface Sheaf {
  url: string;
  data: string;
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Who `sheaf seed` made, and what. */
export interface Seed {
  storyUrl: string;
  handle: string;
  password: string;
}

export interface Options {
  /** The data folder; a new one when there is none. */
  data?: string;
  /** The host to listen on. */
  host?: string;
  args?: string[];
}

/** Starts a server and waits until it answers. */
export async function startSheaf({ data = newDataFolder(), host = "127.0.0.1", args = [] }: Options = {}): Promise<Sheaf> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ["serve", "--data", data, "--listen", `${host}:${port}`, "--base-url", url, ...args]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const sheaf = {
    url,
    data,
    output: () => output,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      rmSync(data, { recursive: true, force: true });
    },
  };
  await Promise.race([answers(url), exited.then(() => Promise.reject(new Error(`sheaf ended at once:\n${output}`)))]);
  return sheaf;
}

/** Makes an account and a published story in a data folder that no server uses yet. */
export function seed(data: string, items: number, base = "http://127.0.0.1:3000"): Seed {
  const printed = execFileSync(binary, ["seed", "--data", data, "--items", String(items), "--base-url", base], { encoding: "utf8" });
  const found = (pattern: RegExp) => {
    const match = printed.match(pattern);
    if (!match) throw new Error(`sheaf seed did not print ${pattern}:\n${printed}`);
    return match[1];
  };
  return { storyUrl: found(/(https?:\S+\/@\S+)/), handle: found(/handle:?\s+(\S+)/i), password: found(/password:?\s+(\S+)/i) };
}

export function newDataFolder(): string {
  return mkdtempSync(join(tmpdir(), "sheaf-e2e-"));
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
