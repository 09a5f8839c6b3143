import { Editor } from "../support/editor.ts";
import { paste } from "../support/paste.ts";
import { startSite, type Site } from "../support/site.ts";
import { expect, test, type Page } from "../support/test.ts";

/** Drops onto the story what another program offers. */
async function drop(page: Page, flavours: Record<string, string>): Promise<void> {
  await page.evaluate((flavours) => {
    const dataTransfer = new DataTransfer();
    for (const [kind, words] of Object.entries(flavours)) dataTransfer.setData(kind, words);
    const target = document.querySelector(".story-column");
    for (const kind of ["dragover", "drop"]) target?.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }, flavours);
}

/** Drops files onto the story. */
async function dropFile(page: Page, name: string, type: string, bytes: number): Promise<void> {
  await page.evaluate(
    ([name, type, bytes]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
      const target = document.querySelector(".story-column");
      for (const kind of ["dragover", "drop"]) target?.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, type, bytes] as const,
  );
}

/** A site of pages that answer after a while, the first slowest. */
async function slowSite(pages: number): Promise<{ site: Site; links: string[] }> {
  const site = await startSite((request, response) => {
    const number = Number(request.url?.slice(1));
    const answer = () => response.setHeader("content-type", "text/html").end(`<!doctype html><title>Page ${number}</title><p>Words`);
    setTimeout(answer, number === 1 ? 700 : 20);
  });
  return { site, links: Array.from({ length: pages }, (_, index) => `${site.url}/${index + 1}`) };
}

test("twenty links pasted become twenty items in their order", async ({ curator: page }) => {
  const { site, links } = await slowSite(20);
  const editor = await Editor.begin(page, "Twenty links");
  await paste(page, { "text/plain": links.join("\n") });
  await expect(page.locator(".arrival").first()).toContainText("Fetching");
  await expect(editor.items).toHaveCount(20);
  const titles = await editor.items.evaluateAll((items) => items.map((item) => item.textContent?.match(/Page \d+/)?.[0]));
  expect(titles).toEqual(links.map((_, index) => `Page ${index + 1}`));
  site.stop();
});

test("words from a word processor come in as Markdown", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "From a word processor");
  const entry = (words: string) =>
    `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>${words}</p>`;
  const html = `<p class=MsoNormal>We <b>listened</b>.<o:p></o:p></p>${entry("to one")}${entry("to another")}`;
  await paste(page, { "text/plain": "We listened.\n· to one\n· to another", "text/html": html });
  await expect(editor.items).toHaveCount(1);
  await expect(editor.items.locator("strong")).toHaveText("listened");
  await expect(editor.items.locator("ul > li")).toHaveText(["to one", "to another"]);

  await editor.write("Before. ");
  await editor.items.nth(1).getByRole("button", { name: /^Edit/ }).click();
  await page.keyboard.press("ControlOrMeta+End");
  await paste(page, { "text/plain": "soft", "text/html": "<p><em>soft</em></p>" }, "textarea.writing-field");
  await expect(page.locator("textarea.writing-field")).toHaveValue(/Before\.\s*\*soft\*/);
});

test("Word's bold and its tables come in readable", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "A table from Word");
  const cell = (words: string) => `<td width=200 valign=top><p class=MsoNormal>${words}<o:p></o:p></p></td>`;
  const row = (...words: string[]) => `<tr style='mso-yfti-irow:0'>${words.map(cell).join("")}</tr>`;
  const bold = (words: string) => `<b style='mso-bidi-font-weight:normal'>${words}</b>`;
  const html = `<p class=MsoNormal>The ${bold("boats")} we counted.</p><table class=MsoTableGrid>${row(bold("Port"), bold("Boats"))}${row("Harbour", "12")}</table>`;
  await paste(page, { "text/plain": "The boats we counted.\nPort\tBoats\nHarbour\t12", "text/html": html });
  await expect(editor.items).toHaveCount(1);
  await expect(editor.items.locator("strong")).toHaveText(["boats", "Port", "Boats"]);
  await expect(editor.items.locator("p").last()).toHaveText(/^Port \| Boats\s*Harbour \| 12$/);
  await expect(editor.items.locator("p br")).toHaveCount(1);
});

test("a clipboard with nothing but markup is read", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Markup alone");
  await paste(page, { "text/html": "<p>Plain words, <em>marked up</em>.</p><p>https://not-fetched.invalid is in a sentence.</p>" });
  await expect(editor.items).toHaveCount(1);
  await expect(editor.items.locator("em")).toHaveText("marked up");

  await editor.write("Before. ");
  await editor.items.nth(1).getByRole("button", { name: /^Edit/ }).click();
  await page.keyboard.press("ControlOrMeta+End");
  await paste(page, { "text/html": "<span>no marks</span>" }, "textarea.writing-field");
  await expect(page.locator("textarea.writing-field")).toHaveValue(/Before\.\s*no marks/);

  await paste(page, { "text/html": "<meta charset='utf-8'>" });
  await expect(page.getByText("Only links, words and pictures can be added to a story.").first()).toBeVisible();
});

test("ten thousand lines become texts, and nothing is lost", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Ten thousand lines");
  const lines = Array.from({ length: 10_000 }, (_, index) => `Line ${index} of a very long list of words`);
  await paste(page, { "text/plain": lines.join("\n") });
  await expect(page.getByText(/It was added as \d+ text blocks\./).first()).toBeVisible();
  await editor.waitUntilSaved();
  await page.reload();
  await Editor.of(page);
  await expect(editor.items.last()).toContainText("Line 9999 of");
  expect(await editor.items.count()).toBeGreaterThan(1);
});

test("of three thousand links the first hundred are fetched and the others kept as text", async ({ curator: page }) => {
  const { site, links } = await slowSite(3000);
  const editor = await Editor.begin(page, "Three thousand links");
  await paste(page, { "text/uri-list": links.join("\r\n") });
  await expect(page.getByText(/3000 links are many/).first()).toBeVisible();
  await expect(editor.items.filter({ hasText: "Page 100" })).toHaveCount(1, { timeout: 30_000 });
  await expect(editor.items.last()).toContainText(links[2999] ?? "");
  site.stop();
});

test("what cannot be taken is refused in words, and the story stays", async ({ curator: page, watch }) => {
  const editor = await Editor.begin(page, "Refusals");
  await editor.write("What was here.");
  await dropFile(page, "budget.xlsx", "application/vnd.ms-excel", 10);
  await expect(page.getByText(/Only pictures can be added from disk/).first()).toBeVisible();

  await drop(page, { "application/x-spreadsheet-cells": "A1:B7" });
  await expect(page.getByText("Only links, words and pictures can be added to a story.").first()).toBeVisible();

  await dropFile(page, "huge.png", "image/png", 50_000_000);
  await expect(page.locator(".arrival.is-failed")).toContainText("This picture is larger than 12 MB");
  await page.getByRole("button", { name: "Leave it out" }).click();

  watch.expect(/422/);
  await dropFile(page, "text.png", "image/png", 40);
  await expect(page.locator(".arrival.is-failed")).toContainText(/not a picture|cannot be read/i);
  await page.getByRole("button", { name: "Leave it out" }).click();
  await expect(editor.items).toHaveText([/What was here\./]);
});

test("an emoji for a title is a title", async ({ curator: page, reader }) => {
  const editor = await Editor.begin(page, "🎉");
  await editor.write("Words.");
  await editor.waitUntilSaved();
  const { url } = await editor.publish();
  await reader.goto(url);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("🎉");
});
