import { expect, test, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { signIn } from "../support/browser.mjs";
import { Editor } from "../support/editor.ts";
import { type Seed, type Sheaf } from "../support/sheaf.mjs";
import { serveStories } from "../support/stories.ts";
import { Watch } from "../support/watch.ts";
import { expectNoOverflow } from "../support/width.ts";

const wordpress = process.env.WORDPRESS_URL ?? "";
const login = process.env.WORDPRESS_LOGIN ?? "";
const LAYOUTS = ["list", "grid", "slides", "transcript"];

let sheaf: Sheaf & Seed;
let story: string;
let hostile: string;
let watch: Watch;
let readers: BrowserContext;

test.beforeAll(async () => {
  ({ sheaf, story, hostile } = await serveStories());
});

test.afterAll(() => sheaf.stop());

test.beforeEach(async ({ browser }) => {
  watch = new Watch();
  // A site's icon is made by a rewriting that PHP's own server does not do.
  watch.expect(new RegExp(`404.*${wordpress}/favicon.ico`));
  readers = await browser.newContext();
  watch.over(readers, [wordpress, sheaf.url]);
});

test.afterEach(async () => {
  await readers.close();
  expect(watch.surprises(), "what pages complained about").toEqual([]);
});

/** Publishes a post and gives its address. */
async function post(page: Page, title: string, content: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
  const answer = await page.request.post(`${wordpress}/?rest_route=/wp/v2/posts`, {
    data: { title, content, status: "publish" },
    headers: { authorization },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()).link;
}

/** What the block editor keeps of a link that was pasted. */
function block(url: string): string {
  return `<!-- wp:embed {"url":"${url}","type":"rich","providerNameSlug":"sheaf"} -->
<figure class="wp-block-embed is-type-rich is-provider-sheaf wp-block-embed-sheaf"><div class="wp-block-embed__wrapper">
${url}
</div></figure>
<!-- /wp:embed -->`;
}

/** Nothing of what is in the frame is hidden below its edge. */
async function expectWhole(frame: Locator): Promise<void> {
  const hidden = () => frame.contentFrame().locator("html").evaluate((root) => root.scrollHeight - window.innerHeight);
  await expect.poll(hidden, "the frame is as high as the story").toBeLessThanOrEqual(0);
}

/** A story with few posts, and its curator's editor. */
async function shortStory(context: BrowserContext, title: string): Promise<{ editor: Editor; url: string }> {
  const page = await context.newPage();
  await signIn(page, sheaf);
  const { editor } = await Editor.withPosts(page, title, 1);
  const { url } = await editor.publish();
  await page.keyboard.press("Escape");
  return { editor, url };
}

test("a link in the block editor shows the story there, and in the post", async ({ browser }) => {
  const writer = await browser.newContext();
  const page = await writer.newPage();
  await page.goto(`${wordpress}/wp-login.php`);
  await page.getByLabel("Username or Email Address").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill("lighthouse-keeper-7");
  await page.getByRole("button", { name: "Log In" }).click();
  await page.waitForURL("**/wp-admin/**");
  await page.goto(`${wordpress}/wp-admin/post-new.php`);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("textbox", { name: "Add title" }).fill("Pasted");
  await page.keyboard.press("Enter");
  // A pasted link turns into this block by itself only when it begins with https, which a test has not.
  await page.keyboard.type("/embed");
  await page.getByRole("option", { name: "Embed", exact: true }).click();
  await page.getByRole("textbox", { name: "Embed URL" }).fill(story);
  await page.getByRole("button", { name: "Embed", exact: true }).click();
  const preview = page.locator(".wp-block-embed iframe");
  await expect(preview.contentFrame().getByRole("heading", { level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("region", { name: "Editor publish" }).getByRole("button", { name: "Publish", exact: true }).click();
  const view = page.getByRole("region", { name: "Editor publish" }).getByRole("link", { name: "View Post" });
  const url = (await view.getAttribute("href")) ?? "";
  await writer.close();

  const reader = await readers.newPage();
  await reader.goto(url);
  await expect(reader.locator("iframe.wp-embedded-content").contentFrame().getByRole("heading", { level: 1 })).toBeVisible();
});

for (const width of [1280, 390]) {
  test(`every layout fits its frame, ${width} pixels wide`, async () => {
    const page = await readers.newPage();
    const blocks = LAYOUTS.map((layout) => block(`${story}?layout=${layout}`));
    await page.setViewportSize({ width, height: 900 });
    await page.goto(await post(page, `Layouts, ${width}`, blocks.join("\n")));
    const frames = page.locator("iframe.wp-embedded-content");
    await expect(frames).toHaveCount(LAYOUTS.length);
    await expectNoOverflow(page);
    for (const [place, layout] of LAYOUTS.entries()) {
      const frame = frames.nth(place);
      await frame.scrollIntoViewIfNeeded();
      await expect(frame).toHaveAttribute("sandbox", "allow-scripts");
      await expect(frame).toHaveAttribute("src", new RegExp(`/embed\\?layout=${layout}#\\?secret=`));
      await expect(frame.contentFrame().getByRole("heading", { level: 1 })).toBeVisible();
      const room = await frame.evaluate((frame) => frame.getBoundingClientRect());
      expect(room.height, "WordPress's least and most").toBeGreaterThanOrEqual(200);
      expect(room.height).toBeLessThanOrEqual(1000);
      expect(room.right, `${layout} is cut off`).toBeLessThanOrEqual(width);
    }
    await frames.first().contentFrame().getByRole("link", { name: /^Read the whole story/ }).click();
    await expect(page, "the link leaves the frame").toHaveURL(/\/@demo\//);
  });
}

test("without scripts there is the link, and nothing else of us", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  watch.over(context, [wordpress, sheaf.url]);
  const page = await context.newPage();
  await page.goto(await post(page, "Without scripts", block(story)));
  const quote = page.locator("blockquote.wp-embedded-content");
  await expect(quote.getByRole("link", { name: /^Round-up/ })).toHaveAttribute("href", story);
  await expect(quote).toBeVisible();
  await context.close();
});

test("a hostile story harms neither the post nor its frame", async () => {
  const page = await readers.newPage();
  await page.goto(await post(page, "Hostile", block(hostile)));
  const inside = page.locator("iframe.wp-embedded-content").contentFrame();
  await expect(inside.getByText("<script>window.ran=1</script>").first()).toBeVisible();
  for (const frame of page.frames()) expect(await frame.evaluate(() => (window as any).ran)).toBeUndefined();
  await expectNoOverflow(page);
});

test("a frame in a tab that is hidden at first has the right height when it is shown", async ({ browser }) => {
  const curators = await browser.newContext({ baseURL: sheaf.url });
  const { url } = await shortStory(curators, "Behind a tab");
  const page = await readers.newPage();
  const tab = (content: string) => `<!-- wp:html --><div id="tab" style="display:none"><!-- /wp:html -->\n${content}\n<!-- wp:html --></div><!-- /wp:html -->`;
  await page.goto(await post(page, "A tab", tab(block(url))));
  const frame = page.locator("iframe.wp-embedded-content");
  await expect(frame, "it said 0, and WordPress made it its least").toHaveAttribute("height", "200");
  await page.locator("#tab").evaluate((tab) => (tab.style.display = "block"));
  await expect(frame.contentFrame().getByRole("heading", { level: 1 })).toBeVisible();
  await expect.poll(async () => Number(await frame.getAttribute("height"))).toBeGreaterThan(200);
  await expectWhole(frame);
  await curators.close();
});

test("a live story stays live in WordPress's sandbox", async ({ browser }) => {
  const curators = await browser.newContext({ baseURL: sheaf.url });
  const { editor, url } = await shortStory(curators, "As it happens");
  const share = await curators.newPage();
  await share.goto(`${editor.page.url().split("?")[0]}/share`);
  await share.getByRole("button", { name: "Start live" }).click();
  await expect(share.getByRole("status")).toContainText("The story is live.");

  const page = await readers.newPage();
  await page.goto(await post(page, "Live", block(url)));
  const frame = page.locator("iframe.wp-embedded-content");
  const inside = frame.contentFrame();
  await expect(inside.getByRole("complementary", { name: "Live" })).toContainText("What is new appears here by itself.");
  await expectWhole(frame);
  const before = Number(await frame.getAttribute("height"));

  await editor.write("What came **last**.");
  await editor.waitUntilSaved();
  await editor.publish();
  await expect(inside.locator(".items > .item")).toHaveCount(2);
  await expect(inside.getByText("What came last.")).toBeVisible();
  await expect(inside.locator(".live-news")).toContainText("1 new item");
  await expect.poll(async () => Number(await frame.getAttribute("height")), "the frame grows with it").toBeGreaterThan(before);
  await expectWhole(frame);
  await curators.close();
});
