import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { type Seed, type Sheaf } from "../support/sheaf.mjs";
import { serveStories } from "../support/stories.ts";
import { Watch } from "../support/watch.ts";
import { expectNoOverflow } from "../support/width.ts";

const ghost = process.env.GHOST_URL ?? "";
const owner = { name: "Ada Editor", email: "ada@example.com", password: "lighthouse-keeper-7" };
const LAYOUTS = ["list", "grid", "slides", "transcript"];

/** A card in a post of Ghost's. */
type Card = Record<string, unknown>;

let sheaf: Sheaf & Seed;
let story: string;
let hostile: string;

test.beforeAll(async ({ request }) => {
  ({ sheaf, story, hostile } = await serveStories());
  const setup = [{ ...owner, blogTitle: "A Ghost blog" }];
  await request.post(`${ghost}/ghost/api/admin/authentication/setup/`, { data: { setup }, headers: { origin: ghost } });
});

test.afterAll(() => sheaf.stop());

async function ask<Answer>(context: BrowserContext, path: string, data?: unknown): Promise<Answer> {
  const headers = { origin: ghost, "accept-version": "v6.0" };
  const answer = await context.request.fetch(`${ghost}/ghost/api/admin${path}`, { method: data ? "POST" : "GET", headers, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.headers()["content-type"]?.includes("json") ? await answer.json() : (undefined as Answer);
}

function signIn(context: BrowserContext): Promise<void> {
  return ask(context, "/session/", { username: owner.email, password: owner.password });
}

/** Publishes a post made of these cards, and gives its address. */
async function post(context: BrowserContext, title: string, children: Card[]): Promise<string> {
  const root = { children, direction: null, format: "", indent: 0, type: "root", version: 1 };
  const posts = [{ title, status: "published", lexical: JSON.stringify({ root }) }];
  return (await ask<{ posts: { url: string }[] }>(context, "/posts/", { posts })).posts[0].url;
}

/** Opens a post as its readers do, on a screen this wide. */
async function read(page: Page, watch: Watch, url: string, width: number): Promise<void> {
  // Ghost's theme and its portal come from elsewhere; a story does not.
  watch.expect(/cdn\.jsdelivr\.net|static\.ghost\.org|unsplash\.com|fonts\.bunny\.net/);
  await page.setViewportSize({ width, height: 900 });
  await page.goto(url);
}

test("a link pasted into Ghost's editor becomes a preview that says everything", async ({ browser }) => {
  const context = await browser.newContext();
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ghost });
  const page = await context.newPage();
  await signIn(context);
  await page.goto(`${ghost}/ghost/#/editor/post`);
  await page.getByPlaceholder("Post title").fill("Pasted");
  await page.keyboard.press("Enter");
  await page.evaluate((text) => navigator.clipboard.writeText(text), story);
  await page.keyboard.press("ControlOrMeta+v");
  const card = page.locator("[data-kg-card=bookmark]");
  await expect(card).toContainText("Round-up: #harbourchat");
  await expect(card).toContainText("Every Wednesday at eight");
  await expect(card).toContainText("Demo Curator");
  await expect(card.locator("img")).toHaveCount(2);
  for (const picture of await card.locator("img").all()) {
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth), "the icon and the card").toBeGreaterThan(0);
  }
  await context.close();
});

for (const width of [1280, 390]) {
  test(`a story in every layout, as Ghost's embed and by the script, ${width} pixels wide`, async ({ browser }) => {
    const writer = await browser.newContext();
    await signIn(writer);
    const cards: Card[] = [];
    for (const layout of LAYOUTS) {
      const url = `${story}?layout=${layout}`;
      const { html, ...metadata } = await (await fetch(`${sheaf.url}/oembed?url=${encodeURIComponent(url)}`)).json();
      // What Ghost 5 makes of a pasted link; Ghost 6 still shows such cards.
      cards.push({ type: "embed", version: 1, url, embedType: "rich", html, metadata, caption: "" });
    }
    const script = `<p class="sheaf-story"><a href="${story}">The story</a> <script async src="${sheaf.url}/embed.js" data-story="${story}"></script></p>`;
    cards.push({ type: "html", version: 1, html: script });
    const url = await post(writer, `Stories, ${width}`, cards);
    await writer.close();

    const reader = await browser.newContext();
    const watch = new Watch();
    watch.over(reader, [ghost, sheaf.url]);
    const page = await reader.newPage();
    await read(page, watch, url, width);
    await expect(page.locator("iframe")).toHaveCount(LAYOUTS.length + 1);
    await expectNoOverflow(page);
    for (const [place, layout] of [...LAYOUTS, "script"].entries()) {
      const frame = page.locator("iframe").nth(place);
      await frame.scrollIntoViewIfNeeded();
      await expect(frame.contentFrame().getByRole("heading", { level: 1 })).toBeVisible();
      const wide = await frame.contentFrame().locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
      expect(wide, `${layout} scrolls sideways`).toBeLessThanOrEqual(0);
      const room = await frame.evaluate((frame) => frame.getBoundingClientRect());
      expect(room.left, `${layout} is cut off`).toBeGreaterThanOrEqual(0);
      expect(room.right, `${layout} is cut off`).toBeLessThanOrEqual(width);
    }
    const whole = page.locator("iframe").last();
    const hidden = () => whole.contentFrame().locator("html").evaluate((root) => root.scrollHeight - window.innerHeight);
    await expect.poll(hidden, "the script shows all of the story").toBe(0);
    await page.locator("iframe").first().contentFrame().getByRole("link", { name: /^Read the whole story/ }).click();
    await expect(page, "the link leaves the frame").toHaveURL(/\/@demo\//);
    expect(watch.surprises()).toEqual([]);
    await reader.close();
  });
}

test("a hostile story harms neither Ghost's preview nor its embed", async ({ browser }) => {
  const writer = await browser.newContext();
  await signIn(writer);
  const preview = await ask<Card>(writer, `/oembed/?url=${encodeURIComponent(hostile)}`);
  const { html, ...metadata } = await (await fetch(`${sheaf.url}/oembed?url=${encodeURIComponent(hostile)}`)).json();
  const embed = { type: "embed", version: 1, url: hostile, embedType: "rich", html, metadata, caption: "" };
  const url = await post(writer, "Hostile", [{ ...preview, version: 1, caption: "" }, embed]);
  await writer.close();

  const reader = await browser.newContext();
  const watch = new Watch();
  watch.over(reader, [ghost, sheaf.url]);
  const page = await reader.newPage();
  await read(page, watch, url, 390);
  await expect(page.locator(".kg-bookmark-title")).toContainText("<script>window.ran=1</script>");
  const inside = page.locator("iframe").contentFrame();
  await expect(inside.getByText("<script>window.ran=1</script>").first()).toBeVisible();
  for (const frame of page.frames()) expect(await frame.evaluate(() => (window as any).ran)).toBeUndefined();
  await expectNoOverflow(page);
  expect(watch.surprises()).toEqual([]);
  await reader.close();
});
