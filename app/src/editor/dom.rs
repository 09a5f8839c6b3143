//! The few places where the editor reaches into the page by hand.

use std::cell::RefCell;

use leptos::prelude::*;
use shared::ids::ItemId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The first element that matches a selector.
#[must_use]
pub fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|element| element.dyn_into().ok())
}

/// Whether a condition of style sheets holds: `(pointer: coarse)`.
pub fn media_matches(condition: &str) -> bool {
    window().match_media(condition).ok().flatten().is_some_and(|query| query.matches())
}

/// The first element within another that matches a selector.
#[must_use]
pub fn within(element: &Element, selector: &str) -> Option<HtmlElement> {
    element.query_selector(selector).ok().flatten().and_then(|element| element.dyn_into().ok())
}

/// All elements within another that match a selector.
#[must_use]
pub fn all_within(element: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = element.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// Whether the browser makes a field as high as its words by itself (`field-sizing`).
#[must_use]
pub fn grows_fields() -> bool {
    thread_local!(static GROWS: bool = web_sys::css::supports_with_value("field-sizing", "content").unwrap_or(false));
    GROWS.with(|grows| *grows)
}

/// The nearest ancestor of an event's target, itself included, that matches a selector.
#[must_use]
pub fn target_within(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

const FIELDS: &str = "input, textarea, select, [contenteditable]";

/// Whether the event comes from a place where one types.
#[must_use]
pub fn is_typing(event: &web_sys::Event) -> bool {
    target_within(event, FIELDS).is_some()
}

/// Whether the focus is in a place where one types. What comes from the clipboard Firefox sends to where words are
/// selected, wherever the focus is.
#[must_use]
pub fn is_focus_in_field() -> bool {
    document().active_element().is_some_and(|focused| focused.closest(FIELDS).is_ok_and(|field| field.is_some()))
}

/// The item in whose row the focus is.
#[must_use]
pub fn focused_item() -> Option<ItemId> {
    document().active_element()?.closest("[data-item-id]").ok()??.get_attribute("data-item-id")?.parse().ok()
}

/// Where a caret comes to stand when others change the text around it, in UTF-16 units: at the same words.
#[must_use]
pub fn follow_caret(before: &str, after: &str, caret: u32) -> u32 {
    let start = same(&mut before.chars(), &mut after.chars());
    if caret <= start {
        return caret;
    }
    let (length, now) = (units(before), units(after));
    // What both begin with is not what both end with.
    let end = same(&mut before.chars().rev(), &mut after.chars().rev()).min(length.min(now) - start);
    if caret + end >= length { (now + caret).saturating_sub(length) } else { start.max(caret.min(now - end)) }
}

/// How much is the same from here on.
fn same(one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>) -> u32 {
    let mut count = 0;
    while let Some(sign) = one.next().filter(|sign| other.next() == Some(*sign)) {
        count += sign.len_utf16() as u32;
    }
    count
}

fn units(text: &str) -> u32 {
    text.chars().map(|sign| sign.len_utf16() as u32).sum()
}

/// Writes a field's words, unless they are there; the caret stays at the words where it is.
pub fn show_words(area: &web_sys::HtmlTextAreaElement, words: &str) {
    let before = area.value();
    if before == words {
        return;
    }
    let start = area.selection_start().ok().flatten().unwrap_or(0);
    let end = area.selection_end().ok().flatten().unwrap_or(0);
    area.set_value(words);
    if is_focused(area) {
        let _ = area.set_selection_range(follow_caret(&before, words, start), follow_caret(&before, words, end));
    }
}

/// Whether an element has the focus, or something in it.
#[must_use]
pub fn is_focused(element: &Element) -> bool {
    document().active_element().is_some_and(|focused| element.contains(Some(&focused)))
}

/// The browser's own: the tables for it would be larger than the whole of a dialog.
#[must_use]
pub fn lower_case(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Focuses what a selector finds, once the page shows the change that was just made.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || {
        if let Some(element) = find(&selector) {
            let _ = element.focus();
        }
    });
}

/// Focuses what a selector finds if the change just made has taken the focused element away.
pub fn rescue_focus(selector: String) {
    request_animation_frame(move || {
        let lost = document().active_element().is_none_or(|focused| focused.tag_name() == "BODY");
        if let Some(element) = find(&selector).filter(|_| lost) {
            let _ = element.focus();
        }
    });
}

/// The selector of an item's row.
#[must_use]
pub fn row_of(item: ItemId) -> String {
    ["#item-", &item.to_string()].concat()
}

/// The selector of an item's handle.
#[must_use]
pub fn handle_of(item: ItemId) -> String {
    row_of(item) + " .handle"
}

/// Types words where the cursor is, as if the person had: the browser's own undo knows them.
pub fn type_words(words: &str) {
    if let Some(page) = document().dyn_ref::<web_sys::HtmlDocument>() {
        let _ = page.exec_command_with_show_ui_and_value("insertText", false, words);
    }
}

/// Shows where something would land: before an item, at the end, or nowhere.
pub fn mark_landing(place: Option<Option<ItemId>>) {
    // Remembered, since looking for it would go through the whole story.
    thread_local!(static MARKED: RefCell<Option<HtmlElement>> = const { RefCell::new(None) });
    MARKED.with(|marked| mark(marked, place.and_then(|before| find(&gap_before(before)))));
}

/// Shows on which entry of the outline something would be dropped. (`:hover` stays where a touch began.)
pub fn mark_outline_entry(entry: Option<HtmlElement>) {
    thread_local!(static MARKED: RefCell<Option<HtmlElement>> = const { RefCell::new(None) });
    MARKED.with(|marked| mark(marked, entry));
}

fn mark(marked: &RefCell<Option<HtmlElement>>, now: Option<HtmlElement>) {
    if let Some(element) = &now {
        let _ = element.class_list().add_1("is-landing");
    }
    let before = marked.replace(now.clone());
    if let Some(element) = before.filter(|element| Some(element) != now.as_ref()) {
        let _ = element.class_list().remove_1("is-landing");
    }
}

/// The selector of the gap before an item, or at the end.
#[must_use]
pub fn gap_before(item: Option<ItemId>) -> String {
    match item {
        Some(item) => row_of(item) + " > .gap",
        None => "#story-end".to_owned(),
    }
}

/// Scrolls the least that brings into view what a selector finds, once the page shows the change just made.
pub fn reveal_soon(selector: String) {
    request_animation_frame(move || {
        if let Some(element) = find(&selector) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Makes a text area as high as its text. Browsers with `field-sizing` do so by themselves.
pub fn fit_height(area: &web_sys::HtmlTextAreaElement) {
    if grows_fields() {
        return;
    }
    let style = HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &[&area.scroll_height().to_string(), "px"].concat());
}

/// The entry of the outline at a place of the window.
#[must_use]
pub fn outline_entry_at(x: f64, y: f64) -> Option<HtmlElement> {
    let under = document().element_from_point(x as f32, y as f32)?;
    under.closest("[data-drop-before]").ok().flatten()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stays_at_its_words() {
        assert_eq!(follow_caret("one three", "one two three", 9), 13, "words before it");
        assert_eq!(follow_caret("one two", "one two three", 7), 7, "words right after it");
        assert_eq!(follow_caret("one two three", "one three", 13), 9, "words before it are gone");
        assert_eq!(follow_caret("one two three", "one three", 6), 5, "the words around it are gone");
        assert_eq!(follow_caret("aaa", "aaaa", 1), 1);
        assert_eq!(follow_caret("", "theirs", 0), 0);
    }
}
