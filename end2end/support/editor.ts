import { expect, type Locator, type Page } from "@playwright/test";

/** The editor as its curator uses it. */
export class Editor {
  readonly items: Locator;
  readonly results: Locator;
  readonly saved: Locator;
  readonly publishButton: Locator;

  private constructor(readonly page: Page) {
    this.items = page.locator("[data-item-id]");
    this.results = page.getByRole("tabpanel").locator("[data-post-id]");
    this.saved = page.getByRole("banner").getByText("Saved", { exact: true });
    this.publishButton = page.getByRole("banner").locator("button[aria-haspopup=dialog]");
  }

  /** Begins a story with this title. */
  static async begin(page: Page, title: string): Promise<Editor> {
    await page.goto("/studio");
    await page.getByRole("button", { name: /New story|begin with an empty page/ }).click();
    const editor = await Editor.of(page);
    await page.getByRole("textbox", { name: "Title" }).fill(title);
    return editor;
  }

  /** The editor that the page has just come to. */
  static async of(page: Page): Promise<Editor> {
    await page.locator("#editor[data-ready]").waitFor();
    return new Editor(page);
  }

  /** Begins a story with posts of the sample chat that have these words; gives their items in order, too. */
  static async withPosts(page: Page, title: string, count: number, words?: string): Promise<{ editor: Editor; order: string[] }> {
    const editor = await Editor.begin(page, title);
    await editor.showSources();
    await editor.search(words);
    await editor.add(count);
    await editor.showStory();
    await expect(editor.items).toHaveCount(count);
    return { editor, order: await editor.order() };
  }

  /** Waits until those who listen to the page are told this. */
  async announced(words: RegExp): Promise<void> {
    const regions = this.page.locator("[aria-live=polite], [role=status]");
    await expect(regions.filter({ hasText: words }).first()).toBeAttached();
  }

  /** Searches the sample chat, or another source. */
  async search(words = "#harbourchat", source = "Sample chat"): Promise<void> {
    await this.openSource(source);
    await this.page.getByRole("searchbox", { name: `Search ${source}` }).fill(words);
    await this.page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(this.results.first()).toBeVisible();
  }

  /** Opens the tab of a source. */
  async openSource(source: string): Promise<void> {
    await this.page.getByRole("tab", { name: source }).click();
  }

  /** Adds the first results by their buttons. */
  async add(count: number): Promise<void> {
    const add = this.page.getByRole("tabpanel").getByRole("button", { name: "Add to story" });
    for (let added = 0; added < count; added += 1) await add.first().click();
  }

  /** The handle of an item, counted from 0. */
  handle(index: number): Locator {
    return this.items.nth(index).getByRole("button", { name: /^Move / });
  }

  /** Opens the menu of an item. */
  async openMenu(index: number): Promise<Locator> {
    await this.items.nth(index).hover();
    await this.items.nth(index).getByRole("button", { name: /^Actions for / }).click();
    return this.page.getByRole("menu");
  }

  /** Chooses from the menu of an item. */
  async choose(index: number, action: string): Promise<void> {
    const menu = await this.openMenu(index);
    await menu.getByRole("menuitem", { name: action }).click();
  }

  /** Inserts a text block at the end. */
  write(markdown: string): Promise<void> {
    return this.insert("Text", markdown);
  }

  /** Inserts a heading at the end. */
  writeHeading(text: string): Promise<void> {
    return this.insert("Heading", text);
  }

  private async insert(kind: string, words: string): Promise<void> {
    await this.page.getByRole("button", { name: "Insert at the end" }).click();
    await this.page.getByRole("menuitem", { name: kind, exact: true }).click();
    await this.page.keyboard.type(words);
    await this.page.keyboard.press("Escape");
  }

  /** Shows the story; on a phone that hides the sources. */
  showStory(): Promise<void> {
    return this.show("Story");
  }

  /** Shows the sources; on a phone that hides the story. */
  showSources(): Promise<void> {
    return this.show("Sources");
  }

  private async show(view: string): Promise<void> {
    const choice = this.page.getByRole("navigation", { name: "View" }).getByRole("button", { name: view });
    if (await choice.isVisible()) await choice.click();
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
    await this.publishButton.click();
    const dialog = this.page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Publish/ }).click();
    const url = await dialog.getByLabel("Link to share").inputValue();
    const embedCode = await dialog.getByLabel("Code to embed it in a page").inputValue();
    return { url, embedCode };
  }
}
