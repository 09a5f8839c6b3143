//! Pictures far down the story are asked for when their batch comes into view. A browser that is left to be lazy by
//! itself prepares a request for each of thousands while it reads the page, and watches them all at every frame.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

use crate::editor::dom;
use crate::rows;

/// Sent to a batch that begins or ends to be skipped.
const CHANGES: &str = "contentvisibilityautostatechange";

/// Shows the pictures of each batch of the list from when it is in view; at once where browsers do not tell.
pub fn watch(list: &Element) {
    if !Reflect::has(list, &["on", CHANGES].concat().into()).unwrap_or(false) {
        return show(list);
    }
    let came = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        if let Some(batch) = dom::target_within(&event, ".batch") {
            show(&batch);
        }
    });
    // On its way down: in Firefox the event does not come up again.
    let _ = list.add_event_listener_with_callback_and_bool(CHANGES, came.as_ref().unchecked_ref(), true);
    came.forget();
}

/// Asks for the pictures within an element.
pub fn show(within: &Element) {
    for picture in dom::all_within(within, &["img[", rows::LATER, "]"].concat()) {
        if let Some(address) = picture.get_attribute(rows::LATER) {
            let _ = picture.set_attribute("src", &address);
            let _ = picture.remove_attribute(rows::LATER);
        }
    }
}
