//! What comes from other windows, dropped or pasted: links become posts and cards, words a text, pictures pictures.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::ItemId;
use shared::item::ItemBody;
use shared::pasted::{Piece, address, is_broken_link, pieces};
use shared::story::MAX_TEXT;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, File, FileList};

use super::arrivals::Cargo;
use super::column::row_landed_before;
use super::dom;
use super::moving;
use super::state::EditorState;
use super::workbench::Workbench;
use crate::client;
use crate::parts::counted::counted;

/// The most links fetched at once; more would keep the curator waiting for other people's servers.
const MOST_LINKS: usize = 100;
/// How many bytes of text one edit carries about, so that no edit is larger than the server takes.
const AN_EDIT: usize = 4 * MAX_TEXT;

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
    if !writes || !says_more(&html, &words) || address(words.trim()).is_some() {
        return;
    }
    event.prevent_default();
    spawn_local(async move { dom::type_words(&client::read_pasted(&html).await.unwrap_or(words)) });
}

/// Uploads pictures that were chosen from disk, dropped or pasted.
pub fn take_files(state: EditorState, bench: Workbench, files: &FileList, before: Option<ItemId>) {
    let pictures = pictures_in(files);
    if u32::try_from(pictures.len()) != Ok(files.length()) {
        state.toast("Only pictures can be added from disk: JPEG, PNG, GIF or WebP files.", false);
    }
    let pictures = pictures.into_iter().map(|picture| (Cargo::Picture(picture), before));
    bench.arrivals.bring(state, pictures.collect());
}

fn take(state: EditorState, bench: Workbench, data: &DataTransfer, before: Option<ItemId>) {
    if let Some(files) = data.files().filter(|files| files.length() > 0) {
        return take_files(state, bench, &files, before);
    }
    let read = |kind: &str| data.get_data(kind).unwrap_or_default();
    let is_link = |piece: &Piece| matches!(piece, Piece::Link(_));
    // What is dragged from a browser names its address, whatever else it says.
    let mut offered = pieces(&read("text/uri-list"));
    offered.retain(is_link);
    let (words, html) = (read("text/plain"), read("text/html"));
    if offered.is_empty() {
        offered = pieces(&words);
    }
    let only_links = !offered.is_empty() && offered.iter().all(is_link);
    if only_links || !says_more(&html, &words) {
        return put(state, bench, offered, before);
    }
    spawn_local(async move {
        let offered = match client::read_pasted(&html).await {
            Ok(markdown) if !markdown.is_empty() => pieces(&markdown),
            Err(error) if offered.is_empty() => {
                return state.toast(&["What was copied could not be read. ", &error.to_string()].concat(), false);
            }
            // The words alone.
            _ => offered,
        };
        put(state, bench, offered, before);
    });
}

/// What a paste puts into the story.
#[derive(Debug, Default, PartialEq, Eq)]
struct Offer {
    texts: Vec<String>,
    /// Each with how many of the texts come before it.
    links: Vec<(String, usize)>,
}

impl Offer {
    /// Links and words as items; the addresses of links beyond [`MOST_LINKS`] are words.
    fn of(pieces: Vec<Piece>) -> Self {
        let mut offer = Self::default();
        let mut addresses = String::new();
        for piece in pieces {
            match piece {
                Piece::Link(url) if offer.links.len() < MOST_LINKS => offer.links.push((url, offer.texts.len())),
                Piece::Link(url) => addresses.push_str(&["<", &url, ">\n\n"].concat()),
                Piece::Words(words) => {
                    offer.add(&std::mem::take(&mut addresses));
                    offer.add(&words);
                }
            }
        }
        offer.add(&addresses);
        offer
    }

    fn add(&mut self, words: &str) {
        self.texts.extend(split_text(words, MAX_TEXT).into_iter().map(str::to_owned));
    }
}

/// Puts words and links into the story, in their order.
fn put(state: EditorState, bench: Workbench, pieces: Vec<Piece>, before: Option<ItemId>) {
    if pieces.is_empty() {
        return state.toast("Only links, words and pictures can be added to a story.", false);
    }
    let count = pieces.iter().filter(|piece| matches!(piece, Piece::Link(_))).count();
    let is_one_text = pieces.len() == 1;
    let Offer { texts, links } = Offer::of(pieces);
    let broken = texts.iter().flat_map(|text| text.lines()).filter(|line| is_broken_link(line)).count();
    let texts = add_texts(state, texts, before, is_one_text);
    let places = links.into_iter().map(|(url, at)| (Cargo::Link(url), texts.get(at).copied().or(before)));
    bench.arrivals.bring(state, places.collect());
    if count > MOST_LINKS {
        let words = [&count.to_string(), " links are many. The first 100 are fetched, the others are kept as text."];
        state.toast(&words.concat(), false);
    }
    if broken > 0 {
        let it = if broken == 1 { " looks like a link and is none. It" } else { " look like links and are none. They" };
        let kept = if broken == 1 { " was kept as text." } else { " were kept as text." };
        state.toast(&[&counted(broken, "line"), it, kept].concat(), false);
    }
}

/// Whether markup has something that the words beside it do not say.
fn says_more(html: &str, words: &str) -> bool {
    has_structure(html) || (words.trim().is_empty() && !html.is_empty())
}

/// Whether markup says more than its words do.
fn has_structure(html: &str) -> bool {
    let html = dom::lower_case(html);
    [
        "<b",
        "<table",
        "<strong",
        "<i>",
        "<em",
        "<a ",
        "<li",
        "<h1",
        "<h2",
        "<h3",
        "mso-list",
        "font-weight:700",
        "italic",
    ]
    .iter()
    .any(|sign| html.contains(sign))
}

/// Adds texts and gives their items; of one text that was pasted says how many it takes.
fn add_texts(state: EditorState, texts: Vec<String>, before: Option<ItemId>, is_one_text: bool) -> Vec<ItemId> {
    let mut added = Vec::new();
    let (mut bodies, mut size) = (Vec::new(), 0);
    for markdown in texts {
        if size + markdown.len() > AN_EDIT {
            added.extend(state.add_bodies(std::mem::take(&mut bodies), before));
            size = 0;
        }
        size += markdown.len();
        bodies.push(ItemBody::Text { markdown });
    }
    added.extend(state.add_bodies(bodies, before));
    if let Some(first) = added.first() {
        if is_one_text && added.len() > 1 {
            let count = added.len().to_string();
            state.toast(&["This is a long text. It was added as ", &count, " text blocks."].concat(), false);
        } else {
            state.announce(&["text added at ", &moving::position(state, *first), "."].concat());
        }
        dom::reveal_soon(dom::row_of(*first));
        dom::focus_soon(dom::handle_of(*first));
    }
    added
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
    fn links_keep_their_places_among_the_texts() {
        let offer =
            Offer::of(pieces("https://a.example/1\nhtps:/bad link\nhttps://a.example/2\n- https://a.example/3\nend"));
        assert_eq!(offer.texts, ["htps:/bad link", "end"]);
        let expected = [("https://a.example/1", 0), ("https://a.example/2", 1), ("https://a.example/3", 1)];
        assert_eq!(offer.links, expected.map(|(url, at)| (url.to_owned(), at)));
    }

    #[test]
    fn of_too_many_links_the_last_are_words() {
        let many: Vec<String> = (0..=MOST_LINKS).map(|number| format!("https://a.example/{number}")).collect();
        let offer = Offer::of(pieces(&(many.join("\n") + "\nend")));
        assert_eq!(
            (offer.links.len(), offer.texts),
            (MOST_LINKS, vec!["<https://a.example/100>".to_owned(), "end".to_owned()])
        );
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
