// Finding posts: everywhere at once, narrowed down by filters, by searches that were saved.
import { devices } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";
import { expectNoOverflow } from "../support/width.ts";

/** Answers for the networks, which no journey may reach: Mastodon fails until it is told otherwise, Bluesky waits. */
async function networks(page: Page) {
  let [mastodonFails, answerBluesky] = [true, () => {}];
  const blueskyMayAnswer = new Promise<void>((resolve) => (answerBluesky = resolve));
  const nothing = { cards: [] };
  await page.route(/\/studio\/api\/search\?.*source=mastodon/, (route) => {
    const detail = "mastodon.example did not answer. Try again in a minute.";
    const problem = { type: "about:blank", title: "No answer", status: 504, detail };
    return mastodonFails
      ? route.fulfill({ status: 504, contentType: "application/problem+json", json: problem })
      : route.fulfill({ json: nothing });
  });
  await page.route(/\/studio\/api\/search\?.*source=bluesky/, async (route) => {
    await blueskyMayAnswer;
    await route.fulfill({ json: nothing });
  });
  return { answerBluesky: () => answerBluesky(), mendMastodon: () => void (mastodonFails = false) };
}

const foundIn = (page: Page, source: string) => page.getByRole("region", { name: source });

test("all sources are asked at once, and none waits for another", async ({ curator: page, watch }) => {
  watch.expect(/504/);
  const network = await networks(page);
  const editor = await Editor.begin(page, "Everywhere");
  await editor.openSource("Everywhere");
  await page.getByRole("searchbox", { name: "Search everywhere" }).fill("#harbourchat");
  await page.keyboard.press("Enter");

  const sample = foundIn(page, "Sample chat");
  await expect(sample.getByRole("article").first()).toBeVisible();
  await expect(foundIn(page, "Bluesky")).toContainText("Searching…");
  await expect(foundIn(page, "Mastodon").getByRole("alert")).toContainText("mastodon.example did not answer");
  await expectAccessible(page);

  await sample.getByRole("button", { name: "Add to story" }).first().click();
  await expect(editor.items).toHaveCount(1);
  const shown = await sample.locator("[data-post-id]").count();
  await sample.getByRole("button", { name: "Show all from Sample chat" }).click();
  await expect.poll(() => sample.locator("[data-post-id]").count()).toBeGreaterThan(shown);

  await sample.getByRole("button", { name: /^Add all \d+ results so far/ }).click();
  await expect(sample.getByRole("button", { name: "All in your story" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.items).toHaveCount(1);

  network.answerBluesky();
  await expect(foundIn(page, "Bluesky")).toContainText("Nothing found");
  network.mendMastodon();
  await foundIn(page, "Mastodon").getByRole("button", { name: "Try again" }).click();
  await expect(foundIn(page, "Mastodon")).toContainText("Nothing found");
  await expect(editor.items).toHaveCount(1);
});

test("filters narrow results down, stay while paging, and go away one by one", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Narrowed");
  await editor.search();
  const panel = page.getByRole("tabpanel");
  const all = await editor.results.count();
  await panel.getByRole("button", { name: "Filters" }).click();
  await panel.getByRole("checkbox", { name: "No replies to others" }).check();
  await panel.getByRole("checkbox", { name: "Only with pictures or video" }).check();
  await expect.poll(() => editor.results.count()).toBeLessThan(all);
  await expect(panel.getByText(/left out by the filters/)).toBeVisible();
  await expectAccessible(page);
  for (const card of await editor.results.all()) await expect(card.locator("img, video, audio").first()).toBeAttached();

  await panel.getByRole("button", { name: "Load more" }).click();
  await panel.getByRole("button", { name: "Remove the filter: With pictures or video" }).click();
  await expect(panel.getByRole("checkbox", { name: "Only with pictures or video" })).not.toBeChecked();
  await panel.getByRole("combobox", { name: "Language" }).selectOption("Cymraeg");
  await expect(panel.getByRole("button", { name: "Remove the filter: Cymraeg" })).toBeVisible();
  await panel.getByLabel("From", { exact: true }).fill("2037-01-01");
  await expect(panel.getByRole("button", { name: "Remove the filter: From 1 Jan 2037" })).toBeVisible();
  await panel.getByLabel("From, Time (UTC)").fill("20:30");
  await expect(panel.getByRole("button", { name: "Remove the filter: From 1 Jan 2037, 20:30" })).toBeVisible();
  await panel.getByRole("button", { name: "Show everything found" }).click();
  await expect(panel.getByRole("list", { name: "Filters" })).toBeHidden();
  await expect.poll(() => editor.results.count()).toBeGreaterThanOrEqual(all);
});

test("the library is filtered where it is kept, page by page", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "Kept apart", 1);
  await editor.openSource("Library");
  const panel = page.getByRole("tabpanel");
  await panel.getByRole("button", { name: "Filters" }).click();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes("source=library") && response.url().includes("hide_replies=true")),
    panel.getByRole("checkbox", { name: "No replies to others" }).check(),
  ]);
  expect(answer.ok()).toBe(true);
  await expect(editor.results.first()).toBeVisible();
});

test("a search is saved with its filters, run again, run from the tray's page, and removed", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Saved for later");
  await editor.search("lighthouse");
  const panel = page.getByRole("tabpanel");
  await panel.getByRole("button", { name: "Filters" }).click();
  await panel.getByRole("checkbox", { name: "No reposts" }).check();
  await panel.getByRole("button", { name: "Saved searches" }).click();
  await panel.getByRole("button", { name: "Save this search" }).click();
  const saved = panel.getByRole("list", { name: "Saved searches" });
  await expect(saved.getByRole("listitem")).toContainText(["lighthouseSample chat, No reposts"]);
  await expectAccessible(page);

  await test.step("from another tab", async () => {
    await editor.openSource("Tray");
    await panel.getByRole("button", { name: "Saved searches" }).click();
    await saved.getByRole("button", { name: /^lighthouse/ }).click();
    await expect(page.getByRole("tab", { name: "Sample chat" })).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("searchbox", { name: "Search Sample chat" })).toHaveValue("lighthouse");
  });

  await test.step("from the tray's page", async () => {
    await editor.waitUntilSaved();
    await page.goto("/studio/tray");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Search in a new story for lighthouse" }).click();
    const begun = await Editor.of(page);
    await expect(begun.results.first()).toContainText(/lighthouse/i);
    await expect(panel.getByRole("button", { name: "Remove the filter: No reposts" })).toBeVisible();
  });

  await panel.getByRole("button", { name: "Saved searches" }).click();
  await panel.getByRole("button", { name: "Remove the saved search lighthouse" }).click();
  await expect(panel.getByText("No search is saved yet.")).toBeVisible();
});

test.describe("with a finger", () => {
  test.use({ viewport: devices["Pixel 7"].viewport, hasTouch: true, isMobile: true });

  test("a tap adds from a search everywhere", async ({ curator: page, watch }) => {
    watch.expect(/504/);
    await networks(page);
    const editor = await Editor.begin(page, "Everywhere by taps");
    await editor.showSources();
    await page.getByRole("tab", { name: "Everywhere" }).tap();
    await page.getByRole("searchbox", { name: "Search everywhere" }).fill("#harbourchat");
    await page.getByRole("button", { name: "Search", exact: true }).tap();
    await foundIn(page, "Sample chat").getByRole("button", { name: "Add to story" }).first().tap();
    await editor.announced(/Added to your story/);
    await page.getByRole("tabpanel").getByRole("button", { name: "Filters" }).tap();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });
});
