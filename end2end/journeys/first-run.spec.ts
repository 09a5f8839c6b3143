import type { Browser } from "@playwright/test";
import { Editor } from "../support/editor.ts";
import { newDataFolder, removeDataFolder, startSheaf, type Sheaf } from "../support/sheaf.mjs";
import { expect, test, type Page } from "../support/test.ts";
import type { Watch } from "../support/watch.ts";

// Each test starts its own server.
test.use({ baseURL: undefined });

/** Runs a visit to a server that nobody has set up. */
async function onFreshServer(
  { browser, watch }: { browser: Browser; watch: Watch },
  options: { host?: string },
  visit: (page: Page, sheaf: Sheaf) => Promise<void>,
): Promise<void> {
  const data = newDataFolder();
  const sheaf = await startSheaf(data, options);
  const context = await browser.newContext({ baseURL: sheaf.url });
  watch.over(context, [sheaf.url]);
  try {
    await visit(await context.newPage(), sheaf);
  } finally {
    await context.close();
    await sheaf.stop();
    removeDataFolder(data);
  }
}

async function createAccount(page: Page): Promise<void> {
  await page.getByLabel("Your name").fill("Noor Haddad");
  await page.getByLabel("Handle").fill("noor");
  await page.getByLabel("Password").fill("four unrelated quiet words");
  await page.getByRole("button", { name: "Create account" }).click();
}

test("a newcomer gets from nothing to a published story", async ({ browser, watch }) => {
  await onFreshServer({ browser, watch }, {}, async (page) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Set up Sheaf" })).toBeVisible();
    await createAccount(page);
    await page.getByRole("button", { name: "Try the sample chat" }).click();

    const editor = await Editor.of(page);
    await page.getByRole("button", { name: /#harbourchat/ }).click();
    await editor.add(3);
    await page.getByRole("textbox", { name: "Title" }).fill("My first round-up");
    const { url } = await editor.publish();
    await page.goto(url);
    await expect(page.getByRole("heading", { level: 1, name: "My first round-up" })).toBeVisible();
  });
});

test("the set-up page opens once", async ({ browser, watch }) => {
  await onFreshServer({ browser, watch }, {}, async (page) => {
    await page.goto("/setup");
    await createAccount(page);
    await page.waitForURL("**/studio");
    watch.expect(/404/);
    await page.goto("/setup");
    await expect(page.getByRole("button", { name: "Create account" })).toBeHidden();
  });
});

test("where others can reach the server, set-up asks for the code in the terminal", async ({ browser, watch }) => {
  await onFreshServer({ browser, watch }, { host: "0.0.0.0" }, async (page, sheaf) => {
    const code = sheaf.output().match(/code: (\S+)/)?.[1] ?? "";
    expect(code).not.toBe("");

    watch.expect(/40[0-9]|422/);
    await page.goto("/setup");
    await page.getByLabel("Set-up code").fill("not-the-code");
    await createAccount(page);
    await expect(page.getByRole("alert")).toBeVisible();

    await page.getByLabel("Set-up code").fill(code);
    await page.getByLabel("Password").fill("four unrelated quiet words");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.waitForURL("**/studio");
  });
});
