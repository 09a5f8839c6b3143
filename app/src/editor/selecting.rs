//! Which items are selected, and what a gesture on one of them means: itself, all that is selected, or a heading's
//! section.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;
use web_sys::MouseEvent;

use super::state::EditorState;
use super::{dom, sections};
use crate::parts::counted::counted;

/// A click on an item: alone it selects it, with Ctrl or Cmd it adds it or takes it out, with Shift it goes on to it.
pub fn on_click(state: EditorState, item: ItemId, event: &MouseEvent) {
    let gathering = coarse_pointer() && state.selection.with_untracked(|selection| !selection.is_empty());
    if event.shift_key() {
        extend(state, state.anchor.get_value().unwrap_or(item), item);
        if let Ok(Some(words)) = window().get_selection() {
            let _ = words.remove_all_ranges();
        }
    } else if event.ctrl_key() || event.meta_key() || gathering {
        toggle(state, item);
    } else if !coarse_pointer() {
        state.anchor.set_value(Some(item));
        let again = state.selection.with_untracked(|selection| selection.len() == 1 && selection.contains(&item));
        set(state, if again { Vec::new() } else { vec![item] });
    }
}

/// A finger has no Ctrl key: once something is selected, tapping goes on with it.
#[must_use]
pub fn coarse_pointer() -> bool {
    dom::media_matches("(pointer: coarse)")
}

/// Adds an item to the selection, or takes it out.
pub fn toggle(state: EditorState, item: ItemId) -> bool {
    state.anchor.set_value(Some(item));
    let mut selection = in_order(state);
    match selection.iter().position(|selected| *selected == item) {
        Some(at) => drop(selection.remove(at)),
        None => selection.push(item),
    }
    set(state, selection);
    true
}

/// Selects from one item to another, both included, besides what is selected.
pub fn extend(state: EditorState, from: ItemId, to: ItemId) {
    if state.anchor.get_value().is_none() {
        state.anchor.set_value(Some(from));
    }
    let from = state.anchor.get_value().unwrap_or(from);
    let between = state.order.with_untracked(|order| between(order, from, to).to_vec());
    set(state, between);
}

/// The items from one to another in reading order, both included, whichever comes first.
#[must_use]
pub fn between(order: &[ItemId], from: ItemId, to: ItemId) -> &[ItemId] {
    let place = |item| order.iter().position(|id| *id == item);
    match (place(from), place(to)) {
        (Some(from), Some(to)) => &order[from.min(to)..=from.max(to)],
        _ => &[],
    }
}

/// Selects everything.
pub fn all(state: EditorState) {
    set(state, state.order.get_untracked());
}

/// Selects nothing.
pub fn clear(state: EditorState) {
    state.anchor.set_value(None);
    if state.selection.with_untracked(|selection| !selection.is_empty()) {
        set(state, Vec::new());
    }
}

/// Selects these items and says how many they are.
pub fn set(state: EditorState, items: Vec<ItemId>) {
    let mut selection = BTreeSet::new();
    selection.extend(items);
    let words = match selection.len() {
        0 => "Nothing selected.".to_owned(),
        count => [&counted(count, "item"), " selected."].concat(),
    };
    state.announce(&words);
    state.selection.set(selection);
}

/// What deleting or moving by menu means on an item: all that is selected when it is, else the item.
#[must_use]
pub fn meant_by(state: EditorState, item: ItemId) -> Vec<ItemId> {
    let selected = in_order(state);
    if selected.contains(&item) { selected } else { vec![item] }
}

/// What is carried when an item is: all that is selected when it is, a heading's section, else the item. `alone` takes
/// a heading without its section.
#[must_use]
pub fn carried_with(state: EditorState, item: ItemId, alone: bool) -> Vec<ItemId> {
    let meant = meant_by(state, item);
    let is_heading = matches!(state.body(item), Some(ItemBody::Heading { .. }));
    if meant.len() == 1 && is_heading && !alone { sections::section_of(state, item) } else { meant }
}

/// The selected items in reading order.
#[must_use]
pub fn in_order(state: EditorState) -> Vec<ItemId> {
    state.selection.with_untracked(|selection| {
        if selection.is_empty() {
            return Vec::new();
        }
        state.order.with_untracked(|order| order.iter().filter(|id| selection.contains(id)).copied().collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_both_its_ends() {
        let order: Vec<ItemId> = (0..4).map(|_| ItemId::fresh()).collect();
        assert_eq!(between(&order, order[1], order[2]), &order[1..3]);
        assert_eq!(between(&order, order[3], order[1]), &order[1..4]);
        assert_eq!(between(&order, order[0], order[0]), &order[..1]);
        assert!(between(&order, order[0], ItemId::fresh()).is_empty());
    }
}
