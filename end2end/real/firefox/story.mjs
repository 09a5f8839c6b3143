// The editor's main job: set up, search, drag, write, lift by keyboard, undo, publish, read.

import { strict as assert } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const item = (id) => `#item-${id}`;
const handle = (id) => `${item(id)} .handle`;

/** @param {import("./browser.mjs").Person} person */
export async function makeAndReadStory(person, step) {
  const { page } = person;
  const { keyboard } = page;

  await step("set up", async () => {
    await person.goTo("/");
    await person.fill("Your name", "Noor Haddad");
    await person.fill("Handle", "noor");
    await person.fill("Password", "four unrelated quiet words");
    await person.press("Create account");
    await person.press("Try the sample chat");
    await person.see("#editor[data-ready]");
  });

  await step("search, and add results by button", async () => {
    await person.click('[role="tabpanel"] ::-p-text(#harbourchat)');
    await person.see(".result");
    for (let count = 0; count < 3; count += 1) await person.press("Add to story", "[role=tabpanel]");
    await person.until("three items", () => document.querySelectorAll("[data-item-id]").length === 3);
    await person.click("#story-title, [aria-label=Title]");
    await keyboard.type("A round-up made in Firefox");
    await person.look("1-editor");
  });

  let order = await person.order();
  await step("drag an item by the mouse, and a result between two items", async () => {
    const [a, b, c] = order;
    await person.drag(handle(a), `${item(c)} .gap`, () => person.look("2-dragging"));
    await person.expectOrder([b, a, c]);
    await person.hear("moved to position 2 of 3");
    await person.drag(".result:not(.used) .handle", `${item(a)} .gap`);
    await person.until("four items", () => document.querySelectorAll("[data-item-id]").length === 4);
    await person.hear("Added at position 2 of 4");
    order = await person.order();
    assert.deepEqual([order[0], order[2], order[3]], [b, a, c]);
  });

  await step("lift an item by the keyboard, and undo", async () => {
    const [a, b, c, d] = order;
    await page.focus(handle(a));
    await keyboard.press(" ");
    await person.hear("lifted from position 1 of 4");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await keyboard.press(" ");
    await person.expectOrder([b, c, a, d]);
    await person.chord("Control", "z");
    await person.expectOrder(order);
  });

  await step("write a heading, and a text below it", async () => {
    await person.press("Insert at the end");
    await person.press("Heading", "[role=menu]");
    await person.until("the heading has the cursor", () => document.activeElement?.matches(".heading-field"));
    await keyboard.type("What we heard,  twice");
    await keyboard.press("Enter");
    await person.until("the text has the cursor", () => document.activeElement?.matches("textarea.writing-field"));
    await keyboard.type("It was **loud** at the harbour.");
    await keyboard.press("Escape");
    await person.until("the text is drawn", () => document.querySelector("[data-item-id] strong")?.textContent === "loud");
    await person.waitUntilSaved();
    order = await person.order();
    assert.equal(order.length, 6);
  });

  await step("paste from the clipboard: words into the story, lines into a heading", async () => {
    await person.click(`${item(order[4])} .heading-field`);
    await person.chord("Control", "a");
    await person.chord("Control", "c");
    await page.focus(handle(order[5]));
    await person.chord("Control", "v");
    await person.until("a seventh item", () => document.querySelectorAll("[data-item-id]").length === 7);
    await person.chord("Control", "z");
    await person.expectOrder(order);
    await person.click(`${item(order[4])} .heading-field`);
    await keyboard.press("End");
    await page.evaluate(() => document.execCommand("insertText", false, " and\nonce more"));
    await person.waitUntilSaved();
    await page.reload();
    await person.see("#editor[data-ready]");
    const heading = await page.$eval(".heading-field", (field) => field.textContent);
    assert.equal(heading, "What we heard,  twice and once more");
  });

  await step("a menu near the end of the story is whole, and on top", async () => {
    const [, , , d] = order;
    await page.$eval(item(d), (row) => row.scrollIntoView());
    await page.hover(item(d));
    await person.click(`${item(d)} .item-menu-button`);
    await person.see("[role=menu]");
    await person.look("3-menu");
    const covered = await page.$$eval("[role=menu] > *", (entries) =>
      entries.filter((entry) => {
        entry.scrollIntoView({ block: "nearest" });
        const { left, top, height } = entry.getBoundingClientRect();
        return !entry.contains(document.elementFromPoint(left + 20, top + height / 2));
      }).map((entry) => entry.textContent),
    );
    assert.deepEqual(covered, []);
    await keyboard.press("Escape");
  });

  await step("a picture that is too large is refused in words", async () => {
    const huge = join(person.shots, "huge.png");
    writeFileSync(huge, new Uint8Array(13_000_000));
    await (await page.$("#story-pictures")).uploadFile(huge);
    const told = () => document.querySelector(".arrival.is-failed")?.textContent.includes("larger than 12 MB");
    await person.until("the refusal is told", told);
    await person.press("Leave it out");
  });

  await step("publish, and read", async () => {
    await person.waitUntilSaved();
    await person.click("header button[aria-haspopup=dialog]");
    await person.look("4-publishing");
    await person.click("dialog[open] button[type=submit]");
    const link = "dialog[open] textarea[readonly]";
    await person.see(link);
    const url = await page.$eval(link, (field) => field.value);
    await page.goto(url);
    assert.equal(await page.$eval("h1", (title) => title.textContent), "A round-up made in Firefox");
    assert.equal(await page.$$eval("article.post, .post", (posts) => posts.length > 3), true);
    await person.look("5-reading");
  });
}

/**
 * Pictures far down a long story are asked for when one comes to them.
 * @param {import("./browser.mjs").Person} person
 */
export async function scrollLongStory(person, step, story) {
  const { page } = person;
  await step("a long story shows its last pictures when one comes there", async () => {
    await person.goTo("/login");
    await person.fill("Handle", story.handle);
    await person.fill("Password", story.password);
    await person.press("Sign in");
    await person.until("the studio", () => location.pathname === "/studio");
    await person.goTo(story.editorPath);
    await person.see("#editor[data-ready]");
    assert.equal(await page.$$eval(".items img", (pictures) => pictures.at(-1).getAttribute("src")), null);
    await page.$eval(".story-column", (column) => column.scrollTo(0, column.scrollHeight));
    await person.until("the last picture is there", () => [...document.querySelectorAll(".items img")].at(-1).naturalWidth > 0);
  });
}
