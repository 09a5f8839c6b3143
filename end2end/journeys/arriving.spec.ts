import { Editor } from "../support/editor.ts";
import { expectAccessible } from "../support/axe.ts";
import { dropFile, paste, pasteFile } from "../support/paste.ts";
import { startSite } from "../support/site.ts";
import { expect, test, type Page } from "../support/test.ts";

/** A site whose pages can be held back, and some of which fail for as long as they should. */
async function site() {
  const held: (() => void)[] = [];
  const state = { hold: false, failing: true };
  const served = await startSite((request, response) => {
    const name = request.url?.slice(1) ?? "";
    const fails = name.startsWith("bad") && state.failing;
    const answer = () => fails ? response.writeHead(404).end() : response.setHeader("content-type", "text/html").end(`<!doctype html><title>Page ${name}</title><p>Words`);
    if (state.hold && name !== "1") held.push(answer);
    else answer();
  });
  const release = () => {
    state.hold = false;
    for (const answer of held.splice(0)) answer();
  };
  return { ...served, state, release, page: (name: string | number) => `${served.url}/${name}` };
}

/** What each item is about, in a word. */
const names = (editor: Editor) =>
  editor.items.evaluateAll((items) => items.map((item) => item.textContent?.match(/Page (?:bad)?\d+|htps:.bad line|\(from the list\)/)?.[0] ?? "?"));

const topBar = (page: Page) => page.getByRole("banner");

test("twenty links with a bad line and two that fail: everything keeps its place, through a reload", async ({ curator: page, watch }) => {
  watch.expect(/status of (4|5)\d\d/);
  page.on("dialog", (dialog) => dialog.accept());
  const elsewhere = await site();
  const editor = await Editor.begin(page, "Twenty links, some bad");
  await editor.waitUntilSaved();
  const links = Array.from({ length: 20 }, (_, index) => elsewhere.page([4, 11].includes(index) ? `bad${index}` : index + 1));
  const [first, second, third, ...others] = links;
  elsewhere.state.hold = true;
  await paste(page, { "text/plain": [`1. ${first}`, "htps:/bad line", `- ${second} ${third}`, ...others, "(from the list)"].join("\n") });

  await expect(page.getByText("1 line looks like a link and is none. It was kept as text.").first()).toBeVisible();
  await expect(page.locator(".arrival")).toHaveText([/Fetching \d+ of 20…/]);
  await expect(topBar(page).getByText(/Fetching \d+ of 20…/)).toBeVisible();
  await expect(editor.saved).toBeHidden();
  await expect(editor.items).toHaveCount(3);

  await page.reload();
  await Editor.of(page);
  await expect(topBar(page).getByText(/Fetching \d+ of 19…/)).toBeVisible();
  elsewhere.release();
  await expect(editor.items).toHaveCount(20);
  await editor.announced(/17 added\. 2 could not be\./);
  const expected = links.map((_, index) => `Page ${index + 1}`).filter((_, index) => ![4, 11].includes(index));
  expected.splice(1, 0, "htps:/bad line");
  expected.push("(from the list)");
  expect(await names(editor)).toEqual(expected);

  const failed = page.locator(".arrival.is-failed");
  await expect(failed).toHaveCount(3);
  await expect(failed.filter({ hasText: "2 could not be added." })).toBeVisible();
  const { height } = (await failed.filter({ hasText: "bad4" }).boundingBox()) ?? { height: 0 };
  expect(height, "a failed link is a row, not a card").toBeLessThan(110);
  await expectAccessible(page);

  await page.reload();
  await Editor.of(page);
  await expect(failed, "failed ones are asked again after a reload").toHaveCount(3);
  elsewhere.state.failing = false;
  await page.getByRole("button", { name: "Try all again" }).click();
  await expect(editor.items).toHaveCount(22);
  await expect(failed).toHaveCount(0);
  expected.splice(5, 0, "Page bad4");
  expected.splice(12, 0, "Page bad11");
  expect(await names(editor)).toEqual(expected);
  await editor.waitUntilSaved();
  elsewhere.stop();
});

test("links that failed can be left out one by one and all at once, and stay out", async ({ curator: page, watch }) => {
  watch.expect(/status of (4|5)\d\d/);
  const elsewhere = await site();
  const editor = await Editor.begin(page, "Left out");
  await page.setViewportSize({ width: 390, height: 800 });
  const long = "bad-address-that-goes-on-for-longer-than-a-phone-is-wide";
  await paste(page, { "text/plain": [long, "bad2", "bad3"].map(elsewhere.page).join("\n") });
  const failed = page.locator(".arrival.is-failed");
  await expect(failed).toHaveCount(4);
  for (const row of await failed.all()) {
    const { x, width } = (await row.boundingBox()) ?? { x: 0, width: 999 };
    expect(x + width, "it fits a phone").toBeLessThan(390);
  }
  await failed.filter({ hasText: "bad2" }).getByRole("button", { name: "Leave it out" }).click();
  await expect(failed).toHaveCount(3);
  await page.getByRole("button", { name: "Leave all out" }).click();
  await expect(failed).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Insert at the end" })).toBeFocused();
  await page.reload();
  await Editor.of(page);
  await expect(page.locator(".arrival")).toHaveCount(0);
  await editor.waitUntilSaved();
  elsewhere.stop();
});

test("what one tab is fetching, another that opens the story takes over: nothing comes twice", async ({ curator: page }) => {
  const elsewhere = await site();
  const editor = await Editor.begin(page, "Two tabs, one paste");
  await editor.waitUntilSaved();
  elsewhere.state.hold = true;
  await paste(page, { "text/plain": [2, 3].map(elsewhere.page).join("\n") });
  await expect(page.locator(".arrival")).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(page.url());
  const there = await Editor.of(other);
  elsewhere.release();
  await expect(there.items).toHaveCount(2);
  await expect(page.locator(".arrival")).toHaveCount(0);
  await there.waitUntilSaved();
  await page.reload();
  await expect((await Editor.of(page)).items).toHaveCount(2);
  elsewhere.stop();
});

for (const [how, bring] of [["pasted", pasteFile], ["dropped", dropFile]] as const) {
  test(`a picture that is ${how} says how far it is, and the page asks before it is lost`, async ({ curator: page }) => {
    const editor = await Editor.begin(page, `A picture, ${how}`);
    await editor.waitUntilSaved();
    let go = () => {};
    const gone = new Promise<void>((resolve) => (go = resolve));
    await page.route("**/api/v1/media", async (route) => {
      await gone;
      await route.continue();
    });
    const png = await page.evaluate(() => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 8;
      return canvas.toDataURL("image/png").split(",")[1] ?? "";
    });
    await bring(page, "harbour.png", "image/png", png);
    await expect(page.locator(".arrival")).toHaveText(/Uploading harbour\.png….*Keep this page open\./);
    await expect(topBar(page).getByText("Uploading…")).toBeVisible();
    const asks = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
    expect(await asks(), "the page asks before it is left").toBe(true);

    go();
    await expect(editor.items.locator("img")).toBeVisible();
    await expect(page.locator(".arrival")).toHaveCount(0);
    await editor.announced(/picture added at position 1 of 1\./i);
    await editor.waitUntilSaved();
    expect(await asks(), "nothing is left to lose").toBe(false);
    await page.reload();
    await expect((await Editor.of(page)).items.locator("img")).toBeVisible();
  });
}
