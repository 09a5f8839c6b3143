//! What comes from other windows, dropped or pasted: links become posts and cards, words a text, pictures pictures.

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;
use shared::markdown::is_safe_link;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, File, FileList};

use super::dom;
use super::moving;
use super::reorder::landing_index;
use super::state::EditorState;
use super::workbench::Workbench;

/// The most links taken at once; more would keep the curator waiting for other people's servers.
const MOST_LINKS: usize = 50;

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
    if dom::is_typing(event) && (has_words || !has_pictures) {
        return;
    }
    event.prevent_default();
    take(state, bench, &data, state.insertion.get_untracked());
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
        Offered::Links(links) => {
            if links.len() > MOST_LINKS {
                let count = links.len().to_string();
                state.toast(&[&count, " links at once are too many. The first 50 are added."].concat(), false);
            }
            for link in links.into_iter().take(MOST_LINKS) {
                bench.arrivals.link(state, link, before);
            }
        }
        Offered::Text(markdown) => {
            if let Some(item) = moving::add_item(state, ItemBody::Text { markdown }, before) {
                dom::focus_soon(dom::handle_of(item));
            }
        }
        Offered::Nothing => state.toast("Only links, words and pictures can be added to a story.", false),
    }
}

/// The item before which something at height `y` of the window lands.
fn landing(y: f64) -> Option<ItemId> {
    let rows = dom::rows();
    let middle = |index: usize| {
        let rect = rows[index].1.get_bounding_client_rect();
        rect.top() + rect.height() / 2.0
    };
    rows.get(landing_index(rows.len(), middle, y)).map(|(item, _)| *item)
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
}
