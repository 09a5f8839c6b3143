// Firefox by WebDriver BiDi, and what a person does in it.

import { strict as assert } from "node:assert";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const PATIENCE = 15_000;

/**
 * Starts Firefox.
 * @param {string} executablePath
 */
export function launchFirefox(executablePath) {
  // The toolbar, where an extension has its button, is the browser's own: only with this may it be reached.
  return puppeteer.launch({ browser: "firefox", executablePath, args: ["-remote-allow-system-access"] });
}

/** Somebody with a page of Firefox in front of them. */
export class Person {
  /** What pages complained about. */
  complaints = [];

  /**
   * @param {import("puppeteer-core").Page} page
   * @param {string} url The address of the Sheaf.
   * @param {string} shots The folder for pictures of the page.
   */
  constructor(page, url, shots) {
    Object.assign(this, { page, url, shots });
    page.setDefaultTimeout(PATIENCE);
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  goTo(path) {
    return this.page.goto(new URL(path, this.url).href);
  }

  /** Types into the field whose label begins with these words. */
  async fill(label, words) {
    const field = await this.find("label", label, "");
    await (await field.evaluateHandle((label) => label.control)).asElement().type(words);
  }

  /** Presses the first button, link or menu entry whose name begins with these words, within an element. */
  async press(name, within = "") {
    await (await this.find("a, button, summary", name, within)).click();
  }

  /** Waits for the first visible element of some kinds that is called so. */
  async find(kinds, name, within) {
    const look = (kinds, name, within) =>
      [...document.querySelectorAll(`${within} :is(${kinds})`)].find(
        (element) => element.checkVisibility() && (element.ariaLabel ?? element.textContent).trim().startsWith(name),
      );
    const found = await this.page.waitForFunction(look, {}, kinds, name, within).catch(() => undefined);
    assert.ok(found, `there is no “${name}” to press or to fill in`);
    return found.asElement();
  }

  /** Clicks the first thing that a selector finds. */
  async click(selector) {
    await this.page.locator(selector).click();
  }

  /** Waits until something is on the page, or until nothing of it is. */
  async see(selector) {
    await this.page.waitForSelector(selector, { visible: true });
  }

  /** Waits until a function of the page is true. */
  async until(what, isSo, ...args) {
    await this.page.waitForFunction(isSo, { timeout: PATIENCE }, ...args).catch((error) => {
      throw new Error(`${what}: waited in vain (${error.message})`);
    });
  }

  /** Waits until those who listen are told this. */
  async hear(words) {
    const regions = '[aria-live="polite"], [role="status"]';
    const said = (regions, words) => [...document.querySelectorAll(regions)].some((region) => region.textContent.includes(words));
    await this.until(`“${words}” is announced`, said, regions, words);
  }

  /** Keeps a picture of the page. */
  async look(name) {
    await this.page.screenshot({ path: join(this.shots, `${name}.png`) });
  }

  /** The identifiers of the story's items in the order they are shown. */
  order() {
    return this.page.$$eval("[data-item-id]", (items) => items.map((item) => item.dataset.itemId));
  }

  /** Waits until the items are in this order. */
  async expectOrder(expected) {
    const isSo = (expected) => [...document.querySelectorAll("[data-item-id]")].map((item) => item.dataset.itemId).join() === expected;
    await this.until(`the order ${expected}`, isSo, expected.join());
  }

  async waitUntilSaved() {
    await this.see('.save-status[data-save="saved"]');
  }

  /** Drags by the mouse, in steps as a hand does; `midway` is done before letting go. */
  async drag(from, to, midway = async () => {}) {
    for (const end of [from, to]) await this.page.$eval(end, (element) => element.scrollIntoView({ block: "nearest" }));
    const middle = async (selector) => {
      const { x, y, width, height } = await (await this.page.waitForSelector(selector)).boundingBox();
      return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    };
    const [start, end] = [await middle(from), await middle(to)];
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(start.x + 8, start.y + 8);
    await this.page.mouse.move(end.x, end.y, { steps: 12 });
    await midway();
    await this.page.mouse.up();
  }

  /** Presses one key while others are held. */
  async chord(...keys) {
    const last = keys.pop();
    for (const key of keys) await this.page.keyboard.down(key);
    await this.page.keyboard.press(last);
    for (const key of keys.reverse()) await this.page.keyboard.up(key);
  }

  /** Fails when a page complained. */
  expectSilence() {
    assert.deepEqual(this.complaints, [], "pages complained");
  }
}
