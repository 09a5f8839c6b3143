import { expect, test } from "../support/test.ts";
import { expectNoOverflow } from "../support/width.ts";

const LAYOUTS = ["list", "grid", "slides", "transcript"];

for (const width of [1280, 360]) {
  test(`without pictures and scripts a story says what they show, ${width} pixels wide`, async ({ reader, sheaf, watch }) => {
    watch.expect(/ERR_FAILED.*\/(media|assets)\//);
    await reader.setViewportSize({ width, height: 800 });
    await reader.route("**/*", (route) => (route.request().resourceType() === "image" ? route.abort() : route.continue()));
    let described = "";
    for (const path of [sheaf.path, `${sheaf.path}/embed`]) {
      for (const layout of LAYOUTS) {
        await reader.goto(`${path}?layout=${layout}`);
        const page = await reader.locator("body").evaluate((body) => ({
          silent: [...body.querySelectorAll("img:not([alt])")].length,
          // Room for the description of each picture, and none kept for the picture.
          pictures: [...body.querySelectorAll<HTMLImageElement>("article img:not([alt=''])")].map(({ alt, clientHeight }) => ({ alt, clientHeight })),
        }));
        expect(page.silent, "every picture has a description, or says that it needs none").toBe(0);
        for (const { alt, clientHeight } of page.pictures) {
          expect(clientHeight, `${layout}: “${alt}” can be read`).toBeGreaterThan(12);
          expect(clientHeight, `${layout}: “${alt}” keeps no empty room`).toBeLessThan(200);
        }
        await expectNoOverflow(reader);
        // A frame does not show all of a story.
        if (path !== sheaf.path) continue;
        described ||= page.pictures[0]?.alt;
        expect(described).not.toBe("");
        await expect(reader.getByText(described).or(reader.getByRole("img", { name: described })).first(), layout).toBeAttached();
      }
    }
  });
}

test("on paper a story has its words and addresses, and nothing to press", async ({ reader, sheaf }) => {
  await reader.emulateMedia({ media: "print" });
  const after = (link: Element) => getComputedStyle(link, "::after").content;
  for (const layout of LAYOUTS) {
    await reader.goto(`${sheaf.path}?layout=${layout}`);
    await expect(reader.getByRole("heading", { level: 1 })).toBeVisible();
    for (const pressed of [".masthead", ".share", ".exports", ".turning", ".colophon"]) {
      expect(await reader.locator(pressed).filter({ visible: true }).count(), `${layout}: ${pressed}`).toBe(0);
    }
    const tag = reader.locator(".post-text a[href*='/tags/']").first();
    expect(await tag.evaluate(after), "a hashtag says where it leads").toBe("none");
    const notTags = reader.locator(".post-text a[href^=http]:not([href*='/tags/'])");
    for (const link of await notTags.all()) expect(await link.evaluate(after)).toContain("http");
    const unwrapped = await reader.locator(".item").evaluateAll((items) => items.filter((item) => getComputedStyle(item).contentVisibility !== "visible").length);
    expect(unwrapped, "nothing is left out because it is out of view").toBe(0);
    expect((await reader.pdf()).length).toBeGreaterThan(10_000);
  }
  await expect(reader.locator(".line-by").first(), "who says it stays with what they say").toHaveCSS("break-after", "avoid");
});
