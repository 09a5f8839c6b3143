import { devices, type Locator } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { Editor } from "../support/editor.ts";
import { expect, test } from "../support/test.ts";
import { expectNoOverflow } from "../support/width.ts";

const LAYOUTS = ["list", "grid", "slides", "transcript"];

const screens = {
  desktop: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  phone: { viewport: { ...devices["Pixel 7"].viewport, width: 360 }, colorScheme: "dark" },
} as const;

for (const [screen, options] of Object.entries(screens)) {
  test.describe(screen, () => {
    test.use(options);

    test("every layout is accessible, as a page and in a frame", async ({ page, sheaf }) => {
      for (const layout of LAYOUTS) {
        for (const path of [sheaf.path, `${sheaf.path}/embed`]) {
          await page.goto(`${path}?layout=${layout}`);
          await expect(page.getByRole("article").first()).toBeVisible();
          await expectAccessible(page);
          await expectNoOverflow(page);
        }
      }
    });
  });
}

test("slides are turned by links and by keys, without a script", async ({ reader, sheaf }) => {
  // A key that is pressed while a slide still glides would be a race.
  await reader.emulateMedia({ reducedMotion: "reduce" });
  await reader.goto(`${sheaf.path}?layout=slides`);
  await reader.getByRole("link", { name: "Next" }).first().click();
  await expect(reader.getByText(/^2 of \d+$/)).toBeInViewport();
  await expect(reader.getByText(/^1 of \d+$/)).not.toBeInViewport();
  await reader.getByRole("link", { name: "Next" }).nth(1).focus();
  await reader.keyboard.press("ArrowRight");
  await expect(reader.getByText(/^3 of \d+$/)).toBeInViewport();
});

test("a slide says a few words large, and a divider is no slide", async ({ reader, sheaf }) => {
  // There were slides with three dots and nothing else, and a sentence stood small in an empty frame.
  await reader.goto(`${sheaf.path}?layout=slides`);
  const slides = reader.getByRole("region", { name: "Slides" });
  await expect(slides.getByRole("separator")).toHaveCount(0);
  const size = (of: Locator) => of.evaluate((of) => parseFloat(getComputedStyle(of).fontSize));
  expect(await size(slides.getByText("who cannot see you"))).toBeGreaterThan(1.3 * (await size(slides)));
});

test("in a grid rows are as wide as the page or as the curator's words", async ({ reader, sheaf }) => {
  // A post alone under its heading stood at the edge of the page, beside two empty columns.
  await reader.setViewportSize({ width: 1280, height: 800 });
  await reader.goto(`${sheaf.path}?layout=grid`);
  const heading = await reader.getByRole("heading", { name: "Who is at the quay?" }).boundingBox();
  const post = await reader.locator(".item:has(> h2) + .item").first().boundingBox();
  expect(post?.x).toBeCloseTo(heading!.x, 0);
  expect(post?.width).toBeCloseTo(heading!.width, 0);
});

test("a curator chooses a look; readers see it from the next publication on", async ({ curator: page, reader, watch }) => {
  watch.expect(/422/);
  const { editor } = await Editor.withPosts(page, "In a grid", 3);
  await editor.waitUntilSaved();
  const studio = new URL(page.url()).pathname;

  await page.goto(`${studio}/appearance`);
  await expectAccessible(page);
  await page.getByLabel("Grid: side by side").check();
  await page.getByLabel("Accent colour").fill("#ffd900");
  await page.getByRole("button", { name: "Save the look" }).click();
  await expect(page.getByRole("alert")).toContainText("Choose a darker colour");
  await expect(page.getByLabel("Grid: side by side"), "the other choices are kept").toBeChecked();
  await page.getByLabel("Accent colour").fill("#1d4ed8");
  await page.getByRole("button", { name: "Save the look" }).click();
  await expect(page.getByRole("status")).toContainText("Publish the story again");

  await page.goto(studio);
  const { url } = await (await Editor.of(page)).publish();
  await reader.goto(url);
  const places = await reader.getByRole("article").getByRole("article").evaluateAll((posts) => posts.map((post) => post.getBoundingClientRect().top));
  expect(new Set(places).size, "three posts stand side by side").toBe(1);
  const link = reader.getByRole("article").getByRole("link").first();
  expect(await link.evaluate((link) => getComputedStyle(link).getPropertyValue("--accent"))).toContain("1d4ed8");
  await reader.goto(`${url}?layout=transcript`);
  await expect(reader.getByRole("article").first()).toBeVisible();
});

test("each publication keeps its address, and readers see what changed", async ({ curator: page, reader }) => {
  const { editor } = await Editor.withPosts(page, "Twice published", 2);
  const { url } = await editor.publish();
  await page.keyboard.press("Escape");
  await editor.write("An afterthought.");
  await editor.waitUntilSaved();
  await editor.publishButton.click();
  await page.getByRole("dialog").getByRole("button", { name: /^Publish/ }).click();
  await expect(page.getByRole("dialog").getByText(/published/i).first()).toBeVisible();

  await reader.goto(url);
  await expect(reader.getByText("An afterthought.")).toBeVisible();
  await reader.getByRole("link", { name: /^Updated / }).click();
  await expect(reader.getByText("1 item added")).toBeVisible();
  await page.goto(reader.url());
  await expectAccessible(page);
  await reader.getByRole("link", { name: "Version 1" }).click();
  await expect(reader).toHaveURL(/\/v\/1$/);
  await expect(reader.getByText("An afterthought.")).toHaveCount(0);
});
