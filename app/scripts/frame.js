// In the embed page only: tells the page around the frame how high the story is, and lets it follow links to us.
//
// The words are WordPress's (wp-includes/js/wp-embed.js), which others and our own embed.js speak too: the parent names
// a secret in the fragment, `#?secret=S`, and every message carries it. In a frame whose parent says nothing, nothing is
// sent, and the story scrolls.

import { contentHeight, secretOf } from "./frame_words.js";

const secret = secretOf(location.hash);

function tell(message, value) {
  if (secret) parent.postMessage({ message, value, secret }, "*");
}

function tellHeight() {
  tell("height", contentHeight(document.body));
}

/** Only the plain click of a plain link: whoever asks for a new tab gets one from the browser, where the frame may. */
function followLink(event) {
  const link = event.target.closest?.("a[href]");
  const inside = link?.getAttribute("href").startsWith("#");
  const plain = event.button === 0 && !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  if (!secret || !link || inside || !plain || event.defaultPrevented || link.host !== location.host) return;
  event.preventDefault();
  tell("link", link.href);
}

if (parent !== window) {
  addEventListener("load", tellHeight);
  addEventListener("resize", tellHeight);
  // Pictures and what is folded open change the height without a resize of the window.
  if ("ResizeObserver" in window) new ResizeObserver(tellHeight).observe(document.body);
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data?.message === "ready" && data.secret === secret) tellHeight();
  });
  document.addEventListener("click", followLink);
  tellHeight();
}
