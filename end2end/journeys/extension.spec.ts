import { chromium, type BrowserContext, type Page } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchOptions } from "../support/browser.mjs";
import { newDataFolder, removeDataFolder, startSheaf } from "../support/sheaf.mjs";
import { expect, test } from "../support/test.ts";

// The test starts its own server and its own browser: extensions live in a profile.
test.use({ baseURL: undefined });

const extension = join(import.meta.dirname, "../../app/extension");

async function browserWithExtension(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...launchOptions,
    channel: launchOptions.executablePath ? undefined : "chromium",
    args: [...(launchOptions.args ?? []), `--disable-extensions-except=${extension}`, `--load-extension=${extension}`],
  });
}

/** The page that has come to an address, whichever tab it is in: the extension opens some by itself. */
async function pageAt(context: BrowserContext, address: RegExp): Promise<Page> {
  const find = (): Page | undefined => context.pages().find((page) => address.test(page.url()));
  await expect.poll(find).toBeTruthy();
  return find()!;
}

test("the extension's button leads from a page to the tray", async () => {
  const [data, profile] = [newDataFolder(), mkdtempSync(join(tmpdir(), "sheaf-profile-"))];
  const sheaf = await startSheaf(data);
  const context = await browserWithExtension(profile);
  const troubles: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
    // Where it leads is asked when it is installed.
    const options = await pageAt(context, /\/options\.html$/);
    await options.waitForLoadState();
    const field = options.getByLabel("The address of your Sheaf");
    await field.fill("not an address");
    await options.getByRole("button", { name: "Save" }).click();
    await expect(options.getByRole("status")).toContainText("This is not an address");
    await field.fill(`${sheaf.url}/studio`);
    await options.getByRole("button", { name: "Save" }).click();
    await expect(options.getByRole("status")).toContainText(`leads to ${sheaf.url}`);

    // Nothing can press a toolbar button from outside: the event of the press is sent instead.
    const press = (tab: { url: string; title: string; index: number }): Promise<void> =>
      worker.evaluate((tab) => {
        // @ts-expect-error: `chrome` is the extension's.
        chrome.action.onClicked.dispatch(tab);
      }, tab);
    await press({ url: "https://social.example/@ada/1?a=b&c=d", title: "A post & more", index: 0 });
    // Nobody is signed in, nor even set up: Sheaf leads there first.
    const page = await pageAt(context, /\/setup$/);
    await page.getByLabel("Your name").fill("Noor Haddad");
    await page.getByLabel("Handle").fill("noor");
    await page.getByLabel("Password").fill("four unrelated quiet words");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.waitForURL(/\/studio/);

    await press({ url: "https://social.example/@ada/1?a=b&c=d", title: "A post & more", index: 0 });
    const save = await pageAt(context, /\/studio\/save\?/);
    await expect(save.getByRole("heading", { name: "Save to your tray" })).toBeVisible();
    await expect(save.getByLabel("Address")).toHaveValue("https://social.example/@ada/1?a=b&c=d");
    await expect(save.getByText("A post & more")).toBeVisible();
    expect(troubles).toEqual([]);
  } finally {
    await context.close();
    await sheaf.stop();
    removeDataFolder(data);
    rmSync(profile, { recursive: true, force: true });
  }
});
