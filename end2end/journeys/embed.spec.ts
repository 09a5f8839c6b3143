import { Editor } from "../support/editor.ts";
import { startSite, type Site } from "../support/site.ts";
import { expect, test } from "../support/test.ts";

/** A blog elsewhere: another origin, with nothing but a page around this HTML. */
function startBlog(html: string): Promise<Site> {
  const page = `<!DOCTYPE html><html lang="en"><title>A blog</title><link rel="icon" href="data:,"><h1>A blog</h1>${html}`;
  return startSite((_, response) => response.setHeader("content-type", "text/html; charset=utf-8").end(page));
}

test("the code from the publish dialog shows the story on another site", async ({ browser, curator, sheaf, watch }) => {
  const editor = await Editor.begin(curator, "To be embedded");
  await editor.search();
  await editor.add(2);
  const { url, embedCode } = await editor.publish();

  const blog = await startBlog(embedCode);
  const context = await browser.newContext();
  watch.over(context, [sheaf.url, blog.url]);
  try {
    const page = await context.newPage();
    await page.goto(blog.url);
    const story = page.frameLocator("iframe");
    await expect(story.getByRole("heading", { name: "To be embedded" })).toBeVisible();
    // The story is an article, and so is each post in it.
    await expect(story.getByRole("article").getByRole("article")).toHaveCount(2);
    await expect(page.getByRole("link", { name: "To be embedded" })).toHaveAttribute("href", url);

    await story.getByRole("link", { name: /^Read the whole story: 2 items/ }).click();
    await expect(page, "the link leaves the frame").toHaveURL(url);
  } finally {
    await context.close();
    blog.stop();
  }
});

test("other sites find the embed code through the story's page", async ({ request, sheaf }) => {
  const html = await (await request.get(sheaf.path)).text();
  const href = html.match(/<link[^>]+application\/json\+oembed[^>]+href="([^"]+)"/)?.[1].replaceAll("&amp;", "&");
  const oembed = await (await request.get(href ?? "")).json();
  expect(oembed).toMatchObject({ type: "rich", version: "1.0" });
  expect(oembed.html).toContain(`${sheaf.url}${sheaf.path}/embed`);
});
