// The library and the tray beside the networks: what was captured or set aside before, taken into a story.
import { devices } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { dragByMouse } from "../support/pointer.ts";
import { expect, test } from "../support/test.ts";

test("what was ever captured is found in the library and dragged into the story", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "From the library", 2);
  await editor.openSource("Library");
  await expect(page.getByRole("heading", { name: "Everything captured here, newest first" })).toBeVisible();
  await editor.search("#harbourchat", "Library");
  await expect(page.getByRole("heading", { name: "Posts tagged #harbourchat" })).toBeVisible();
  await expectAccessible(page);

  const result = editor.results.filter({ hasNotText: "In your story" }).first();
  const post = await result.getAttribute("data-post-id");
  await dragByMouse(page, result, editor.items.nth(1), "above");
  await expect(editor.items).toHaveCount(3);
  const now = await editor.order();
  expect([now[0], now[2]]).toEqual(order);

  const card = page.getByRole("tabpanel").locator(`[data-post-id="${post}"]`);
  await card.getByRole("button", { name: "In your story, item 2" }).click();
  await expect(editor.handle(1)).toBeFocused();

  await test.step("by keyboard", async () => {
    await editor.results.filter({ hasNotText: "In your story" }).first().focus();
    await page.keyboard.press("Enter");
    await expect(editor.items).toHaveCount(4);
  });
});

test("posts are set aside, taken from the tray, and taken off it", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "By way of the tray");
  await editor.search("#harbourchat");
  const [first, second] = await editor.results.evaluateAll((cards) => cards.map((card) => card.getAttribute("data-post-id")));
  const card = (post?: string | null) => page.getByRole("tabpanel").locator(`[data-post-id="${post}"]`);
  await card(first).getByRole("button", { name: "Set aside" }).click();
  await editor.announced(/1 post set aside/);
  await card(second).getByRole("button", { name: "Set aside" }).click();
  await expect(card(second).getByRole("button", { name: "On your tray" })).toBeVisible();

  await editor.openSource("Tray");
  await expect(card(first)).toBeVisible();
  await card(second).getByRole("button", { name: "Add to story" }).click();
  await expect(editor.items).toHaveCount(1);
  await card(first).getByRole("button", { name: "Take off the tray" }).click();
  await editor.announced(/Taken off your tray/);
  await expect(card(first).getByRole("button", { name: "Put back" })).toBeFocused();
  await expectAccessible(page);

  await page.goto("/studio/tray");
  await expect(page.locator(`input[name=post][value="${second}"]`)).toHaveCount(1);
  await expect(page.locator(`input[name=post][value="${first}"]`)).toHaveCount(0);
});

test("posts of the story are set aside by menu and by selection, and stay", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "Duplicated", 3);
  await editor.choose(0, "Set aside on your tray");
  await editor.announced(/1 post set aside/);
  await editor.handle(0).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.getByRole("region", { name: "Selected items" }).getByRole("button", { name: "Set aside on your tray" }).click();
  await editor.announced(/2 posts set aside/);
  await expect(editor.items).toHaveCount(3);
});

test("a large selection is set aside by one request, and what is refused of it is told", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Many at once");
  await editor.search();
  await page.getByRole("button", { name: /^Add all/ }).click();
  const count = await editor.results.count();
  await expect(editor.items).toHaveCount(count);
  await editor.waitUntilSaved();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("/api/v1/tray")) asked.push(request.postData() ?? "");
  });
  const reason = "It was taken out of Sheaf at somebody’s request.";
  await page.route("**/api/v1/tray/batch", async (route) => {
    const [refused, ...kept] = JSON.parse(route.request().postData() ?? "").posts;
    await route.fulfill({ json: { kept, refused: [{ post: refused, reason }] } });
  });
  const setAside = async () => {
    await editor.handle(0).focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.getByRole("region", { name: "Selected items" }).getByRole("button", { name: "Set aside on your tray" }).click();
  };
  await setAside();
  await editor.announced(new RegExp(`posts set aside on your tray\\. 1 could not be\\. ${reason}`));
  await page.unroute("**/api/v1/tray/batch");
  await setAside();
  await editor.announced(/^1 post set aside on your tray/);
  expect(asked.length, "one request for each time").toBe(2);
  expect(JSON.parse(asked[1] ?? "").posts).toEqual([JSON.parse(asked[0] ?? "").posts[0]]);
});

test("a post that cannot be set aside is not shown as if it were", async ({ curator: page, watch }) => {
  watch.expect(/503/);
  const editor = await Editor.begin(page, "Refused");
  await editor.search("gull");
  const problem = { type: "about:blank", title: "Busy", status: 503, detail: "The shelf is being dusted. Try again in a moment." };
  await page.route("**/api/v1/tray/batch", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", json: problem }));
  await editor.results.first().getByRole("button", { name: "Set aside" }).click();
  await editor.announced(/Not set aside\. The shelf is being dusted/);
  await expect(editor.results.first().getByRole("button", { name: "Set aside" })).toBeVisible();
});

test.describe("with a finger", () => {
  test.use({ viewport: devices["Pixel 7"].viewport, hasTouch: true, isMobile: true });

  test("a tap adds from the library and sets aside", async ({ curator: page }) => {
    const editor = await Editor.begin(page, "By taps from the shelf");
    await editor.showSources();
    await editor.search();
    await editor.search("harbour", "Library");
    await editor.results.first().getByRole("button", { name: "Add to story" }).tap();
    await editor.announced(/Added to your story/);
    await editor.results.nth(1).getByRole("button", { name: /Set aside|On your tray/ }).tap();
    await expectAccessible(page);
    await editor.showStory();
    await expect(editor.items).toHaveCount(1);
  });
});
