// The check before publishing, in the dialog that publishes; and the pages about a story.
import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { startSite } from "../support/site.ts";
import { expect, test, type Page } from "../support/test.ts";

/** One pixel. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

const findings = (page: Page) => page.getByRole("dialog").getByRole("region", { name: /to look at/ });

test("what readers would stumble over is a click from its place, and does not keep from publishing", async ({ curator: page }) => {
  const site = await startSite((_, response) => response.writeHead(404).end());
  const { editor } = await Editor.withPosts(page, "Checked", 1);
  await editor.write(`Somebody [wrote about it](${site.url}/gone) once.`);
  await page.locator("#story-pictures").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: PICTURE });
  await expect(editor.items).toHaveCount(3);
  await editor.waitUntilSaved();

  await editor.publishButton.click();
  await expect(findings(page).getByRole("listitem")).toHaveCount(2);
  await expectAccessible(page);
  await findings(page).getByRole("button", { name: /A picture has no description/ }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  const picture = page.locator("[data-item-id]").filter({ has: page.locator("figure") }).last();
  await expect(picture.getByRole("button", { name: /^Move / })).toBeFocused();

  await editor.publishButton.click();
  await findings(page).getByRole("button", { name: /A link leads nowhere: .*\/gone/ }).click();
  const text = page.locator("[data-item-id]").filter({ hasText: "wrote about it" });
  await expect(text.getByRole("button", { name: /^Move / })).toBeFocused();

  const { url } = await editor.publish();
  expect(url).toContain("/checked");
  site.stop();
});

test("a check that fails says so, and publishing goes on", async ({ curator: page, watch }) => {
  watch.expect(/503/);
  const { editor } = await Editor.withPosts(page, "Unchecked", 1);
  await editor.waitUntilSaved();
  const problem = { type: "about:blank", title: "Busy", status: 503, detail: "The checker is at lunch." };
  await page.route("**/check", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", json: problem }));
  await editor.publishButton.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The story could not be checked. The checker is at lunch.");
  await page.unroute("**/check");
  await dialog.getByRole("button", { name: "Check again" }).click();
  await expect(dialog).toContainText("Checked: nothing stands out.");
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(dialog.getByLabel("Link to share")).toBeVisible();
});

test("without a title nothing is published, and the dialog asks for one", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "", 1);
  await editor.waitUntilSaved();
  await editor.publishButton.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Give the story a title first");
  await expect(dialog.getByText("You need not wait for it")).toBeHidden();
  await expect(dialog.getByText("Checked: nothing stands out."), "the title is missing").toBeHidden();
  await expect(dialog.getByRole("button", { name: "Publish", exact: true })).toBeDisabled();
  await dialog.getByLabel("Title").fill("Named in time");
  await expect(dialog.getByText("Checked: nothing stands out.")).toBeVisible();
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(dialog.getByLabel("Link to share")).toHaveValue(/named-in-time/);
});

test("the pages about a story are in the bar's menu", async ({ curator: page }) => {
  const { editor } = await Editor.withPosts(page, "Places", 1);
  await editor.waitUntilSaved();
  await page.getByRole("button", { name: "More about this story" }).click();
  const menu = page.getByRole("menu", { name: "More about this story" });
  await expect(menu.getByRole("menuitem")).toHaveText([/Check/, /Appearance/, /Preview/, /Share/, /People/, /History/, /Statistics/, /Keyboard/]);
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(page.getByRole("button", { name: "More about this story" })).toBeFocused();

  await page.getByRole("button", { name: "More about this story" }).click();
  const [opened] = await Promise.all([page.context().waitForEvent("page"), menu.getByRole("menuitem", { name: /History/ }).click()]);
  await expect(opened.getByRole("heading", { name: "History" })).toBeVisible();
  await expect(menu).toBeHidden();
});

test("a moment of the history is restored, and undone like any other step", async ({ curator: page }) => {
  const { editor, order } = await Editor.withPosts(page, "Back to then", 2);
  await editor.waitUntilSaved();
  await editor.write("A late thought.");
  await editor.choose(0, "Delete");
  await editor.waitUntilSaved();
  const later = await editor.order();

  const opened = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "More about this story" }).click();
  await page.getByRole("menuitem", { name: /^History/ }).click();
  const history = await opened;
  await expect(history.getByRole("heading", { name: "History" })).toBeVisible();
  // The first changes are the last on the list: the title, then each post.
  await history.locator("ol.history a").last().click();
  const shown = history.locator("article.moment [id^=item-]");
  for (let items = await shown.count(); items < order.length; items = await shown.count()) {
    await history.getByRole("link", { name: "Later" }).click();
    await history.waitForLoadState();
  }
  await expectAccessible(history);
  await history.getByRole("button", { name: "Restore this moment" }).click();
  await history.close();

  await expect.poll(() => editor.order()).toEqual(order);
  await page.reload();
  await Editor.of(page);
  expect(await editor.order()).toEqual(order);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => editor.order()).toEqual(later);
});
