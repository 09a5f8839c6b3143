//! What moving, adding and deleting items mean to the curator: the edit, what is said about it, where the focus goes.
//! Every way of moving ends in [`move_items`].

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;

use super::state::EditorState;
use super::{dom, sections};
use crate::parts::counted::counted;
use crate::rows;

/// Moves items, keeping their order among themselves, before another or to the end; says where they are now, and leaves
/// the focus on the first one's handle.
pub fn move_items(state: EditorState, items: &[ItemId], before: Option<ItemId>) {
    let Some(first) = first_of(state, items) else { return };
    let changes = state.document.with_untracked(|document| document.move_items(items, before));
    let name = name_of_all(state, items);
    if changes.is_empty() {
        let stays = if items.len() == 1 { " stays where it was." } else { " stay where they were." };
        state.announce(&[&name, stays].concat());
    } else {
        state.edit("move", changes);
        sections::unfold_around(state, items);
        state.announce(&[&name, " moved to ", &position(state, first), "."].concat());
    }
    dom::focus_soon(dom::handle_of(first));
    dom::reveal_soon(dom::row_of(first));
}

/// Deletes items, offers to undo it, and leaves the focus on the item that takes their place.
pub fn delete_items(state: EditorState, items: &[ItemId]) {
    let Some(first) = first_of(state, items) else { return };
    let name = name_of_all(state, items);
    let order = state.order.get_untracked();
    let at = order.iter().position(|id| *id == first).unwrap_or(0);
    let stays = |id: &&ItemId| !items.contains(id);
    let after = order[at..].iter().find(stays).copied();
    let next = after.or_else(|| order[..at].iter().rev().find(stays).copied());
    if state.insertion.get_untracked().is_some_and(|insertion| items.contains(&insertion)) {
        state.insertion.set(after);
    }
    state.edit("delete", state.document.with_untracked(|document| document.remove(items)));
    state.toast(&["Deleted. ", &name].concat(), true);
    dom::focus_soon(next.map_or_else(|| dom::gap_before(None) + " button", dom::handle_of));
}

/// The first of some items in reading order.
fn first_of(state: EditorState, items: &[ItemId]) -> Option<ItemId> {
    state.order.with_untracked(|order| order.iter().find(|id| items.contains(id)).copied())
}

/// The item after another in reading order.
#[must_use]
pub fn item_after(state: EditorState, item: ItemId) -> Option<ItemId> {
    state.order.with_untracked(|order| order.iter().skip_while(|id| **id != item).nth(1).copied())
}

/// Adds one item of the curator's own and gives it.
pub fn add_item(state: EditorState, body: ItemBody, before: Option<ItemId>) -> Option<ItemId> {
    let noun = body.noun();
    let added = state.add_bodies(vec![body], before).pop()?;
    state.announce(&[noun, " added at ", &position(state, added), "."].concat());
    dom::reveal_soon(dom::row_of(added));
    Some(added)
}

/// Where an item stands: "position 3 of 12".
#[must_use]
pub fn position(state: EditorState, item: ItemId) -> String {
    let (place, count) = state
        .order
        .with_untracked(|order| (order.iter().position(|id| *id == item).map_or(0, |at| at + 1), order.len()));
    ["position ", &place.to_string(), " of ", &count.to_string()].concat()
}

/// A short name of an item, for announcements and lists.
#[must_use]
pub fn name_of(state: EditorState, item: ItemId) -> String {
    let name = |body: &ItemBody| {
        state.cards.with_value(|cards| rows::name(body, body.post_id().and_then(|post| cards.get(&post))))
    };
    state
        .document
        .with_untracked(|document| document.items.get(&item).map_or_else(String::new, |item| name(&item.body)))
}

/// What several items are called: the name of one, or how many they are.
#[must_use]
pub fn name_of_all(state: EditorState, items: &[ItemId]) -> String {
    match items {
        [item] => name_of(state, *item),
        items => counted(items.len(), "item"),
    }
}
