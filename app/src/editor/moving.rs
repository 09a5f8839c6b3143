//! What moving, adding and deleting items mean to the curator: the edit, what is said about it, where the focus goes.
//! Every way of moving ends in [`move_item`].

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::ids::{ItemId, PostId};
use shared::item::{ItemBody, first_words};
use shared::post::Post;

use super::dom;
use super::state::EditorState;

/// How many characters of a text name an item.
const NAME_LENGTH: usize = 60;

/// Moves an item before another or to the end, says where it is now, and leaves the focus on its handle.
pub fn move_item(state: EditorState, item: ItemId, before: Option<ItemId>) {
    let changes = state.document.with_untracked(|document| document.move_items(&[item], before));
    let name = name_of(state, item);
    if changes.is_empty() {
        state.announce(&format!("{name} stays where it was."));
    } else {
        state.edit("move", changes);
        let (place, count) = place_of(state, item);
        state.announce(&format!("{name} moved to position {place} of {count}."));
    }
    dom::focus_soon(dom::handle_of(item));
    dom::reveal_soon(format!("[data-item-id=\"{item}\"]"));
}

/// Deletes an item, offers to undo it, and leaves the focus on the item that takes its place.
pub fn delete_item(state: EditorState, item: ItemId) {
    let name = name_of(state, item);
    let order = state.order.get_untracked();
    let at = order.iter().position(|id| *id == item).unwrap_or(0);
    let next = order.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| order.get(before))).copied();
    if state.insertion.get_untracked() == Some(item) {
        state.insertion.set(order.get(at + 1).copied());
    }
    state.edit("delete", state.document.with_untracked(|document| document.remove(&[item])));
    state.toast(&format!("Deleted. {name}"), true);
    dom::focus_soon(next.map_or_else(|| dom::gap_before(None) + " button", dom::handle_of));
}

/// Adds one item of the curator's own and gives it.
pub fn add_item(state: EditorState, body: ItemBody, before: Option<ItemId>) -> Option<ItemId> {
    let noun = body.noun();
    let added = state.add_bodies(vec![body], before).pop()?;
    let (place, count) = place_of(state, added);
    state.announce(&format!("{noun} added at position {place} of {count}."));
    dom::reveal_soon(format!("[data-item-id=\"{added}\"]"));
    Some(added)
}

/// Where an item stands, counted from one, and among how many.
#[must_use]
pub fn place_of(state: EditorState, item: ItemId) -> (usize, usize) {
    state.order.with_untracked(|order| (order.iter().position(|id| *id == item).map_or(0, |at| at + 1), order.len()))
}

/// A short name of an item, for announcements and lists.
#[must_use]
pub fn name_of(state: EditorState, item: ItemId) -> String {
    state.document.with_untracked(|document| {
        let body = document.items.get(&item).map(|item| &item.body);
        body.map_or_else(String::new, |body| state.posts.with_untracked(|posts| name(body, posts)))
    })
}

/// A short name of what an item is.
#[must_use]
pub fn name(body: &ItemBody, posts: &BTreeMap<PostId, Post>) -> String {
    let words = match body {
        ItemBody::Post { post, .. } => posts.get(post).map(Post::summary).unwrap_or_default(),
        ItemBody::Text { markdown } => first_words(markdown, NAME_LENGTH),
        ItemBody::Heading { text } => first_words(text, NAME_LENGTH),
        ItemBody::Picture { picture, caption } => {
            first_words(if caption.is_empty() { &picture.alt } else { caption }, NAME_LENGTH)
        }
        ItemBody::Divider => String::new(),
    };
    match (body, words.is_empty()) {
        (_, true) => body.noun().to_owned(),
        (ItemBody::Post { .. }, false) => words,
        (_, false) => format!("{} “{words}”", body.noun()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_named_by_their_first_words() {
        let posts = BTreeMap::new();
        assert_eq!(name(&ItemBody::Heading { text: "Question 1".into() }, &posts), "Heading “Question 1”");
        assert_eq!(name(&ItemBody::Text { markdown: " ".into() }, &posts), "Text");
        assert_eq!(name(&ItemBody::Divider, &posts), "Divider");
        assert_eq!(name(&ItemBody::post(PostId::fresh()), &posts), "Post");
    }
}
