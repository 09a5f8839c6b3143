import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { expect, test, type Page } from "../support/test.ts";

/** Where something is on the screen. */
async function top(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

/** Publishes again what the editor holds. */
async function publishAgain(editor: Editor): Promise<void> {
  await editor.waitUntilSaved();
  await editor.publish();
  await editor.page.keyboard.press("Escape");
}

/** Publishes and starts live; the page where that is done stays open. */
async function publishLive(editor: Editor): Promise<{ url: string; share: Page }> {
  const { url } = await editor.publish();
  await editor.page.keyboard.press("Escape");
  const share = await editor.page.context().newPage();
  await share.goto(`${editor.page.url().split("?")[0]}/share`);
  await share.getByRole("button", { name: "Start live" }).click();
  await expect(share.getByRole("status")).toContainText("The story is live.");
  return { url, share };
}

test("readers of a live story see what is new without a reload and are not moved", async ({ curator, page, reader, sheaf }) => {
  const { editor } = await Editor.withPosts(curator, "As it happens", 12);
  const { url, share } = await publishLive(editor);
  await expectAccessible(share);

  await page.goto(url);
  const bar = page.getByRole("complementary", { name: "Live" });
  await expect(bar).toContainText("What is new appears here by itself.");
  await expectAccessible(page);
  const frame = await page.context().newPage();
  await frame.goto(`${url}/embed?layout=grid`);
  await expect(frame.getByRole("complementary", { name: "Live" })).toContainText("What is new appears here by itself.");

  // In the middle of the story, and something comes in above.
  const sixth = `#${await page.locator(".items > .item").nth(6).getAttribute("id")}`;
  await page.locator(sixth).evaluate((item) => item.scrollIntoView({ block: "start" }));
  const before = await top(page, sixth);
  await editor.write("What came **last**.");
  await editor.choose(12, "Move to top");
  await publishAgain(editor);
  const status = page.locator(".live-news");
  await expect(status).toContainText("1 new item");
  await expect(page.locator(".items > .item").first()).toContainText("What came last.");
  await expect(page.locator(".items > .item")).toHaveCount(13);
  // Scrolling is by whole pixels.
  expect(Math.abs((await top(page, sixth)) - before), "the reader is not moved").toBeLessThanOrEqual(1);
  await expect(page.getByText("13 items", { exact: true })).toBeAttached();
  await expectAccessible(page);
  await expect(frame.locator(".items > .item")).toHaveCount(13);
  await expect(frame.getByRole("link", { name: "Read the whole story: 13 items" })).toBeVisible();

  await status.getByRole("link", { name: "1 new item" }).click();
  await expect(page.locator(".items > .item").first()).toBeInViewport();
  await expect(status).toBeEmpty();

  await test.step("without a script there is a link", async () => {
    await reader.goto(url);
    await expect(reader.getByRole("complementary", { name: "Live" })).toContainText("More is added as it happens.");
    await editor.choose(0, "Delete");
    await publishAgain(editor);
    await expect(page.locator(".items > .item")).toHaveCount(12);
    await reader.getByRole("link", { name: "Refresh" }).click();
    await expect(reader.locator(".items > .item")).toHaveCount(12);
  });

  await share.getByRole("button", { name: "Stop live" }).click();
  await expect(bar).toContainText("It has ended");
  await page.reload();
  await expect(bar).toHaveCount(0);
  await expect(page.getByText(/^Was live /)).toBeVisible();
  expect(await page.locator(`script[src^="${sheaf.url}"], script[src^="/"]`).count(), "no script any more").toBe(0);
});

test("in an open page the list of sections comes with the third heading and goes with it", async ({ curator, page }) => {
  const editor = await Editor.begin(curator, "A day at the harbour");
  for (const heading of ["Morning", "Noon"]) await editor.writeHeading(heading);
  const { url } = await publishLive(editor);
  await page.goto(url);
  await expect(page.getByRole("complementary", { name: "Live" })).toContainText("What is new appears here by itself.");
  const contents = page.getByRole("navigation", { name: "Contents" });
  await expect(contents).toHaveCount(0);
  await editor.writeHeading("Evening");
  await publishAgain(editor);
  await expect(contents.getByRole("link")).toHaveText(["Morning", "Noon", "Evening"]);
  await editor.choose(2, "Delete");
  await publishAgain(editor);
  await expect(page.locator(".items > .item")).toHaveCount(2);
  await expect(contents).toHaveCount(0);
});

test("a curator sees how often a story was read", async ({ curator, page, sheaf }) => {
  await page.goto(sheaf.path);
  await page.goto(`${sheaf.path}/embed`);
  await curator.goto("/studio");
  await curator.getByRole("link", { name: /^Statistics of / }).last().click();
  await expect(curator.getByRole("img", { name: /^Readers by day/ })).toBeVisible();
  await expectAccessible(curator);
  await curator.getByText("Day by day, as a table").click();
  await curator.getByRole("link", { name: "7 days" }).click();
  await expect(curator.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "page");
});
