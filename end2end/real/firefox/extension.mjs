// The extension: its options, and its button, which leads to the page that saves to the tray.

import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { Person } from "./browser.mjs";

const folder = fileURLToPath(new URL("../../../app/extension", import.meta.url));

/**
 * Saves a page of a site by the extension's button; somebody is signed in.
 * @param {import("puppeteer-core").Browser} browser
 * @param {Person} person
 * @param {string} site The address of the page.
 */
export async function saveByExtension(browser, person, step, site) {
  const toolbar = await Toolbar.of(browser);
  let extension;

  await step("install the extension, and tell it where Sheaf is", async () => {
    extension = await browser.installExtension(folder);
    const options = await toolbar.pageAt(/^moz-extension:.*\/options\.html$/);
    // Sent again while nobody listens yet.
    const send = (address) => {
      const form = document.querySelector("form");
      form.elements.server.value = address;
      form.requestSubmit();
      return document.querySelector("#said").textContent.includes(`leads to ${address}`);
    };
    await options.until("the address is kept", send, person.url);
  });

  await step("press its button on a page, and save the page", async () => {
    await person.page.bringToFront();
    await person.page.goto(site);
    await toolbar.pressButtonOf(extension);
    const save = await toolbar.pageAt(/\/studio\/save\?/);
    const address = await save.evaluate(() => document.querySelector("input[name=url]").value);
    assert.equal(address, site);
    await save.evaluate(() => document.querySelector("main form").requestSubmit());
    await toolbar.pageAt(/\/studio\/tray\?done=saved$/);
    await person.goTo("/studio/tray");
    const tray = await person.page.$eval("main", (main) => main.textContent);
    assert.match(tray, /A page about tides/);
    await person.look("6-tray");
  });
}

/** The browser around the pages, spoken to by the protocol itself: Puppeteer shows neither it nor an extension's pages. */
class Toolbar {
  constructor(connection, context) {
    Object.assign(this, { connection, context });
  }

  static async of(browser) {
    const { connection } = browser;
    const { result } = await connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
    return new Toolbar(connection, result.contexts.find(({ url }) => url.includes("browser.xhtml")).context);
  }

  /** Presses the button of an extension, as its key would. */
  async pressButtonOf(extension) {
    await run(this.connection, this.context, (id) => {
      const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
      ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID(id).extension).triggerAction(window);
    }, extension);
  }

  /** The page that has come to an address, in whichever tab. */
  async pageAt(address) {
    for (let tries = 0; tries < 150; tries += 1) {
      const { result } = await this.connection.send("browsingContext.getTree", { maxDepth: 0 });
      const found = result.contexts.find(({ url }) => address.test(url));
      if (found) return new Tab(this.connection, found.context);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no page has come to ${address}`);
  }
}

class Tab {
  constructor(connection, context) {
    Object.assign(this, { connection, context });
  }

  evaluate(script, ...args) {
    return run(this.connection, this.context, script, ...args);
  }

  async until(what, isSo, ...args) {
    for (let tries = 0; tries < 150; tries += 1) {
      // The page may be on its way elsewhere.
      if (await this.evaluate(isSo, ...args).catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${what}: waited in vain`);
  }
}

/** Runs a function, whose arguments are JSON, in a page; gives what it gives when that is plain. */
async function run(connection, context, script, ...args) {
  const expression = `(${script})(...${JSON.stringify(args)})`;
  const { result } = await connection.send("script.evaluate", { expression, target: { context }, awaitPromise: true });
  if (result.type === "exception") throw new Error(result.exceptionDetails.text);
  return result.result.value;
}
