import { readFileSync } from "node:fs";
import { Editor } from "../support/editor.ts";
import { newDataFolder, removeDataFolder, seed, startSheaf } from "../support/sheaf.mjs";
import { signIn } from "../support/browser.mjs";
import { expect, test } from "@playwright/test";

/** What the network's starter says about it. */
interface Network {
  pds: string;
  appview: string;
  accounts: Record<string, { handle: string; password: string }>;
}

const network: Network = JSON.parse(readFileSync(process.env.SHEAF_BLUESKY_NETWORK ?? "", "utf8"));

test("posts of a real network become a published story", async ({ browser }) => {
  const data = newDataFolder();
  const curator = seed(data, 1);
  const sheaf = await startSheaf(data, {
    args: [
      ...["--bluesky-appview", network.appview],
      ...["--bluesky-public", network.appview],
      ...["--bluesky-pds", network.pds],
      ...["--allow-private-host", "localhost"],
    ],
  });
  const context = await browser.newContext({ baseURL: sheaf.url });
  const page = await context.newPage();
  try {
    await signIn(page, curator);

    await test.step("connect an account", async () => {
      await page.goto("/settings");
      await page.getByLabel("Bluesky handle").fill(network.accounts.alice.handle);
      await page.getByLabel("App password").fill(network.accounts.alice.password);
      await page.getByRole("button", { name: "Connect Bluesky" }).click();
      await expect(page.getByText(network.accounts.alice.handle).first()).toBeVisible();
    });

    const editor = await Editor.begin(page, "Flood water at the old bridge");
    await page.getByRole("tab", { name: "Bluesky" }).click();
    await page.getByRole("searchbox", { name: "Search Bluesky" }).fill("flood2026");
    await page.keyboard.press("Enter");
    await expect(editor.results.first()).toBeVisible();
    await editor.add(1);

    await test.step("a whole thread", async () => {
      await editor.results.filter({ hasText: "Flood water reached the old bridge" }).getByRole("button", { name: "Thread" }).click();
      await page.getByRole("region", { name: "Thread" }).getByRole("button", { name: /^Add all/ }).click();
      await expect(editor.items.filter({ hasText: "Stay safe" })).toHaveCount(1);
    });

    await test.step("pictures", async () => {
      await page.getByRole("button", { name: "Back to the results" }).click();
      await page.getByRole("searchbox", { name: "Search Bluesky" }).fill("photos");
      await page.keyboard.press("Enter");
      await editor.results.filter({ hasText: "Two photos from the bridge" }).first().getByRole("button", { name: "Add to story" }).click();
    });

    const { url } = await editor.publish();
    const reader = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await reader.goto(url);
    await expect(reader.getByText("Flood water reached the old bridge")).toBeVisible();
    const picture = reader.getByRole("img", { name: "The bridge, blue" });
    expect((await reader.request.get(new URL((await picture.getAttribute("src")) ?? "", url).href)).ok()).toBe(true);
  } finally {
    await context.close();
    await sheaf.stop();
    removeDataFolder(data);
  }
});
