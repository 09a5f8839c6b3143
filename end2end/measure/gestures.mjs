// How the editor of the longest story answers hands: dragging, dropping, typing, undoing, and what memory it takes.

import { readFileSync } from "node:fs";
import { launchChromium, openEditor } from "../support/browser.mjs";
import { startSheaf } from "../support/sheaf.mjs";
import { median, percentile } from "./report.mjs";

/** Adds the figures of one visit. */
export async function measureGestures(report, story) {
  const sheaf = await startSheaf(story.data);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ baseURL: sheaf.url, viewport: { width: 1280, height: 900 } });
    await page.addInitScript(watchGestures);
    await openEditor(page, story);
    await page.waitForTimeout(2000);
    report.add("2,235-item editor, memory of its process", await privateMegabytes(browser, page), "MB", { atMost: 150 });

    const { moves, drops } = await dragAbout(page);
    report.add("dragging, script per pointer move, 95th percentile", percentile(moves, 0.95), "ms", { atMost: 4 });
    report.add("drop to painted, median", median(drops), "ms", { atMost: 100 });
    report.add("undo to painted, median", median(await undo(page, drops.length)), "ms", { atMost: 100 });
    report.add("typing, key to painted, 95th percentile", percentile(await type(page), 0.95), "ms", { atMost: 50 });
  } finally {
    await browser.close();
    await sheaf.stop();
  }
}

/** In the page: notes how long handlers of pointer moves take, and when a key or a drop has been painted. */
function watchGestures() {
  const noted = { moves: [], drops: [], keys: [] };
  Object.assign(window, { noted });
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (type !== "pointermove" || typeof listener !== "function") return listen.call(this, type, listener, options);
    const timed = function (event) {
      const before = performance.now();
      listener.call(this, event);
      noted.moves.push(performance.now() - before);
    };
    return listen.call(this, type, timed, options);
  };
  // What a move asks to be done in the next frame belongs to the move.
  const nextFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    nextFrame((time) => {
      const before = performance.now();
      callback(time);
      if (noted.moves.length > 0) noted.moves[noted.moves.length - 1] += performance.now() - before;
    });
  const painted = (list) => (event) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => list.push(performance.now() - event.timeStamp);
    nextFrame(() => channel.port2.postMessage(null));
  };
  listen.call(window, "pointerup", painted(noted.drops), { capture: true });
  listen.call(window, "keydown", painted(noted.keys), { capture: true });
}

async function dragAbout(page) {
  const rows = page.locator("[data-kind=post]");
  const drops = [];
  const moves = [];
  for (let drag = 0; drag < 5; drag += 1) {
    await rows.nth(3).scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    const handle = await rows.nth(3).locator(".handle").boundingBox();
    await page.mouse.move(handle.x + 8, handle.y + 8);
    await page.mouse.down();
    await page.evaluate(() => (window.noted.moves.length = window.noted.drops.length = 0));
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.move(handle.x + 40 + step, handle.y + 20 + 150 * Math.sin(step / 6) + 8 * step);
    }
    const before = await order(page);
    await page.mouse.up();
    await page.waitForTimeout(400);
    if ((await order(page)) === before) throw new Error("the drag moved nothing");
    const noted = await page.evaluate(() => window.noted);
    moves.push(...noted.moves);
    drops.push(noted.drops[0]);
  }
  return { moves, drops };
}

/** The first items, as one word. */
function order(page) {
  return page.locator("[data-item-id]").evaluateAll((rows) => rows.slice(0, 40).map((row) => row.id).join());
}

async function undo(page, times) {
  await page.evaluate(() => (window.noted.keys.length = 0));
  for (let time = 0; time < times; time += 1) {
    await page.keyboard.press("Control+z");
    await page.waitForTimeout(300);
  }
  // Pressing Control alone is a key too: every second one is the Z.
  return (await page.evaluate(() => window.noted.keys)).filter((_, index) => index % 2 === 1);
}

async function type(page) {
  await page.locator("[data-kind=text] .written").first().click();
  await page.locator("textarea.writing-field").waitFor();
  await page.evaluate(() => (window.noted.keys.length = 0));
  for (const letter of "What follows is the hour in order, without the reposts. ".repeat(2)) {
    await page.keyboard.type(letter);
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(300);
  return page.evaluate(() => window.noted.keys);
}

/** What the page's process has for itself, after a collection. */
async function privateMegabytes(browser, page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const system = await browser.newBrowserCDPSession();
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => privateBytes(id));
  return Math.max(...sizes) / 1e6;
}

function privateBytes(process) {
  const rollup = readFileSync(`/proc/${process}/smaps_rollup`, "utf8");
  const kilobytes = [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].map((match) => Number(match[1]));
  return kilobytes.reduce((sum, size) => sum + size, 0) * 1024;
}
