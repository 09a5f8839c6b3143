import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";
import { joinedBy } from "../support/together.ts";
import type { Locator } from "@playwright/test";

const FERRY = "The ferry was two hours late and nobody told the passengers.";
const FOG = "A spokesman said the delay was caused by fog in the bay.";
/** About as fast as somebody types. */
const KEY = { delay: 45 };

/** Two type their sentences at the same time, each into a field that has their focus. */
async function typeAtOnce(one: Page, other: Page): Promise<void> {
  await Promise.all([one.keyboard.type(` ${FERRY}`, KEY), other.keyboard.type(` ${FOG}`, KEY)]);
}

/** The words of a field in each browser, once both have everything. */
async function settled(here: Editor, there: Editor, words: (page: Page) => Promise<string>): Promise<string> {
  for (const editor of [here, there]) await editor.waitUntilSaved();
  await expect.poll(() => words(there.page)).toBe(await words(here.page));
  return words(here.page);
}

/** Both sentences are there, each whole. */
function expectBoth(text: string): void {
  expect(text).toContain(FERRY);
  expect(text).toContain(FOG);
}

/** Opens the text of an item, with the caret at its end. */
async function writeIn(editor: Editor, index: number): Promise<Locator> {
  await editor.items.nth(index).getByRole("button", { name: "Edit text" }).click();
  const field = editor.page.getByRole("textbox", { name: "Text" });
  await expect(field).toBeFocused();
  return field;
}

/** A clash took the keyboard: the next space pressed “Keep mine”, and every later word of either was lost. */
test("two who type in one text at once both have their sentences in it", async ({ browser, curator, sheaf, watch }) => {
  watch.expect(/409/);
  const here = await Editor.begin(curator, "The same text");
  await here.write("Base.");
  const there = await joinedBy(here, browser, watch, sheaf);
  const fields = [await writeIn(here, 0), await writeIn(there, 0)];
  await typeAtOnce(here.page, there.page);
  for (const field of fields) await expect(field).toBeFocused();
  const text = await settled(here, there, (page) => page.getByRole("textbox", { name: "Text" }).inputValue());
  expectBoth(text);
  for (const editor of [here, there]) await expect(editor.page.getByRole("dialog")).toHaveCount(0);
  await there.page.context().close();
});

test("two who type in the introduction, the title and a comment at once lose no word", async ({ browser, curator, sheaf, watch }) => {
  watch.expect(/409/);
  const { editor: here } = await Editor.withPosts(curator, "Late", 1);
  const there = await joinedBy(here, browser, watch, sheaf);
  const both = [here.page, there.page] as const;

  for (const page of both) {
    const title = page.getByRole("textbox", { name: "Title" });
    await title.click();
    await title.press("End");
  }
  await typeAtOnce(...both);
  for (const page of both) await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
  expectBoth(await settled(here, there, (page) => page.getByRole("textbox", { name: "Title" }).inputValue()));

  for (const page of both) {
    await page.getByRole("button", { name: "Add an introduction" }).click();
    await expect(page.getByRole("textbox", { name: "Introduction" })).toBeFocused();
  }
  await typeAtOnce(...both);
  expectBoth(await settled(here, there, (page) => page.getByRole("textbox", { name: "Introduction" }).inputValue()));
  for (const page of both) await page.keyboard.press("Escape");

  for (const editor of [here, there]) await editor.choose(0, "Comment");
  for (const page of both) await expect(page.getByRole("textbox", { name: "Comment" })).toBeFocused();
  await typeAtOnce(...both);
  expectBoth(await settled(here, there, (page) => page.getByRole("textbox", { name: "Comment" }).inputValue()));
  await there.page.context().close();
});

/** Two have changed the same word of the first text; the second is the one who is to choose. */
async function clash(here: Editor, there: Editor): Promise<void> {
  await writeIn(there, 0);
  await there.page.context().setOffline(true);
  await there.page.keyboard.press("Control+A");
  await there.page.keyboard.type("A blue door.", KEY);
  await writeIn(here, 0);
  await here.page.keyboard.press("Control+A");
  await here.page.keyboard.type("A green door.", KEY);
  await here.page.keyboard.press("Escape");
  await here.waitUntilSaved();
  await there.page.context().setOffline(false);
  await expect(there.page.getByRole("banner").getByRole("button", { name: "Choose" })).toBeVisible();
}

test("the same word changed twice is told quietly, and chosen when one has written", async ({ browser, curator, sheaf, watch }) => {
  watch.expect(/409|ERR_INTERNET_DISCONNECTED/);
  const here = await Editor.begin(curator, "The same word");
  await here.write("A red door.");
  const there = await joinedBy(here, browser, watch, sheaf);
  const page = there.page;
  await clash(here, there);
  await there.announced(/changed the same words as you/);

  // The field, its caret and its words stay, and what is typed goes on with them.
  const field = page.getByRole("textbox", { name: "Text" });
  await expect(field).toBeFocused();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.type(" It is mine, with spaces.", KEY);
  await expect(field).toHaveValue("A blue door. It is mine, with spaces.");

  await page.keyboard.press("Escape");
  const dialog = page.getByRole("dialog", { name: new RegExp(`@${sheaf.handle} changed the same words`) });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(dialog).toContainText("A blue door. It is mine, with spaces.");
  await expect(dialog).toContainText("A green door.");
  await expectAccessible(page);
  // A space in mid-sentence chooses nothing.
  await page.keyboard.press("Space");
  await expect(dialog).toBeVisible();

  await dialog.getByRole("button", { name: "Keep both" }).click();
  await expect(dialog).toBeHidden();
  await there.waitUntilSaved();
  for (const editor of [here, there]) {
    await expect(editor.items).toContainText(["A green door.", "A blue door. It is mine, with spaces."]);
  }
  // The focus is where the choice was about.
  await expect(there.handle(0)).toBeFocused();
  await page.context().close();
});

/** After a reload and two presses of Escape the question was gone, and nothing led back to it. */
test("a choice outlives Escape and a reload", async ({ browser, curator, sheaf, watch }) => {
  watch.expect(/409|ERR_INTERNET_DISCONNECTED/);
  const here = await Editor.begin(curator, "Asked again");
  await here.write("A red door.");
  const there = await joinedBy(here, browser, watch, sheaf);
  const page = there.page;
  await clash(here, there);
  await page.keyboard.press("Escape");
  const dialog = page.getByRole("dialog", { name: /changed the same words/ });
  const choose = page.getByRole("banner").getByRole("button", { name: "Choose" });
  for (let time = 0; time < 2; time += 1) {
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await choose.click();
  }
  await expect(dialog).toBeVisible();
  await page.reload();
  await Editor.of(page);
  await choose.click();
  await expect(dialog).toContainText("A blue door.");
  await expect(dialog).toContainText("A green door.");
  await dialog.getByRole("button", { name: "Keep only mine" }).click();
  await there.waitUntilSaved();
  await expect(choose).toHaveCount(0);
  for (const editor of [here, there]) await expect(editor.items).toContainText(["A blue door."]);
  await page.context().close();
});

/** The row with the field was taken out and put back: the field was gone, and what followed became shortcuts. */
test("what one writes in may be moved, deleted and brought back by another", async ({ browser, curator, sheaf, watch }) => {
  watch.expect(/409/);
  const here = await Editor.begin(curator, "In the way");
  for (const words of ["One.", "Two.", "Three."]) await here.write(words);
  const there = await joinedBy(here, browser, watch, sheaf);
  const field = await writeIn(there, 1);
  const typing = there.page.keyboard.type(" Some words / and more words.", KEY);
  await here.handle(1).focus();
  await here.page.keyboard.press("Alt+ArrowUp");
  await here.page.keyboard.press("Alt+ArrowUp");
  await typing;
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("Two. Some words / and more words.");
  await expect.poll(() => here.order()).toEqual(await there.order());
  await there.waitUntilSaved();

  // Deleted with the field merely open, and brought back by undoing it.
  await here.choose(0, "Delete");
  await there.announced(/Somebody else deleted what you have open/);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("Two. Some words / and more words.");
  await here.page.getByRole("button", { name: "Undo" }).first().click();
  await expect(here.items).toHaveCount(3);
  await there.page.keyboard.type(" On.", KEY);
  await there.waitUntilSaved();
  await expect(here.items.first()).toContainText("and more words. On.");

  // Deleted, and written on.
  await here.choose(0, "Delete");
  await there.announced(/Somebody else deleted what you have open/);
  await there.page.keyboard.type(" Still here.", KEY);
  await there.waitUntilSaved();
  await expect(here.items.first()).toContainText("On. Still here.");
  await expect(field).toBeFocused();

  // Deleted, and left alone.
  await here.choose(0, "Delete");
  await there.announced(/Somebody else deleted what you have open/);
  await there.page.keyboard.press("Escape");
  await expect(there.items).toHaveCount(2);
  await here.page.getByRole("button", { name: "Undo" }).first().click();
  await expect(there.items).toHaveCount(3);
  await writeIn(there, 0);
  await there.page.context().close();
});

/** The focus fell to the page, and nothing was said. */
test("who is on an item that another deletes is told, and taken to the next", async ({ browser, curator, sheaf, watch }) => {
  const here = await Editor.begin(curator, "Gone");
  for (const words of ["One.", "Two.", "Three."]) await here.write(words);
  const there = await joinedBy(here, browser, watch, sheaf);
  await there.handle(0).focus();
  await here.choose(0, "Delete");
  await there.announced(/Somebody else deleted the item you were on/);
  await expect(there.handle(0)).toBeFocused();
  await there.page.keyboard.press("Space");
  await here.choose(0, "Delete");
  await there.announced(/deleted/);
  await expect(there.items).toHaveCount(1);
  await expect(there.handle(0)).toBeFocused();
  await expect(there.page.locator(".is-lifted, .is-landing")).toHaveCount(0);
  await there.page.context().close();
});

/** A second tab sent what the first had still to send, and the first then asked its writer about their own words. */
test("a second tab leaves alone what the first is still to send", async ({ curator: first, watch }) => {
  watch.expect(/503/);
  const here = await Editor.begin(first, "Two tabs, one failing");
  await here.write("Base.");
  await here.waitUntilSaved();
  await first.route("**/edits", (route) => route.fulfill({ status: 503, body: "" }));
  await here.write("Only the first tab has this.");
  await expect(first.getByRole("banner").getByText(/Working offline/)).toBeVisible();

  const second = await first.context().newPage();
  await second.goto(first.url());
  const there = await Editor.of(second);
  await there.write("From the second.");
  await there.waitUntilSaved();
  await expect(there.items).toHaveCount(2);

  await first.unroute("**/edits");
  await first.bringToFront();
  await here.waitUntilSaved();
  for (const editor of [here, there]) {
    await expect(editor.items.filter({ hasText: "Only the first tab has this." })).toHaveCount(1);
    await expect(editor.items).toHaveCount(3);
  }
});
