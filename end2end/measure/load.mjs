// A published story, served by Sheaf and by nginx from a file with the same bytes: the same load, round about.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, newDataFolder, removeDataFolder, startSheaf } from "../support/sheaf.mjs";
import { median } from "./report.mjs";

const rounds = Number(process.env.SHEAF_BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.SHEAF_BENCH_SECONDS ?? 6);
const connections = 32;

/** Adds requests per second and the 99th percentile of both, and their ratios. */
export async function measureLoad(report, story) {
  const sheaf = await startSheaf(story.data);
  const page = `${sheaf.url}${story.path}`;
  const nginx = await startNginx(Buffer.from(await (await fetch(page)).arrayBuffer()));
  try {
    console.error(`==> ${rounds} rounds of ${seconds} s each for Sheaf and nginx, ${connections} connections`);
    const results = { sheaf: [], nginx: [] };
    load(page, 2);
    load(nginx.url, 2);
    for (let round = 0; round < rounds; round += 1) {
      results.sheaf.push(load(page, seconds));
      results.nginx.push(load(nginx.url, seconds));
    }
    addRatios(report, results);
  } finally {
    await Promise.all([sheaf.stop(), nginx.stop()]);
  }
}

function addRatios(report, results) {
  const middle = (server, figure) => median(results[server].map((result) => result[figure]));
  for (const server of ["sheaf", "nginx"]) {
    report.add(`90-item page, ${server}`, middle(server, "rate"), "requests/s");
    report.add(`90-item page, ${server}, 99th percentile`, middle(server, "p99"), "ms");
  }
  report.add("90-item page, sheaf : nginx", middle("sheaf", "rate") / middle("nginx", "rate"), "", { atLeast: 0.6 });
  report.add("99th percentile, sheaf : nginx", middle("sheaf", "p99") / middle("nginx", "p99"), "", { atMost: 2 });
}

function load(url, duration) {
  const args = ["--threads", "1", "--connections", String(connections), "--duration", `${duration}s`, "--latency", url];
  const printed = execFileSync("wrk", args, { encoding: "utf8" });
  if (/Non-2xx|Socket errors/.test(printed)) throw new Error(`the load on ${url} met errors:\n${printed}`);
  const [, amount, unit] = printed.match(/99%\s+([\d.]+)(us|ms|s)/);
  return {
    rate: Number(printed.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p99: Number(amount) * { us: 0.001, ms: 1, s: 1000 }[unit],
  };
}

/** nginx as one would set it up to serve a file fast, on a port of its own. */
async function startNginx(bytes) {
  const folder = newDataFolder();
  const port = await freePort();
  mkdirSync(join(folder, "site"));
  writeFileSync(join(folder, "site/index.html"), bytes);
  writeFileSync(join(folder, "nginx.conf"), nginxConfiguration(folder, port));
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

function nginxConfiguration(folder, port) {
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
  }
}
`;
}
