// A walk through Sheaf in Firefox, by WebDriver BiDi: the editor's main job, a long story, the extension.
//
//   node walk.mjs FIREFOX SHOTS     SHEAF_BIN names the server; pictures of the pages go to the folder SHOTS

import { createServer } from "node:http";
import { newDataFolder, removeDataFolder, seed, startSheaf } from "../../support/sheaf.mjs";
import { launchFirefox, Person } from "./browser.mjs";
import { saveByExtension } from "./extension.mjs";
import { makeAndReadStory, scrollLongStory } from "./story.mjs";

const [firefox, shots] = process.argv.slice(2);

async function step(name, walk) {
  await walk();
  console.log(`  ✓ ${name}`);
}

/** Runs a part of the walk in a Firefox and with a server of its own. */
async function part(prepare, walk) {
  const data = newDataFolder();
  const prepared = prepare(data);
  const sheaf = await startSheaf(data, { args: ["--allow-private-host", "127.0.0.1"] });
  const browser = await launchFirefox(firefox);
  let person;
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    person = new Person(page, sheaf.url, shots);
    await walk({ browser, person, prepared });
    person.expectSilence();
  } catch (error) {
    await person?.look("failed").catch(() => {});
    throw error;
  } finally {
    await browser.close();
    await sheaf.stop();
    removeDataFolder(data);
  }
}

const site = createServer((_, response) => {
  response.setHeader("content-type", "text/html").end("<!doctype html><title>A page about tides</title><p>Low at six.");
});
await new Promise((listening) => site.listen(0, "127.0.0.1", listening));

try {
  await part(() => undefined, async ({ browser, person }) => {
    await makeAndReadStory(person, step);
    await saveByExtension(browser, person, step, `http://127.0.0.1:${site.address().port}/tides`);
  });
  await part((data) => seed(data, 120), async ({ person, prepared }) => scrollLongStory(person, step, prepared));
} finally {
  site.close();
}
