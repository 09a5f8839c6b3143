// What the dialog that publishes shows of posts that changed at their source, or whose authors object.
import { expectAccessible } from "../support/axe.ts";
import { InventedBluesky } from "../support/bluesky.ts";
import { signIn } from "../support/browser.mjs";
import { Editor } from "../support/editor.ts";
import { paste } from "../support/paste.ts";
import { newDataFolder, removeDataFolder, seed, startSheaf } from "../support/sheaf.mjs";
import { startSite } from "../support/site.ts";
import { expect, test, type Page } from "../support/test.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const finding = (page: Page, words: RegExp) => dialog(page).getByRole("region", { name: /to look at/ }).getByRole("button", { name: words });

test("deleted, duplicate and dead: each is a click from its place; what must not be shown keeps from publishing", async ({ browser, watch }) => {
  const data = newDataFolder();
  const account = seed(data, 1);
  const network = await InventedBluesky.start();
  const site = await startSite((_, response) => response.writeHead(410).end());
  const sheaf = await startSheaf(data, { args: [...network.options, "--allow-private-host", "127.0.0.1"] });
  const page = await (await browser.newContext({ baseURL: sheaf.url })).newPage();
  watch.over(page.context(), [sheaf.url]);
  try {
    await signIn(page, account);
    const editor = await Editor.begin(page, "");
    const [gone, shy, twice] = [
      network.publish("ines", "Low tide this morning."),
      network.publish("otto", "Only for those I know.", ["!no-unauthenticated"]),
      network.publish("mira", "The ferry is late."),
    ];
    for (const [count, address] of [gone, shy, twice, twice].entries()) {
      await paste(page, { "text/plain": address });
      await expect(editor.items).toHaveCount(count + 1);
    }
    await editor.write(`The timetable [was here](${site.url}/timetable).`);
    await editor.waitUntilSaved();
    network.delete(gone);

    const atHandle = async (words: RegExp, item: number) => {
      await editor.publishButton.click();
      await finding(page, words).click();
      await expect(dialog(page)).toBeHidden();
      await expect(editor.handle(item)).toBeFocused();
    };
    await atHandle(/Low tide.*This post is no longer at its source/, 0);
    await atHandle(/Only for those.*asks not to be shown.*Keeps you from publishing/, 1);
    await atHandle(/The ferry is late.*in the story more than once/, 3);
    await atHandle(/A link leads nowhere: .*\/timetable\. There is nothing at this address any more\./, 4);

    await editor.publishButton.click();
    await expect(dialog(page)).toContainText("4 things to look at");
    await expect(dialog(page)).toContainText("Give the story a title first");
    await dialog(page).getByLabel("Title").fill("Harbour notes");
    await expect(dialog(page)).toContainText("A post in the story must not be shown to strangers. Remove it first.");
    const publish = dialog(page).getByRole("button", { name: "Publish", exact: true });
    await expect(publish).toBeDisabled();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await editor.waitUntilSaved();
    const refused = await page.request.post(`/api/v1/stories/${page.url().split("/").pop()}/publish`, { headers: { origin: sheaf.url } });
    expect(refused.status(), "the server refuses it, too").toBe(422);
    expect((await refused.json()).detail).toContain("otto.example");

    await editor.choose(1, "Delete");
    await editor.waitUntilSaved();
    await editor.publishButton.click();
    await expect(dialog(page)).toContainText("3 things to look at");
    await expect(dialog(page)).toContainText("None keeps you from publishing");
    await publish.click();
    const url = await dialog(page).getByLabel("Link to share").inputValue();
    await page.goto(url);
    await expect(page.getByText("Low tide this morning.")).toBeVisible();
    await expect(page.getByText("Only for those I know.")).toBeHidden();
  } finally {
    await page.context().close();
    await sheaf.stop();
    removeDataFolder(data);
    network.stop();
    site.stop();
  }
});
