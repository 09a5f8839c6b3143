import type { Page } from "@playwright/test";

/** Pastes onto the page what another program would have put on the clipboard. */
export async function paste(page: Page, flavours: Record<string, string>, onto = "body"): Promise<void> {
  await page.evaluate(
    ([flavours, onto]) => {
      const clipboardData = new DataTransfer();
      for (const [kind, words] of Object.entries(flavours)) clipboardData.setData(kind, words);
      document.querySelector(onto)?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    [flavours, onto] as const,
  );
}
