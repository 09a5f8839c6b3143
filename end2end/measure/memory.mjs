// What the server's memory does when everything it has is read, and when an account is carried away.

import { readFileSync } from "node:fs";
import { newDataFolder, removeDataFolder, seed, startSheaf } from "../support/sheaf.mjs";
import { signedIn } from "./curator.mjs";

const stories = Number(process.env.SHEAF_BENCH_STORIES ?? 10_000);
const archived = 1000;
const readers = 8;

/** Adds the memory after half and after all of the stories were read, and the most an account's archive takes. */
export async function measureMemory(report) {
  const data = newDataFolder();
  try {
    console.error(`==> Making ${stories} stories, and ${archived} of another account`);
    seed(data, 15, ["--stories", String(stories)]);
    const archivist = seed(data, 15, ["--stories", String(archived), "--handle", "archivist"]);
    await measureReaders(report, data);
    await measureArchive(report, data, archivist);
  } finally {
    removeDataFolder(data);
  }
}

async function measureReaders(report, data) {
  const sheaf = await startSheaf(data);
  try {
    const map = await (await fetch(`${sheaf.url}/sitemap.xml`)).text();
    const pages = [...map.matchAll(/<loc>([^<]+\/@[^/<]+\/[^<]+)<\/loc>/g)].map(([, address]) => new URL(address).pathname);
    if (pages.length < stories) throw new Error(`the site map has ${pages.length} stories`);
    const half = pages.length / 2;
    await read(sheaf.url, pages.slice(0, half));
    const before = memory(sheaf.pid);
    await read(sheaf.url, pages.slice(half));
    report.add(`memory, ${Math.round(half)} stories read`, before, "MB");
    report.add(`memory, ${pages.length} stories read : half of them`, memory(sheaf.pid) / before, "", { atMost: 1.1 });
  } finally {
    await sheaf.stop();
  }
}

/** Reads pages, a few at a time. */
async function read(url, pages) {
  const left = pages.values();
  const reader = async () => {
    for (const page of left) {
      const answer = await fetch(`${url}${page}`, { headers: { "accept-encoding": "br" } });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${page} answered ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: readers }, reader));
}

async function measureArchive(report, data, archivist) {
  const sheaf = await startSheaf(data);
  const curator = await signedIn(sheaf.url, archivist);
  try {
    const { cookies } = await curator.storageState();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const start = performance.now();
    const answer = await fetch(`${sheaf.url}/api/v1/export`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`the archive answered ${answer.status}`);
    let [bytes, most] = [0, 0];
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      most = Math.max(most, memory(sheaf.pid));
    }
    report.add(`archive of ${archived} stories`, bytes / 1e6, "MB");
    report.add(`archive of ${archived} stories, written in`, (performance.now() - start) / 1000, "s");
    report.add(`archive of ${archived} stories, most memory`, most, "MB", { atMost: 200 });
  } finally {
    await curator.dispose();
    await sheaf.stop();
  }
}

/** What a process holds in memory, in megabytes. */
function memory(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+) kB/)[1]) / 1000;
}
