//! The lines of plain text in the rows: headings, captions, descriptions of pictures.
//!
//! They are editable elements rather than fields of a form. For each field of a page browsers look, again and again,
//! whether they could fill it in, and for that lay out the row it is in.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Selection};

use crate::editor::dom;

/// What is written in a line; it may have come by a paste, with line ends.
pub fn words_of(line: &Element) -> String {
    let words = match line.dyn_ref::<HtmlElement>().filter(|_| line.child_element_count() > 0) {
        // Firefox ends lines by an element.
        Some(line) => line.inner_text(),
        None => line.text_content().unwrap_or_default(),
    };
    // Browsers leave a line end where everything was deleted. To take it away would end the browser's own undo.
    let words = words.strip_suffix('\n').unwrap_or(&words).replace(['\n', '\r'], " ");
    show_emptiness(line, &words);
    words
}

fn show_emptiness(line: &Element, words: &str) {
    let _ = line.class_list().toggle_with_force("is-empty", words.is_empty());
}

/// Writes a line's words, unless they are there; the caret stays at the words where it is.
pub fn set_words(line: &Element, words: &str) {
    if line.text_content().is_some_and(|current| current == words) {
        return;
    }
    let before = line.text_content().unwrap_or_default();
    let caret = window().get_selection().ok().flatten().filter(|_| dom::is_focused(line));
    let at = caret.as_ref().and_then(|caret| caret_within(line, caret)).unwrap_or(0);
    line.set_text_content(Some(words));
    show_emptiness(line, words);
    if let Some(caret) = caret {
        let at = dom::follow_caret(&before, words, at);
        let _ = caret.collapse_with_offset(line.first_child().as_ref(), at);
    }
}

/// How many UTF-16 units of a line stand before the caret. A paste may have left several text nodes.
fn caret_within(line: &Element, caret: &Selection) -> Option<u32> {
    let before = document().create_range().ok()?;
    before.select_node_contents(line).ok()?;
    before.set_end(&caret.focus_node()?, caret.focus_offset()).ok()?;
    Some(before.to_string().length())
}
