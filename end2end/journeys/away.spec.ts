// An hour without the network, while somebody else goes on.

import { signIn } from "../support/browser.mjs";
import { Editor } from "../support/editor.ts";
import { expect, test } from "../support/test.ts";

test("what was done in an hour offline and what others did meanwhile are one story afterwards", async ({ browser, curator: page, sheaf, watch }) => {
  await page.clock.install();
  const { editor: away, order } = await Editor.withPosts(page, "An hour in a tunnel", 4);
  await away.waitUntilSaved();
  const [a, b, c, d] = order;

  const context = await browser.newContext({ baseURL: sheaf.url });
  watch.over(context, [sheaf.url]);
  const elsewhere = await context.newPage();
  await signIn(elsewhere, sheaf);
  await elsewhere.goto(page.url());
  const there = await Editor.of(elsewhere);

  watch.expect(/ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  await away.write("Begun in the tunnel.");
  await page.clock.fastForward("20:00");
  await away.choose(0, "Move to bottom");
  await page.getByRole("textbox", { name: "Title" }).fill("An hour in the long tunnel");
  await page.clock.fastForward("20:00");
  await expect(page.getByRole("banner").getByText(/Working offline, \d+ changes wait/)).toBeVisible();

  await there.write("Said above ground.");
  await there.choose(1, "Delete");
  await there.choose(2, "Move to top");
  await there.waitUntilSaved();
  expect((await there.order()).slice(0, 3)).toEqual([d, a, c]);

  await away.writeHeading("Nearly out");
  await page.clock.fastForward("20:00");
  await page.context().setOffline(false);
  await page.clock.fastForward("01:00");
  await away.waitUntilSaved();

  for (const editor of [away, there]) {
    await expect(editor.items.filter({ hasText: "Begun in the tunnel." })).toHaveCount(1);
    await expect(editor.items.filter({ hasText: "Said above ground." })).toHaveCount(1);
    await expect(editor.items.filter({ hasText: "Nearly out" })).toHaveCount(1);
    await expect(editor.page.getByRole("textbox", { name: "Title" })).toHaveValue("An hour in the long tunnel");
    expect(await editor.order()).not.toContain(b);
    expect(await editor.order()).toHaveLength(6);
  }
  expect(await away.order()).toEqual(await there.order());
  await elsewhere.reload();
  await Editor.of(elsewhere);
  expect(await there.order()).toEqual(await away.order());
  await context.close();
});
