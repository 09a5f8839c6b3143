import { Editor } from "../support/editor.ts";
import { expect, test } from "../support/test.ts";

test("a double click on Publish opens the dialog, and one in it publishes and shows the link", async ({ curator: page }) => {
  const editor = await Editor.begin(page, "Pressed twice");
  await editor.write("Words.");
  await editor.waitUntilSaved();
  const dialog = page.getByRole("dialog");
  await editor.publishButton.dblclick();
  await expect(dialog.getByText("Checked: nothing stands out.")).toBeVisible();
  await page.mouse.click(5, 300);
  await expect(dialog, "a click beside it closes it as ever").toBeHidden();

  await editor.publishButton.dblclick();
  await dialog.getByRole("button", { name: "Publish", exact: true }).dblclick();
  await expect(dialog.getByLabel("Link to share")).toHaveValue(/\/pressed-twice$/);
});
