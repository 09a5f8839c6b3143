//! The few places where the editor reaches into the page by hand.

use leptos::prelude::*;
use shared::ids::ItemId;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The first element that matches a selector.
#[must_use]
pub fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|element| element.dyn_into().ok())
}

/// The nearest ancestor of an event's target, itself included, that matches a selector.
#[must_use]
pub fn target_within(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// Whether the event comes from a place where one types.
#[must_use]
pub fn is_typing(event: &web_sys::Event) -> bool {
    target_within(event, "input, textarea, select, [contenteditable]").is_some()
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

/// The selector of an item's handle.
#[must_use]
pub fn handle_of(item: ItemId) -> String {
    format!("[data-item-id=\"{item}\"] .handle")
}

/// Shows where something would land: before an item, at the end, or nowhere.
pub fn mark_landing(place: Option<Option<ItemId>>) {
    if let Some(marked) = find(".gap.is-landing") {
        let _ = marked.class_list().remove_1("is-landing");
    }
    if let Some(gap) = place.and_then(|before| find(&gap_before(before))) {
        let _ = gap.class_list().add_1("is-landing");
    }
}

/// The selector of the gap before an item, or at the end.
#[must_use]
pub fn gap_before(item: Option<ItemId>) -> String {
    match item {
        Some(item) => format!("[data-item-id=\"{item}\"] > .gap"),
        None => ".gap.at-end".to_owned(),
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
    let style = HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height()));
}
