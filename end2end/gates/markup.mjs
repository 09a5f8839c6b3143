// HTML, by the Nu checker: every page a reader or a curator can open, every file and every code that is given away.
//
// It checks against today's standard, which two things break on purpose; nothing else is let pass.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import vnu from "vnu-jar";
import { launchChromium } from "../support/browser.mjs";
import { binary, exportStory } from "../support/sheaf.mjs";

const LAYOUTS = ["list", "grid", "slides", "transcript"];

const ON_PURPOSE = [
  // Mail programs lay out by tables and the attributes of 1997, and by nothing else.
  [/newsletter/, /attribute on the “(table|td)” element is obsolete/],
  // Rows of the editor that are out of view get their pictures when they are near.
  [/studio-stories/, /^Element “img” is missing one or more of the following attributes: “src”/],
];

/** Adds what the checker finds in each kind of page. */
export async function judgeMarkup(report, trial) {
  const { sheaf, curator, usual, hostile, longest } = trial;
  await publishAgainAndLive(curator, usual);
  const check = async (what, pages) => {
    console.error(`==> HTML: ${what}`);
    const files = await saveAll(trial, what, pages);
    judge(report, what, files);
  };
  await check("public pages", [
    ...["/", `/@${usual.handle}`, "/nothing-here", "/login", "/join/nothing"].map(at(fetch, sheaf.url)),
    ...[usual, hostile, longest].flatMap(({ path }) => readersPages(path)).map(at(fetch, sheaf.url)),
  ]);
  await check("studio pages", [...studioPages(usual), ...studioPages(longest).slice(0, 2)].map(at(asCurator(curator))));
  await check("studio pages as the browser has them", await rendered(sheaf, curator, [usual.editorPath, "/studio", "/studio/tray"]));
  await check("codes to paste", await pasted(curator, usual));
  judge(report, "one-file exports", oneFile(trial));
  judge(report, "the archive's site", archive(trial));
}

function readersPages(path) {
  const layouts = LAYOUTS.flatMap((layout) => [`${path}?layout=${layout}`, `${path}/embed?layout=${layout}`]);
  return [path, `${path}/embed`, ...layouts, `${path}/versions`, `${path}/v/1`];
}

function studioPages({ editorPath }) {
  const parts = ["", "/preview", "/check", "/share", "/share?layout=grid", "/statistics", "/appearance", "/people", "/history", "/history/1", "/delete"];
  return [...parts.map((part) => editorPath + part), "/studio", "/studio/tray", "/studio/save?url=https%3A%2F%2Fexample.org%2F&title=A%20page", "/settings", "/studio/nothing"];
}

const at = (get, base = "") => (path) => ({ name: path, html: () => get(base + path).then((answer) => answer.text()) });
const asCurator = (curator) => (path) => curator.get(path);

/** So that there are two versions to compare, and everything that only live pages have. */
async function publishAgainAndLive(curator, { editorPath }) {
  const api = `/api/v1${editorPath.replace("/studio", "")}`;
  const { title, revision } = await (await curator.get(api)).json();
  const changes = { title: { from: title, to: `${title}, again` } };
  for (const [path, data] of [["/edits", { edit_id: crypto.randomUUID(), base_revision: revision, changes }], ["/publish"], ["/live"]]) {
    const answer = await curator.post(api + path, { data });
    if (!answer.ok()) throw new Error(`${api}${path} answered ${answer.status()}: ${await answer.text()}`);
  }
}

/** What the editor's scripts make of a page. */
async function rendered(sheaf, curator, paths) {
  const browser = await launchChromium();
  const context = await browser.newContext({ baseURL: sheaf.url, storageState: await curator.storageState() });
  const pages = [];
  for (const path of paths) {
    const page = await context.newPage();
    await page.goto(path);
    if (path.includes("/stories/")) await page.locator("[data-ready]").first().waitFor();
    const html = `<!DOCTYPE html>${await page.locator("html").evaluate((root) => root.outerHTML)}`;
    pages.push({ name: path, html: async () => html });
  }
  await browser.close();
  return pages;
}

/** The codes of the share page, each in a page of its own, as somebody pastes it. */
async function pasted(curator, { editorPath }) {
  const share = await (await curator.get(`${editorPath}/share`)).text();
  const codes = [...share.matchAll(/<textarea[^>]* name="(\w+)"[^>]*>([^<]*)<\/textarea>/g)];
  if (codes.length < 4) throw new Error("the share page has no codes");
  const entities = { lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'", "#x27": "'" };
  return codes.map(([, name, escaped]) => {
    const code = escaped.replace(/&(#?\w+);/g, (whole, entity) => entities[entity] ?? whole);
    return { name, html: async () => `<!DOCTYPE html><html lang="en"><title>A blog</title><h1>A blog</h1>${code}</html>` };
  });
}

function oneFile({ data, folder, usual, hostile, longest }) {
  return Object.entries({ usual, hostile, longest }).map(([name, { path }]) => {
    const file = join(folder, `${name}.html`);
    exportStory(data, path, "html", file);
    return file;
  });
}

function archive({ data, folder, usual }) {
  const [zip, site] = [join(folder, "account.zip"), join(folder, "site")];
  execFileSync(binary, ["export", "--account", usual.handle, "--data", data, "--output", zip]);
  execFileSync("unzip", ["-q", zip, "-d", site]);
  return readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html")).map((name) => join(site, name));
}

async function saveAll({ folder }, what, pages) {
  const place = join(folder, what.replaceAll(" ", "-"));
  mkdirSync(place);
  const files = [];
  for (const { name, html } of pages) {
    const file = join(place, `${files.length}-${name.replace(/\W+/g, "-").slice(0, 80)}.html`);
    writeFileSync(file, await html());
    files.push(file);
  }
  return files;
}

function judge(report, what, files) {
  const options = ["-Xss2m", "-jar", vnu, "--format", "json", "--stdout", "--exit-zero-always", ...files];
  const { stdout, stderr, error } = spawnSync("java", options, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (error) throw error;
  if (!stdout) throw new Error(`the checker failed: ${stderr}`);
  const isMeant = ({ url, message }) => ON_PURPOSE.some(([where, what]) => where.test(url) && what.test(message));
  const messages = JSON.parse(stdout).messages.filter((message) => !isMeant(message));
  const errors = messages.filter(({ type }) => type === "error" || type === "non-document-error");
  const warnings = messages.filter(({ subType }) => subType === "warning");
  for (const { url, lastLine, lastColumn, message, extract } of errors.slice(0, 20)) {
    console.error(`${url}:${lastLine}:${lastColumn}: ${message}\n    ${extract?.slice(0, 160)}`);
  }
  report.add(`HTML, ${what} (${files.length}): errors`, errors.length, "", { atMost: 0 });
  report.add(`HTML, ${what} (${files.length}): warnings`, warnings.length, "");
  const kinds = new Set(warnings.map(({ message }) => message.replace(/“[^”]{30,}”/g, "“…”")));
  for (const kind of [...kinds].slice(0, 5)) console.error(`warning: ${kind}`);
}
