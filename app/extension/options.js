// Where the curator's Sheaf is. Kept with the browser's account, so it is set once for all their browsers.

const form = document.querySelector("form");
const field = form.elements.server;
const said = document.querySelector("#said");

/** The origin that an address means; undefined when it means none. */
function originOf(typed) {
  const text = typed.trim();
  const scheme = /^(localhost|127\.0\.0\.1)(:|\/|$)/i.test(text) ? "http" : "https";
  const address = /^https?:\/\//i.test(text) ? text : `${scheme}://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin, hostname } = new URL(address);
  const isNear = ["localhost", "127.0.0.1", "[::1]"].includes(hostname) || hostname.includes(".");
  return ["https:", "http:"].includes(protocol) && isNear ? origin : undefined;
}

field.value = (await chrome.storage.sync.get("server")).server ?? "";

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const origin = originOf(field.value);
  if (!origin) {
    said.textContent = "This is not an address. Copy it from your browser’s address bar, with Sheaf open.";
    field.focus();
    return;
  }
  await chrome.storage.sync.set({ server: origin });
  field.value = origin;
  said.textContent = `Saved. The button now leads to ${origin}.`;
});
