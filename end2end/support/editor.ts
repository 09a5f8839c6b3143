import { expect, type Locator, type Page } from "@playwright/test";

/** The editor as its curator uses it. */
export class Editor {
  readonly items: Locator;
  readonly results: Locator;
  readonly saved: Locator;

  private constructor(readonly page: Page) {
    this.items = page.locator("[data-item-id]");
    this.results = page.getByRole("tabpanel").locator("[data-post-id]");
    this.saved = page.getByRole("banner").getByText("Saved", { exact: true });
  }

  /** Begins a story with this title. */
  static async begin(page: Page, title: string): Promise<Editor> {
    await page.goto("/studio");
    await page.getByRole("button", { name: "New story" }).click();
    const editor = await Editor.of(page);
    await page.getByRole("textbox", { name: "Title" }).fill(title);
    return editor;
  }

  /** The editor that the page has just come to. */
  static async of(page: Page): Promise<Editor> {
    await page.locator("#editor[data-ready]").waitFor();
    return new Editor(page);
  }

  /** Searches the sample chat. */
  async search(words = "#harbourchat"): Promise<void> {
    await this.page.getByRole("tab", { name: "Sample chat" }).click();
    await this.page.getByRole("searchbox", { name: "Search Sample chat" }).fill(words);
    await this.page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(this.results.first()).toBeVisible();
  }

  /** Adds the first results by their buttons. */
  async add(count: number): Promise<void> {
    const add = this.page.getByRole("tabpanel").getByRole("button", { name: "Add to story" });
    for (let added = 0; added < count; added += 1) await add.first().click();
  }

  /** The identifiers of the items in the order they are shown. */
  order(): Promise<string[]> {
    return this.items.evaluateAll((items) => items.map((item) => item.getAttribute("data-item-id") ?? ""));
  }

  /** Waits until everything is on the server. */
  async waitUntilSaved(): Promise<void> {
    await expect(this.saved).toBeVisible();
  }

  /** Publishes and gives the public address and the code to embed the story. */
  async publish(): Promise<{ url: string; embedCode: string }> {
    await this.page.getByRole("banner").getByRole("button", { name: /^Publish/ }).click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Publish/ }).click();
    const url = await dialog.getByLabel("Link to share").inputValue();
    const embedCode = await dialog.getByLabel("Code to embed it in a page").inputValue();
    return { url, embedCode };
  }
}
