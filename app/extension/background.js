// The button: opens Sheaf's own page to save the page in front. Everything else happens there, so this knows no
// password and reads no page.

// Chromium and Firefox both answer to `chrome` with promises in Manifest V3.
chrome.action.onClicked.addListener(async (tab) => {
  const { server } = await chrome.storage.sync.get("server");
  if (!server) {
    await chrome.runtime.openOptionsPage();
    return;
  }
  const query = new URLSearchParams({ url: tab.url ?? "", title: tab.title ?? "" });
  await chrome.tabs.create({ url: `${server}/studio/save?${query}`, index: tab.index + 1 });
});

chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  if (reason === "install") await chrome.runtime.openOptionsPage();
});
