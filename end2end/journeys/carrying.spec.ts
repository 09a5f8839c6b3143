import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { Editor } from "../support/editor.ts";
import { makeHostile } from "../support/hostile.mjs";
import { expect, test } from "../support/test.ts";
import { expectNoOverflow } from "../support/width.ts";

/** Downloads what the link leads to. */
async function download(page: Page, name: string): Promise<Buffer> {
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name, exact: true }).click();
  return readFile(await (await started).path());
}

/** Imports a file in the settings. */
async function importFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto("/settings");
  await page.getByLabel("Import stories").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await page.getByRole("button", { name: "Import", exact: true }).click();
}

test("readers take a story away; its curator brings it back from the file", async ({ curator: page, sheaf }) => {
  const { editor } = await Editor.withPosts(page, "Carried away", 2);
  await editor.write("Words **of mine**.");
  const { url } = await editor.publish();
  const posts = await editor.items.count();

  await page.goto(url);
  const markdown = (await download(page, "Markdown")).toString();
  expect(markdown).toContain("# Carried away");
  expect(markdown).toContain("Words **of mine**.");
  const file = await download(page, "JSON");

  await importFile(page, "carried-away.json", file);
  await expect(page.getByRole("status")).toBeVisible();
  await page.goto("/studio");
  const copies = page.getByRole("link", { name: "Carried away", exact: true });
  await expect(copies, "beside the one that is here").not.toHaveCount(1);
  await page.goto(`/@${sheaf.handle}`);
  await page.getByRole("main").getByRole("link", { name: "Carried away" }).first().click();
  await expect(page.getByRole("article").first().locator("strong").getByText("of mine")).toBeVisible();
  expect(posts).toBe(3);
});

test("what is no export is refused in words", async ({ curator: page, watch }) => {
  watch.expect(/422/);
  await importFile(page, "holiday.zip", Buffer.from("PK\u0003\u0004 and then nothing"));
  await expect(page.getByRole("alert")).not.toBeEmpty();
  await importFile(page, "half.json", Buffer.from('{"format": "sheaf-story", "format_ver'));
  await expect(page.getByRole("alert")).not.toBeEmpty();
});

test("hostile words are words in every layout and in a file", async ({ curator: page, sheaf, browser, watch }) => {
  const { editor } = await Editor.withPosts(page, "Hostile", 2);
  const { url } = await editor.publish();
  const file = JSON.parse((await (await page.request.get(`${url}.json`)).body()).toString());
  makeHostile(file);
  await importFile(page, "hostile.json", Buffer.from(JSON.stringify(file)));
  await expect(page.getByRole("status")).toBeVisible();

  const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
  watch.over(context, [sheaf.url]);
  const open = await context.newPage();
  const path = `/@${sheaf.handle}/hostile-words`;
  for (const address of ["list", "grid", "slides", "transcript"].flatMap((layout) => [`${path}?layout=${layout}`, `${path}/embed?layout=${layout}`])) {
    await open.goto(`${sheaf.url}${address}`);
    await expect(open.getByText("<script>window.ran=1</script>").first()).toBeAttached();
    for (const link of await open.getByRole("link", { name: "go", exact: true }).all()) await link.click();
    expect(await open.evaluate(() => (window as any).ran), address).toBeUndefined();
    expect(await open.locator("[href^='javascript:'], [onclick], [onload], [onerror]").count(), address).toBe(0);
    await expectNoOverflow(open);
  }
  const onDisk = test.info().outputPath("hostile.html");
  await writeFile(onDisk, await (await page.request.get(`${path}.html`)).body());
  await open.goto(pathToFileURL(onDisk).href);
  await expect(open.getByText("<script>window.ran=1</script>").first()).toBeAttached();
  expect(await open.evaluate(() => (window as any).ran)).toBeUndefined();
  await context.close();
});
