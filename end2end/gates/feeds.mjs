// Feeds: Atom by its grammar (atom.rnc, through jing), JSON Feed by the rules of version 1.1, and both by what the W3C's
// feed validation service asks besides: a feed knows where it is, identifiers are its own, content leads somewhere from
// wherever it is read.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const grammar = fileURLToPath(new URL("atom.rnc", import.meta.url));

/** Adds what is wrong with the feeds of the installation, the curator and every story. */
export async function judgeFeeds(report, { sheaf, folder, usual, hostile, longest }) {
  console.error("==> Feeds");
  const stories = [usual, hostile, longest].map(({ path }) => path);
  const curator = `/@${usual.handle}`;
  const atom = ["/feed.atom", `${curator}/feed.atom`, ...stories.map((path) => `${path}.atom`)];
  const json = ["/feed.json", `${curator}/feed.json`, ...stories.map((path) => `${path}/feed.json`)];

  const files = [];
  const faults = [];
  for (const [index, path] of atom.entries()) {
    const file = join(folder, `feed-${index}.atom`);
    const xml = await (await get(sheaf.url + path, "application/atom+xml")).text();
    writeFileSync(file, xml);
    files.push(file);
    if (!xml.includes(`<link rel="self" type="application/atom+xml" href="${sheaf.url}${path}"/>`)) faults.push(`${path}: no link to itself`);
    for (const entry of xml.split("<entry>").slice(1)) {
      if (!/<link rel="alternate"/.test(entry)) faults.push(`${path}: an entry without a page`);
    }
    const ids = xml.match(/<id>[^<]*/g);
    if (new Set(ids).size < ids.length) faults.push(`${path}: two entries have one id`);
  }
  const { stdout, error } = spawnSync("jing", ["-c", grammar, ...files], { encoding: "utf8" });
  if (error) throw error;
  const found = stdout.split("\n").filter((line) => /: (error|fatal|warning): /.test(line));
  found.forEach((line) => console.error(line));
  report.add(`Atom, ${atom.length} feeds: errors`, found.length, "", { atMost: 0 });

  for (const path of json) {
    const feed = await (await get(sheaf.url + path, "application/feed+json")).json();
    if (feed.feed_url !== sheaf.url + path) faults.push(`${path}: another feed_url, ${feed.feed_url}`);
    faults.push(...faultsOf(feed).map((fault) => `${path}: ${fault}`));
  }
  faults.forEach((fault) => console.error(fault));
  report.add(`JSON Feed, ${json.length} feeds, and what both kinds share: errors`, faults.length, "", { atMost: 0 });
}

async function get(url, type) {
  const answer = await fetch(url);
  const sent = answer.headers.get("content-type");
  if (!answer.ok || !sent?.startsWith(type)) throw new Error(`${url} answered ${answer.status} and ${sent}`);
  return answer;
}

const isText = (value) => typeof value === "string" && value !== "";
const isAddress = (value) => isText(value) && URL.canParse(value) && /^https?:/.test(value);
const isMoment = (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
const isList = (test) => (value) => Array.isArray(value) && value.every(test);

const author = record({ name: isText, url: isAddress, avatar: isAddress }, []);

// https://www.jsonfeed.org/version/1.1/; what starts with an underscore is anybody's own.
const feedRules = {
  version: (value) => value === "https://jsonfeed.org/version/1.1",
  title: isText,
  home_page_url: isAddress,
  feed_url: isAddress,
  description: isText,
  icon: isAddress,
  favicon: isAddress,
  language: isText,
  authors: isList(author),
  next_url: isAddress,
  items: Array.isArray,
};

const itemRules = {
  id: isText,
  url: isAddress,
  external_url: isAddress,
  title: isText,
  content_html: isText,
  content_text: isText,
  summary: isText,
  image: isAddress,
  banner_image: isAddress,
  date_published: isMoment,
  date_modified: isMoment,
  authors: isList(author),
  tags: isList(isText),
  language: isText,
};

/** A test of an object's fields; those that are needed must be there. */
function record(rules, needed) {
  return (value) => faultsOfFields(value, rules, needed).length === 0;
}

function faultsOfFields(value, rules, needed) {
  const missing = needed.filter((name) => !(name in value)).map((name) => `${name} is missing`);
  const wrong = Object.keys(value)
    .filter((name) => !name.startsWith("_") && !rules[name]?.(value[name]))
    .map((name) => `${name} is not allowed, or wrong: ${JSON.stringify(value[name])?.slice(0, 100)}`);
  return [...missing, ...wrong];
}

function faultsOf(feed) {
  const items = feed.items ?? [];
  const faults = faultsOfFields(feed, feedRules, ["version", "title", "items"]);
  for (const item of items) {
    const found = faultsOfFields(item, itemRules, ["id"]);
    if (!("content_html" in item || "content_text" in item)) found.push("no content");
    const relative = item.content_html?.match(/ (src|href)="(?!https?:|mailto:)[^"]*/);
    if (relative) found.push(`content leads nowhere from elsewhere: ${relative[0]}`);
    faults.push(...found.map((fault) => `${item.id}: ${fault}`));
  }
  if (new Set(items.map(({ id }) => id)).size < items.length) faults.push("two items have one id");
  return faults;
}
