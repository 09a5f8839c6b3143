//! What happens in the rows, listened to once for all of them.

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;
use shared::mention;
use web_sys::{Element, Event, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};

use super::lines;
use crate::editor::choose_item::go_to;
use crate::editor::drag::begin_drag;
use crate::editor::history::Field;
use crate::editor::state::{Dragged, EditorState};
use crate::editor::workbench::{OpenMenu, Workbench};
use crate::editor::{dom, lift, moving, sections, selecting};

/// The item whose row an event happened in; none for the place at the end.
fn item_of(event: &Event) -> Option<ItemId> {
    item_at(&dom::target_within(event, "[data-item-id]")?)
}

fn item_at(row: &Element) -> Option<ItemId> {
    row.get_attribute("data-item-id")?.parse().ok()
}

/// A click: on a mention, on one of the row's controls, on words to write in, or on the item to select it.
pub fn on_click(state: EditorState, bench: Workbench, event: &MouseEvent) {
    if let Some(mentioned) = mention_at(event) {
        // The editor's links open new pages; this one leads nowhere else.
        event.prevent_default();
        if state.body(mentioned).is_some() {
            go_to(state, mentioned);
        } else {
            state.toast("What this leads to is no longer in the story.", false);
        }
        return;
    }
    let item = item_of(event);
    let control = dom::target_within(event, "[data-do]");
    let does = control.as_ref().and_then(|element| element.get_attribute("data-do"));
    match (does.as_deref(), item) {
        (Some("insert"), before) => {
            state.insertion.set(before);
            bench.toggle(OpenMenu::Insert(before));
        }
        (Some(does @ ("again" | "leave-out")), _) => bench.arrivals.on_press(state, does, control),
        (Some("menu"), Some(item)) => bench.toggle(OpenMenu::Item(item)),
        // A screen reader presses the handle without a key or a pointer.
        (Some("lift"), Some(item)) if event.detail() == 0 => lift::toggle(state, bench, item),
        (Some("lift"), Some(item)) => selecting::on_click(state, item, event),
        (Some("fold"), Some(item)) => sections::toggle_fold(state, item),
        (Some("write"), Some(item)) if means_writing(event) => bench.writing.set(Some(Field::Words(item))),
        (Some("note"), Some(item)) if means_writing(event) => bench.writing.set(Some(Field::Note(item))),
        (None, Some(item)) if !on_control(event) => selecting::on_click(state, item, event),
        (None, None) if !on_control(event) && dom::target_within(event, ".story-head").is_none() => {
            selecting::clear(state);
        }
        _ => {}
    }
}

fn mention_at(event: &Event) -> Option<ItemId> {
    mention::target(&dom::target_within(event, "a")?.get_attribute("href")?)
}

/// Following a link, selecting words and selecting items are not writing.
fn means_writing(event: &MouseEvent) -> bool {
    let selecting = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
    dom::target_within(event, "a").is_none()
        && !selecting
        && !event.shift_key()
        && !event.ctrl_key()
        && !event.meta_key()
}

fn on_control(event: &Event) -> bool {
    dom::target_within(event, "a, button, input, textarea, select, summary, [data-field], [role=menu], .writing")
        .is_some()
}

/// A press that may become a drag.
pub fn on_pointerdown(state: EditorState, event: &PointerEvent) {
    let Some(item) = item_of(event) else { return };
    let on_handle = dom::target_within(event, ".handle").is_some();
    // With a mouse the words of an item are there to be selected; a finger lifts it by resting on it.
    if let Some(card) = dom::target_within(event, ".item").filter(|_| on_handle || event.pointer_type() == "touch") {
        let what = selecting::carried_with(state, item, event.alt_key());
        begin_drag(state, event, Dragged::Items(what), &card);
    }
}

/// A key in a row: on its handle, or Enter in one of its fields.
pub fn on_keydown(state: EditorState, bench: Workbench, event: &KeyboardEvent) {
    let Some(item) = item_of(event) else { return };
    if dom::target_within(event, ".handle").is_some() {
        lift::on_handle_key(state, bench, item, event);
    } else if event.key() == "Enter" && !event.is_composing() && line_of(event).is_some() {
        // Enter in an unfinished composition chooses a word.
        event.prevent_default();
        state.pause_typing();
        if matches!(state.body(item), Some(ItemBody::Heading { .. })) {
            write_below(state, bench, item);
        }
    }
}

/// Enter in a heading goes on with a text below it.
fn write_below(state: EditorState, bench: Workbench, item: ItemId) {
    let next = moving::item_after(state, item);
    let added = moving::add_item(state, ItemBody::Text { markdown: String::new() }, next);
    bench.writing.set(added.map(Field::Words));
}

fn line_of(event: &Event) -> Option<(String, Element)> {
    let line = dom::target_within(event, "[data-field]")?;
    Some((line.get_attribute("data-field")?, line))
}

/// Typing in a heading, a caption or a description.
pub fn on_input(state: EditorState, event: &Event) {
    let (Some(item), Some((part, line))) = (item_of(event), line_of(event)) else { return };
    let words = lines::words_of(&line);
    match (state.body(item), part.as_str()) {
        (Some(ItemBody::Heading { .. }), _) => {
            state.type_body(Field::Words(item), item, ItemBody::Heading { text: words });
        }
        (Some(ItemBody::Picture { picture, .. }), "words") => {
            state.type_body(Field::Words(item), item, ItemBody::Picture { picture, caption: words });
        }
        (Some(ItemBody::Picture { mut picture, caption }), _) => {
            picture.alt = words;
            state.type_body(Field::Description(item), item, ItemBody::Picture { picture, caption });
        }
        _ => {}
    }
}

/// The focus leaves something in a row.
pub fn on_focusout(state: EditorState, bench: Workbench, event: &FocusEvent) {
    if line_of(event).is_some() {
        state.pause_typing();
    } else if let (Some(item), true) = (item_of(event), dom::target_within(event, ".handle").is_some()) {
        lift::on_handle_blur(state, bench, item);
    }
}
