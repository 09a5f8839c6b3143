// A published story, served by Sheaf and by nginx from a file with the same bytes: the same load, round about.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { freePort, newDataFolder, removeDataFolder, startSheaf } from "../support/sheaf.mjs";
import { median } from "./report.mjs";

const rounds = Number(process.env.SHEAF_BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.SHEAF_BENCH_SECONDS ?? 6);
const connections = 32;

/** What is asked for, what Sheaf's rate must at least be of nginx's, and the name in the report. */
const kinds = [
  { name: "page", headers: {}, status: 200, atLeast: 0.6 },
  { name: "page, brotli", headers: { "accept-encoding": "br" }, status: 200, atLeast: 0.8 },
  { name: "page, 304", headers: { "accept-encoding": "br" }, status: 304, atLeast: 0.8 },
];

/** Adds requests per second and the 99th percentile of both, and their ratios, for each kind of answer. */
export async function measureLoad(report, story) {
  const sheaf = await startSheaf(story.data);
  try {
    for (const kind of kinds) await measureKind(report, `${sheaf.url}${story.path}`, kind);
  } finally {
    await sheaf.stop();
  }
}

async function measureKind(report, page, kind) {
  const nginx = await startNginx(await bytesAsSent(page, kind.headers), kind.headers["accept-encoding"]);
  try {
    console.error(`==> 90-item ${kind.name}: ${rounds} rounds of ${seconds} s each for Sheaf and nginx, ${connections} connections`);
    const servers = { sheaf: await prepared(page, kind), nginx: await prepared(nginx.url, kind) };
    const results = { sheaf: [], nginx: [] };
    for (const server of Object.values(servers)) load(server, 2);
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, server] of Object.entries(servers)) results[name].push(load(server, seconds));
    }
    addRatios(report, kind, results);
  } finally {
    await nginx.stop();
  }
}

/** A page as it is sent: `fetch` would unpack it. */
function bytesAsSent(url, headers) {
  return new Promise((resolve, reject) => {
    get(url, { headers }, async (answer) => resolve(Buffer.concat(await answer.toArray()))).on("error", reject);
  });
}

/** The address and the headers of a request that is known to be answered as it should. */
async function prepared(url, { headers, status }) {
  const { headers: sent } = await fetch(url, { headers });
  const asked = status === 304 ? { ...headers, "if-none-match": sent.get("etag") } : headers;
  const answer = await fetch(url, { headers: asked });
  await answer.arrayBuffer();
  if (answer.status !== status) throw new Error(`${url} answered ${answer.status} instead of ${status}`);
  return { url, headers: asked };
}

function addRatios(report, { name, atLeast }, results) {
  const middle = (server, figure) => median(results[server].map((result) => result[figure]));
  for (const server of ["sheaf", "nginx"]) {
    report.add(`90-item ${name}, ${server}`, middle(server, "rate"), "requests/s");
    report.add(`90-item ${name}, ${server}, 99th percentile`, middle(server, "p99"), "ms");
  }
  report.add(`90-item ${name}, sheaf : nginx`, middle("sheaf", "rate") / middle("nginx", "rate"), "", { atLeast });
  report.add(`90-item ${name}, 99th percentile, sheaf : nginx`, middle("sheaf", "p99") / middle("nginx", "p99"), "", { atMost: 2 });
}

function load({ url, headers }, duration) {
  const asked = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const args = ["--threads", "1", "--connections", String(connections), "--duration", `${duration}s`, "--latency", ...asked, url];
  const printed = execFileSync("wrk", args, { encoding: "utf8" });
  if (/Non-2xx|Socket errors/.test(printed)) throw new Error(`the load on ${url} met errors:\n${printed}`);
  const [, amount, unit] = printed.match(/99%\s+([\d.]+)(us|ms|s)/);
  return {
    rate: Number(printed.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p99: Number(amount) * { us: 0.001, ms: 1, s: 1000 }[unit],
  };
}

/** nginx as one would set it up to serve a file fast, on a port of its own. */
async function startNginx(bytes, encoding) {
  const folder = newDataFolder();
  const port = await freePort();
  mkdirSync(join(folder, "site"));
  writeFileSync(join(folder, "site/index.html"), bytes);
  writeFileSync(join(folder, "nginx.conf"), nginxConfiguration(folder, port, encoding));
  const child = spawn("/usr/sbin/nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")]);
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}/`;
  while (!(await fetch(url).catch(() => undefined))?.ok) await new Promise((resolve) => setTimeout(resolve, 25));
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      removeDataFolder(folder);
    },
  };
}

function nginxConfiguration(folder, port, encoding) {
  return `
daemon off;
worker_processes auto;
pid ${folder}/nginx.pid;
${process.getuid() === 0 ? "user root;" : ""}
events {}
http {
  types { text/html html; }
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=16;
  keepalive_requests 1000000;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/site;
    add_header Cache-Control "public, max-age=60";
    ${encoding ? `add_header Content-Encoding ${encoding};` : ""}
  }
}
`;
}
