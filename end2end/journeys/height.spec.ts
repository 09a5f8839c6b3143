import { startSite, type Site } from "../support/site.ts";
import { expect, test } from "../support/test.ts";

/** A site elsewhere with two pages: what WordPress makes of a pasted link, and one with our script. */
function startOtherSite(embed: string, story: string, sheaf: string): Promise<Site> {
  const frame = embed
    .replace("<iframe", '<iframe sandbox="allow-scripts" security="restricted" data-secret="aB3"')
    .replace('/embed"', '/embed#?secret=aB3"');
  // As in wp-includes/js/wp-embed.js: whose message it is, the clamp, and the second chance.
  const listener = `window.links = [];
    const frame = document.querySelector("iframe");
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow || data.secret !== frame.dataset.secret) return;
      if (data.message === "height") frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
      if (data.message === "link") window.links.push(data.value);
    });
    frame.addEventListener("load", () => frame.contentWindow.postMessage({ message: "ready", secret: "aB3" }, "*"));`;
  const pages: Record<string, string> = {
    "/wordpress": `${frame}<script>${listener}</script>`,
    "/script": `<p class="sheaf-story"><a href="${story}">A story</a>
      <script async src="${sheaf}/embed.js" data-story="${story}"></script></p>`,
  };
  const around = (html: string) => `<!DOCTYPE html><html lang="en"><title>A site</title><link rel="icon" href="data:,">${html}`;
  return startSite(({ url }, response) =>
    response.setHeader("content-type", "text/html; charset=utf-8").end(around(pages[url ?? ""] ?? "")),
  );
}

test("a frame asks for its height in WordPress's words, and by our script for all of it", async ({ browser, sheaf, watch }) => {
  const story = sheaf.url + sheaf.path;
  const { html } = await (await fetch(`${sheaf.url}/oembed?url=${encodeURIComponent(story)}`)).json();
  const site = await startOtherSite(html, story, sheaf.url);
  const context = await browser.newContext();
  watch.over(context, [sheaf.url, site.url]);
  try {
    const page = await context.newPage();
    await page.goto(`${site.url}/wordpress`);
    const frame = page.locator("iframe");
    await expect(frame).toHaveAttribute("height", "1000");
    await frame.contentFrame().getByRole("link", { name: /^Read the whole story/ }).click();
    await expect.poll(() => page.evaluate(() => (window as unknown as { links: string[] }).links)).toEqual([story]);

    await page.goto(`${site.url}/script`);
    const overflow = () =>
      frame.contentFrame().locator("html").evaluate((root) => root.scrollHeight - window.innerHeight);
    await expect.poll(async () => Number(await frame.getAttribute("height"))).toBeGreaterThan(1000);
    await expect.poll(overflow, "all of the story is in view").toBe(0);
    const tall = Number(await frame.getAttribute("height"));
    await page.setViewportSize({ width: 480, height: 700 });
    await expect.poll(async () => Number(await frame.getAttribute("height")), "narrower is higher").toBeGreaterThan(tall);
    await frame.contentFrame().getByRole("heading", { level: 1 }).getByRole("link").click();
    await expect(page, "the link leaves the frame").toHaveURL(story);
  } finally {
    await context.close();
    site.stop();
  }
});
