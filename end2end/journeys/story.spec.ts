import { dragByMouse } from "../support/pointer.ts";
import { Editor } from "../support/editor.ts";
import { expect, test } from "../support/test.ts";

test("search, drag, write, reorder, undo, reload, publish, read without a script", async ({ curator: page, reader }) => {
  const editor = await Editor.begin(page, "An evening at the harbour");
  await editor.search();
  await editor.add(2);
  await expect(editor.items).toHaveCount(2);

  await test.step("drag a result between two items", async () => {
    const result = editor.results.nth(3);
    await dragByMouse(page, result, editor.items.nth(1), "above");
    await expect(editor.items).toHaveCount(3);
    await expect(result.getByRole("button", { name: "In your story" })).toBeVisible();
  });

  await test.step("write between the posts", async () => {
    await editor.write("What we **heard** that evening.");
    await expect(editor.items.nth(3).locator("strong")).toHaveText("heard");
  });

  const before = await editor.order();
  await test.step("reorder and undo", async () => {
    await editor.choose(3, "Move to top");
    await expect.poll(() => editor.order()).toEqual([before[3], before[0], before[1], before[2]]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => editor.order()).toEqual(before);
    await page.getByRole("button", { name: "Redo" }).click();
    await expect.poll(() => editor.order()).toEqual([before[3], before[0], before[1], before[2]]);
  });

  await test.step("reload", async () => {
    await editor.waitUntilSaved();
    await page.reload();
    await Editor.of(page);
    expect(await editor.order()).toEqual([before[3], before[0], before[1], before[2]]);
  });

  const { url } = await editor.publish();
  await test.step("read it logged out, with scripts off", async () => {
    const response = await reader.goto(url);
    expect(response?.headers()["set-cookie"]).toBeUndefined();
    expect(await reader.locator("script:not([type='application/ld+json'])").count()).toBe(0);
    await expect(reader.getByRole("heading", { level: 1 })).toHaveText("An evening at the harbour");
    await expect(reader.getByRole("article").filter({ visible: true })).not.toHaveCount(0);
    await expect(reader.getByText("What we heard that evening.")).toBeVisible();
  });

  await test.step("unpublish", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Unpublish" }).click();
    await dialog.getByRole("button", { name: "Unpublish" }).click();
    await expect(editor.publishButton).toHaveText("Publish");
    expect((await reader.request.get(url)).status()).toBe(404);
  });
});

test("a deleted item comes back with the toast's undo", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Deleted and brought back");
  await editor.search();
  await editor.add(3);
  const before = await editor.order();
  await editor.choose(1, "Delete");
  await expect(editor.items).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect.poll(() => editor.order()).toEqual(before);
});

test("everything on a page of results is added at once, oldest first, and none twice", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "A page of results");
  await editor.search();
  await editor.add(1);
  await page.getByRole("button", { name: /^Add all/ }).click();
  const found = await editor.results.count();
  await expect(editor.items).toHaveCount(found);
  const times = await editor.items.evaluateAll((items) => items.flatMap((item) => item.querySelector("time")?.dateTime ?? []));
  const [, ...rest] = times;
  expect(rest).toEqual([...rest].sort());
});
