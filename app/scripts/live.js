// On pages of live stories only: follows the story and puts what is published into the page, in its place. Nobody is
// scrolled; what is new is told politely, with a link to it. While the page is out of sight it does not listen: the tabs
// of one browser share few connections, and what was missed comes when it is looked at again.

const bar = document.querySelector("[data-live]");
const state = bar.querySelector(".live-state");
const reload = bar.querySelector(".live-reload");
const news = document.querySelector(".live-news");

const words = {
  following: "What is new appears here by itself.",
  lost: "The connection is lost; trying again.",
  full: "Too many people follow at once; trying again in a minute.",
  ended: "It has ended; this is all of it.",
};

/** Milliseconds until a page that found no place tries again. */
const PATIENCE = 60_000;

let version = Number(bar.dataset.version);
let source;
let waiting;
const unseen = new Map();

function say(what) {
  state.textContent = words[what];
  bar.dataset.state = what;
  reload.hidden = what === "following" || what === "ended";
}

function follow() {
  clearTimeout(waiting);
  source?.close();
  source = new EventSource(`${bar.dataset.live}&since=${version}`);
  source.addEventListener("open", () => say("following"));
  source.addEventListener("version", ({ data }) => take(JSON.parse(data)));
  source.addEventListener("ended", end);
  source.addEventListener("error", () => {
    const refused = source.readyState === EventSource.CLOSED;
    say(refused ? "full" : "lost");
    if (refused) waiting = setTimeout(follow, PATIENCE * (1 + Math.random()));
  });
}

function pause() {
  clearTimeout(waiting);
  source.close();
}

function end() {
  pause();
  say("ended");
  document.removeEventListener("visibilitychange", look);
}

function look() {
  if (document.hidden) pause();
  else follow();
}

function take(update) {
  version = update.version;
  if (update.reload) {
    announce("There is a new version.", reloadLink());
    return;
  }
  const hold = holdPlace();
  for (const id of update.removed) {
    document.getElementById(id)?.remove();
    unseen.delete(id);
  }
  for (const placed of update.placed) put(placed);
  for (const part of update.parts) change(part);
  hold();
  tell();
}

function put({ id, after, kind, html }) {
  const items = document.querySelector(".items");
  const old = document.getElementById(id);
  const item = element(html);
  // As high as it is, at once: what is not drawn yet is guessed.
  item.style.contentVisibility = "visible";
  if (kind !== "same") {
    item.dataset.news = kind;
    if (unseen.get(id) !== "new") unseen.set(id, kind);
  }
  const before = after && document.getElementById(after);
  if (old) replace(old, item);
  const inPlace = before ? before.nextElementSibling === item : items.firstElementChild === item;
  if (inPlace) return;
  if (before) before.after(item);
  else items.prepend(item);
}

/** Shows a part of the page as it is now: another, there for the first time, or gone. */
function change({ selector, before, html }) {
  const old = document.querySelector(selector);
  if (!html) old?.remove();
  else if (old) replace(old, element(html));
  else document.querySelector(before)?.before(element(html));
}

/** Puts an element in the place of another, with what the reader has opened and where they are. */
function replace(old, fresh) {
  const folds = fresh.querySelectorAll("details");
  old.querySelectorAll("details").forEach(({ open }, index) => folds[index] && (folds[index].open = open));
  const focused = [...old.querySelectorAll("a, summary")].indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (focused >= 0) fresh.querySelectorAll("a, summary")[focused]?.focus({ preventScroll: true });
}

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Remembers what the reader looks at; the function it gives brings that back to where it was on the screen. */
function holdPlace() {
  if (scrollY === 0) return () => {};
  const root = document.documentElement;
  // Browsers do the same by themselves, some of them; both would be twice.
  root.style.overflowAnchor = "none";
  const inView = [...document.querySelectorAll(".items > .item, .ending > *")].filter((item) => item.getBoundingClientRect().bottom > 0);
  const tops = inView.slice(0, 20).map((item) => [item, item.id, item.getBoundingClientRect().top]);
  const bringBack = () => {
    for (const [item, id, top] of tops) {
      const now = item.isConnected ? item : id && document.getElementById(id);
      if (!now) continue;
      scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
      break;
    }
  };
  return () => {
    bringBack();
    // Items above that come near are measured only now.
    requestAnimationFrame(() => {
      bringBack();
      root.style.removeProperty("overflow-anchor");
    });
  };
}

/** Says what is new since the reader last looked. */
function tell() {
  const items = [...document.querySelectorAll(".items > [data-news]")].filter(({ id }) => unseen.has(id));
  if (items.length === 0) return;
  const fresh = items.filter(({ id }) => unseen.get(id) === "new");
  const [first] = fresh.length > 0 ? fresh : items;
  const link = document.createElement("a");
  link.href = `#${first.id}`;
  link.textContent = fresh.length > 0 ? counted(fresh.length, "new item") : `${counted(items.length, "item")} changed`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dismiss();
    const item = document.getElementById(first.id);
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "center" });
  });
  announce("", link);
}

function announce(text, link) {
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Dismiss";
  close.addEventListener("click", dismiss);
  const line = document.createElement("p");
  line.append(text, " ", link, " ", close);
  news.replaceChildren(line);
}

function dismiss() {
  unseen.clear();
  news.replaceChildren();
}

function counted(count, noun) {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** Loads the page anew, and keeps what is in the fragment: a frame is told there whom to speak to. */
function reloadLink() {
  const link = document.createElement("a");
  link.href = "";
  link.textContent = "Refresh";
  link.addEventListener("click", loadAnew);
  return link;
}

function loadAnew(event) {
  event.preventDefault();
  location.reload();
}

reload.addEventListener("click", loadAnew);
document.addEventListener("visibilitychange", look);
if (!document.hidden) follow();
