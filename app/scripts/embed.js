// For sites that allow scripts:
//
//   <p class="sheaf-story"><a href="STORY">Title</a>
//   <script async src="https://stories.example/embed.js" data-story="STORY"></script></p>
//
// Puts the story's frame where the element is, as high as the story. The link inside is what shows without this script.
// `data-layout` chooses a layout; `data-max-height` (in pixels) lets a long story scroll.

import { freshSecret } from "./frame_words.js";

const LEAST_HEIGHT = 150;
const FIRST_HEIGHT = 720;

function frameFor(story, { layout, maxHeight, title }) {
  const address = new URL(story, document.baseURI);
  if (!/^https?:$/.test(address.protocol)) return undefined;
  address.pathname = `${address.pathname.replace(/\/(embed)?$/, "")}/embed`;
  if (layout) address.searchParams.set("layout", layout);
  const secret = freshSecret();
  address.hash = `?secret=${secret}`;
  const frame = document.createElement("iframe");
  const attributes = { width: "100%", height: FIRST_HEIGHT, title, frameborder: "0", src: address.href };
  // Scripts for the height; the way out for links; nothing else of this site.
  attributes.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  obey(frame, secret, address, Number(maxHeight) || Infinity);
  return frame;
}

/** Does what the frame asks for, and only that frame. */
function obey(frame, secret, address, maxHeight) {
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || data?.secret !== secret) return;
    const height = Number(data.value);
    if (data.message === "height" && height > 0) frame.height = Math.max(LEAST_HEIGHT, Math.min(height, maxHeight));
    if (data.message === "link" && URL.canParse(data.value)) {
      const target = new URL(data.value);
      if (target.host === address.host && /^https?:$/.test(target.protocol)) location.href = target.href;
    }
  });
  frame.addEventListener("load", () => frame.contentWindow.postMessage({ message: "ready", secret }, "*"));
}

function insert(script) {
  const { story, layout, maxHeight } = script.dataset;
  if (!story || "sheafDone" in script.dataset) return;
  script.dataset.sheafDone = "";
  const place = script.closest(".sheaf-story");
  const title = script.dataset.title || place?.querySelector("a")?.textContent.trim() || "A story";
  const frame = frameFor(story, { layout, maxHeight, title });
  if (frame && place) place.replaceChildren(frame);
  else if (frame) script.before(frame);
}

// The script that runs names itself; where a site's tools lose that, every script with a story is looked at.
if (document.currentScript?.dataset.story) insert(document.currentScript);
else document.querySelectorAll("script[data-story]").forEach(insert);
