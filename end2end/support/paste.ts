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

/** Pastes a file onto the page; `data` is its content in base 64. */
export function pasteFile(page: Page, name: string, type: string, data: string): Promise<void> {
  return offerFile(page, ["paste"], "body", [name, type, data]);
}

/** Drops a file onto the story. */
export function dropFile(page: Page, name: string, type: string, data: string): Promise<void> {
  return offerFile(page, ["dragover", "drop"], ".story-column", [name, type, data]);
}

function offerFile(page: Page, kinds: string[], onto: string, file: [string, string, string]): Promise<void> {
  return page.evaluate(
    ([kinds, onto, [name, type, data]]) => {
      const offered = new DataTransfer();
      offered.items.add(new File([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))], name, { type }));
      const options = { bubbles: true, cancelable: true };
      for (const kind of kinds) {
        const event = kind === "paste" ? new ClipboardEvent(kind, { clipboardData: offered, ...options }) : new DragEvent(kind, { dataTransfer: offered, ...options });
        document.querySelector(onto)?.dispatchEvent(event);
      }
    },
    [kinds, onto, file] as const,
  );
}
