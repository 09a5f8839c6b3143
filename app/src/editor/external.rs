//! What comes from other windows, dropped or pasted: links become posts and cards, words a text, pictures pictures.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::ItemId;
use shared::item::ItemBody;
use shared::markdown::is_safe_link;
use shared::story::MAX_TEXT;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, File, FileList};

use super::column::row_landed_before;
use super::dom;
use super::moving;
use super::state::EditorState;
use super::workbench::Workbench;
use crate::client;

/// The most links fetched at once; more would keep the curator waiting for other people's servers.
const MOST_LINKS: usize = 100;
/// How many texts one edit carries at most, so that no edit is larger than the server takes.
const TEXTS_AN_EDIT: usize = 4;

/// What was dropped or pasted, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    /// Addresses, one or many.
    Links(Vec<String>),
    /// Words.
    Text(String),
    /// Nothing that can go into a story.
    Nothing,
}

/// Understands what another window offers: `uris` as `text/uri-list`, `text` as plain text.
#[must_use]
pub fn understand(uris: &str, text: &str) -> Offered {
    let listed: Vec<String> = uris.lines().map(str::trim).filter(|line| is_web_link(line)).map(Into::into).collect();
    if !listed.is_empty() {
        return Offered::Links(listed);
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    if lines.peek().is_none() {
        return Offered::Nothing;
    }
    let links: Option<Vec<String>> = lines.map(|line| is_web_link(line).then(|| line.to_owned())).collect();
    links.map_or_else(|| Offered::Text(text.trim().to_owned()), Offered::Links)
}

fn is_web_link(line: &str) -> bool {
    let is_web = line.starts_with("https://") || line.starts_with("http://");
    is_web && is_safe_link(line) && !line.contains(char::is_whitespace)
}

/// The pictures among files.
#[must_use]
pub fn pictures_in(files: &FileList) -> Vec<File> {
    let files = (0..files.length()).filter_map(|index| files.get(index));
    files.filter(|file| file.type_().starts_with("image/")).collect()
}

/// While something from another window is over the story: shows where it would land.
pub fn on_dragover(event: &DragEvent) {
    event.prevent_default();
    if let Some(data) = event.data_transfer() {
        data.set_drop_effect("copy");
    }
    dom::mark_landing(Some(landing(f64::from(event.client_y()))));
}

/// It went elsewhere.
pub fn on_dragleave(event: &DragEvent) {
    let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
    let still_inside = to.is_some_and(|to| to.closest(".story-column").ok().flatten().is_some());
    if !still_inside {
        dom::mark_landing(None);
    }
}

/// It was dropped.
pub fn on_drop(state: EditorState, bench: Workbench, event: &DragEvent) {
    event.prevent_default();
    dom::mark_landing(None);
    if let Some(data) = event.data_transfer() {
        take(state, bench, &data, landing(f64::from(event.client_y())));
    }
}

/// Something was pasted. Words pasted into a field stay there.
pub fn on_paste(state: EditorState, bench: Workbench, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else { return };
    let has_pictures = data.files().is_some_and(|files| !pictures_in(&files).is_empty());
    let has_words = data.get_data("text/plain").is_ok_and(|text| !text.is_empty());
    if dom::is_typing(event) && dom::is_focus_in_field() && (has_words || !has_pictures) {
        return paste_into_field(event, &data);
    }
    event.prevent_default();
    take(state, bench, &data, state.insertion.get_untracked());
}

/// Words pasted into a field that takes Markdown come in with their structure; everything else is the browser's.
fn paste_into_field(event: &ClipboardEvent, data: &DataTransfer) {
    let html = data.get_data("text/html").unwrap_or_default();
    let words = data.get_data("text/plain").unwrap_or_default();
    let writes = dom::target_within(event, "textarea.writing-field").is_some();
    if !writes || !has_structure(&html) || is_web_link(words.trim()) {
        return;
    }
    event.prevent_default();
    spawn_local(async move { dom::type_words(&as_markdown(&html, words).await) });
}

/// Uploads pictures that were chosen from disk, dropped or pasted.
pub fn take_files(state: EditorState, bench: Workbench, files: &FileList, before: Option<ItemId>) {
    let pictures = pictures_in(files);
    if u32::try_from(pictures.len()) != Ok(files.length()) {
        state.toast("Only pictures can be added from disk: JPEG, PNG, GIF or WebP files.", false);
    }
    for picture in pictures {
        bench.arrivals.picture(state, picture, before);
    }
}

fn take(state: EditorState, bench: Workbench, data: &DataTransfer, before: Option<ItemId>) {
    if let Some(files) = data.files().filter(|files| files.length() > 0) {
        return take_files(state, bench, &files, before);
    }
    let read = |kind: &str| data.get_data(kind).unwrap_or_default();
    match understand(&read("text/uri-list"), &read("text/plain")) {
        Offered::Links(links) => take_links(state, bench, links, before),
        Offered::Text(words) => take_words(state, words, &read("text/html"), before),
        Offered::Nothing => state.toast("Only links, words and pictures can be added to a story.", false),
    }
}

/// The first links are fetched; the addresses of the others are kept as text.
fn take_links(state: EditorState, bench: Workbench, mut links: Vec<String>, before: Option<ItemId>) {
    let count = links.len().to_string();
    let others = links.split_off(links.len().min(MOST_LINKS));
    let addresses: Vec<String> = others.iter().map(|link| ["<", link, ">"].concat()).collect();
    let kept = add_texts(state, &addresses.join("\n\n"), before);
    for link in links {
        bench.arrivals.link(state, link, kept.or(before));
    }
    if kept.is_some() {
        let words = [&count, " links are many. The first 100 are fetched, the others are kept as text."];
        state.toast(&words.concat(), false);
    }
}

/// Words become a text. Where they came with markup, from a word processor or a web page, the server reads it.
fn take_words(state: EditorState, words: String, html: &str, before: Option<ItemId>) {
    if !has_structure(html) {
        add_texts(state, &words, before);
        return;
    }
    let html = html.to_owned();
    spawn_local(async move {
        add_texts(state, &as_markdown(&html, words).await, before);
    });
}

/// Markup as the server reads it; the words alone while it cannot be reached, or when it finds nothing.
async fn as_markdown(html: &str, words: String) -> String {
    client::read_pasted(html).await.ok().filter(|markdown| !markdown.is_empty()).unwrap_or(words)
}

/// Whether markup says more than its words do.
fn has_structure(html: &str) -> bool {
    let html = dom::lower_case(html);
    ["<b", "<strong", "<i>", "<em", "<a ", "<li", "<h1", "<h2", "<h3", "mso-list", "font-weight:700", "italic"]
        .iter()
        .any(|sign| html.contains(sign))
}

/// Adds a text, or as many as it takes to hold the words; gives the first.
fn add_texts(state: EditorState, markdown: &str, before: Option<ItemId>) -> Option<ItemId> {
    let texts = split_text(markdown, MAX_TEXT);
    let mut first = None;
    for some in texts.chunks(TEXTS_AN_EDIT) {
        let bodies = some.iter().map(|text| ItemBody::Text { markdown: (*text).to_owned() }).collect();
        let added = state.add_bodies(bodies, before);
        first = first.or(added.first().copied());
    }
    let first = first?;
    if texts.len() > 1 {
        let count = texts.len().to_string();
        state.toast(&["This is a long text. It was added as ", &count, " text blocks."].concat(), false);
    } else {
        state.announce(&["text added at ", &moving::position(state, first), "."].concat());
    }
    dom::reveal_soon(dom::row_of(first));
    dom::focus_soon(dom::handle_of(first));
    Some(first)
}

/// Cuts a text into pieces of at most `most` characters, at an empty line if there is one, else at a line's end, else
/// where it must be.
fn split_text(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while let Some((limit, _)) = rest.char_indices().nth(most) {
        let head = &rest[..limit];
        let cut = head.rfind("\n\n").or_else(|| head.rfind('\n')).or_else(|| head.rfind(' '));
        let cut = cut.filter(|cut| *cut > 0).unwrap_or(limit);
        pieces.push(rest[..cut].trim_end());
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// The item before which something at height `y` of the window lands.
fn landing(y: f64) -> Option<ItemId> {
    row_landed_before(&*dom::find(".items")?, y)?.get_attribute("data-item-id")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_words() {
        let links = |links: &[&str]| Offered::Links(links.iter().map(|link| (*link).to_owned()).collect());
        assert_eq!(understand("# a comment\r\nhttps://a.example/\r\n", "x"), links(&["https://a.example/"]));
        assert_eq!(
            understand("", "https://a.example/\n\n http://b.example \n"),
            links(&["https://a.example/", "http://b.example"])
        );
        assert_eq!(understand("", "see https://a.example/"), Offered::Text("see https://a.example/".to_owned()));
        assert_eq!(understand("", " \n "), Offered::Nothing);
        for hostile in ["javascript:alert(1)", "data:text/html,x", "https://a.example/\tb"] {
            assert!(!matches!(understand(hostile, ""), Offered::Links(_)), "{hostile}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_paragraphs() {
        assert_eq!(split_text("one\n\ntwo three\nfour", 100), ["one\n\ntwo three\nfour"]);
        assert_eq!(split_text("one\n\ntwo three\nfour", 12), ["one", "two three", "four"]);
        assert_eq!(split_text("aaaa bbbb", 6), ["aaaa", "bbbb"]);
        assert_eq!(split_text("日本語日本語", 4), ["日本語日", "本語"]);
        assert_eq!(split_text(" \n ", 4), Vec::<&str>::new());
    }
}
