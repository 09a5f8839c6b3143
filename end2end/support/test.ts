import { test as base, type Page } from "@playwright/test";
import { signIn } from "./browser.mjs";
import { newDataFolder, removeDataFolder, seed, startSheaf, type Seed, type Sheaf } from "./sheaf.mjs";
import { Watch } from "./watch.ts";

export { expect, type Page } from "@playwright/test";

interface Fixtures {
  /** Watches every page of the test; what it notes and nobody expected fails the test. */
  watch: Watch;
  /** A page of somebody who is signed in as the server's curator. */
  curator: Page;
  /** A page of a stranger whose browser runs no scripts. */
  reader: Page;
}

interface WorkerFixtures {
  /** A server with one account and one published story. */
  sheaf: Sheaf & Seed & { data: string };
}

type SessionCookies = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

export const test = base.extend<Fixtures, WorkerFixtures & { session: SessionCookies }>({
  sheaf: [
    async ({}, use) => {
      const data = newDataFolder();
      const seeded = seed(data, 15);
      const server = await startSheaf(data, { args: ["--allow-private-host", "127.0.0.1"] });
      await use({ ...server, ...seeded, data });
      await server.stop();
      removeDataFolder(data);
    },
    { scope: "worker" },
  ],
  session: [
    async ({ browser, sheaf }, use) => {
      const page = await browser.newPage({ baseURL: sheaf.url });
      await signIn(page, sheaf);
      await use(await page.context().storageState());
      await page.close();
    },
    { scope: "worker" },
  ],
  baseURL: ({ sheaf }, use) => use(sheaf.url),
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    base.expect(watch.surprises(), "what pages complained about").toEqual([]);
  },
  context: async ({ context, watch, sheaf }, use) => {
    watch.over(context, [sheaf.url]);
    await use(context);
  },
  curator: async ({ browser, session, watch, sheaf }, use) => {
    const context = await browser.newContext({ storageState: session });
    watch.over(context, [sheaf.url]);
    await use(await context.newPage());
    await context.close();
  },
  reader: async ({ browser, watch, sheaf }, use) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    watch.over(context, [sheaf.url]);
    await use(await context.newPage());
    await context.close();
  },
});
