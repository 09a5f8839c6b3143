// Twenty people who type in one story at once: how soon an edit is durable, and how many a second the server takes,
// beside what SQLite itself commits on the same disk with the same settings.

import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { newDataFolder, removeDataFolder, startSheaf } from "../support/sheaf.mjs";
import { median, percentile } from "./report.mjs";

const rounds = Number(process.env.SHEAF_BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.SHEAF_BENCH_SECONDS ?? 6);
const editors = 20;
/** Somebody who types is saved this often. */
const pauseMs = 200;

/** Adds the 99th percentile of an acknowledged edit, and the rate of edits against raw commits. */
export async function measureEdits(report, story) {
  const sheaf = await startSheaf(story.data);
  try {
    const { people, id, open } = await sitDown(sheaf.url, story);
    console.error(`==> ${editors} editors at once, ${rounds} rounds of ${seconds} s`);
    await type(people, 1, 0);
    const paced = [];
    const rates = [];
    const raw = [];
    for (let round = 0; round < rounds; round += 1) {
      paced.push(percentile(await type(people, seconds, pauseMs), 0.99));
      rates.push((await type(people, seconds, 0)).length / seconds);
      raw.push(rawCommits(seconds));
    }
    report.add(`an edit, durable, ${editors} editors, 99th percentile`, median(paced), "ms", { atMost: 15 });
    report.add("edits, durable, sustained", median(rates), "edits/s");
    report.add("one-row commits of SQLite", median(raw), "commits/s");
    report.add("edits : commits", median(rates) / median(raw), "", { atLeast: 0.3 });
    await measureHistory(report, `/studio/stories/${id}/history`, people, open);
  } finally {
    await sheaf.stop();
  }
}

/** Adds how long the log of the story they wrote takes to open, and a moment in the middle of it. */
async function measureHistory(report, path, people, open) {
  while (people[0].revision < 10_000) await type(people, 1, 0);
  const edits = people[0].revision;
  const took = { log: [], moment: [] };
  for (let round = 0; round < 11; round += 1) {
    took.log.push(await open(path));
    took.moment.push(await open(`${path}/${Math.floor(edits / 2) + round * 37}`));
  }
  report.add(`log of ${edits} edits, opened`, median(took.log), "ms", { atMost: 200 });
  report.add("a moment in the middle of it, opened", median(took.moment), "ms", { atMost: 200 });
}

/** Signs in and gives each editor a text of their own in one story. */
async function sitDown(url, { handle, password }) {
  const agent = new Agent({ keepAlive: true, maxSockets: editors });
  const origin = { origin: url };
  const form = `handle=${encodeURIComponent(handle)}&password=${encodeURIComponent(password)}`;
  const type = "application/x-www-form-urlencoded";
  const entered = await ask(agent, "POST", `${url}/login`, form, { ...origin, "content-type": type });
  const cookie = entered.headers["set-cookie"]?.[0].split(";")[0];
  if (!cookie) throw new Error(`signing in failed: ${entered.status} ${entered.body}`);
  const headers = { ...origin, cookie, "content-type": "application/json" };
  const send = (path, body) => ask(agent, "POST", `${url}/api/v1${path}`, JSON.stringify(body), headers);
  const begun = JSON.parse((await send("/stories", { title: "Twenty at once" })).body);
  const path = `/stories/${begun.id}/edits`;
  const people = [];
  for (let number = 0; number < editors; number += 1) {
    const item = { id: randomUUID(), order: "80", body: { type: "text", markdown: "" } };
    const person = { item, revision: number, typed: 0, send: (changes) => edit(send, path, person, changes) };
    await person.send({ added: { [item.id]: item } });
    people.push(person);
  }
  const open = async (page) => {
    const start = performance.now();
    const answer = await ask(agent, "GET", `${url}${page}`, "", headers);
    if (answer.status !== 200) throw new Error(`${page} was answered with ${answer.status}`);
    return performance.now() - start;
  };
  return { people, id: begun.id, open };
}

async function edit(send, path, person, changes) {
  const answer = await send(path, { edit_id: randomUUID(), base_revision: person.revision, changes });
  if (answer.status !== 200) throw new Error(`an edit was answered with ${answer.status}: ${answer.body}`);
  person.revision = JSON.parse(answer.body).revision;
}

/** Everybody types for a while; gives how long each edit took, in milliseconds. */
async function type(people, duration, pause) {
  const took = [];
  const end = performance.now() + duration * 1000;
  const one = async (person) => {
    await sleep(Math.random() * pause);
    while (performance.now() < end) {
      const from = person.item;
      person.typed += 1;
      const to = { ...from, body: { type: "text", markdown: `The words of somebody who types, ${person.typed}` } };
      const start = performance.now();
      await person.send({ updated: { [from.id]: { from, to } } });
      took.push(performance.now() - start);
      person.item = to;
      if (pause > 0) await sleep(pause * (0.5 + Math.random()));
    }
  };
  await Promise.all(people.map(one));
  return took;
}

function ask(agent, method, url, body, headers) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
    asked.on("error", reject);
    asked.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    asked.end(body);
  });
}

/** Rows that Python's SQLite commits one by one in a second, with the settings of `server/src/db.rs`. */
function rawCommits(duration) {
  const folder = newDataFolder();
  const program = `
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
    db.execute("PRAGMA " + pragma)
db.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
done, end = 0, time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO rows (words) VALUES (?)", ("The words of somebody who types, %d" % done,))
    db.execute("COMMIT")
    done += 1
print(done / float(sys.argv[2]))
`;
  try {
    const file = join(folder, "raw.sqlite");
    return Number(execFileSync("python3", ["-c", program, file, String(duration)], { encoding: "utf8" }));
  } finally {
    removeDataFolder(folder);
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
