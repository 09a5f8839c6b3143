//! Sections: a heading and what follows it up to the next. They are carried, folded and found together.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;
use shared::story::StoryDocument;

use super::state::EditorState;
use crate::parts::counted::counted;

/// A heading with how many items follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: ItemId,
    /// Its words.
    pub title: String,
    /// The items after it, up to the next heading.
    pub items: Vec<ItemId>,
}

/// The sections of a story; what stands before the first heading belongs to none.
#[must_use]
pub fn sections(document: &StoryDocument) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for item in document.ordered() {
        match (&item.body, sections.last_mut()) {
            (ItemBody::Heading { text }, _) => {
                sections.push(Section { heading: item.id, title: text.trim().to_owned(), items: Vec::new() });
            }
            (_, Some(section)) => section.items.push(item.id),
            (_, None) => {}
        }
    }
    sections
}

/// A heading and everything in its section.
#[must_use]
pub fn section_of(state: EditorState, heading: ItemId) -> Vec<ItemId> {
    let section = state
        .document
        .with_untracked(|document| sections(document).into_iter().find(|section| section.heading == heading));
    std::iter::once(heading).chain(section.into_iter().flat_map(|section| section.items)).collect()
}

/// Folds a section away, or unfolds it.
pub fn toggle_fold(state: EditorState, heading: ItemId) {
    let folded = state.folded.try_update(|folded| {
        let unfolded = folded.remove(&heading);
        if !unfolded {
            folded.insert(heading);
        }
        !unfolded
    });
    let count = section_of(state, heading).len() - 1;
    let verb = if folded == Some(true) { " folded away." } else { " shown again." };
    state.announce(&[&counted(count, "item"), verb].concat());
}

/// The items that are folded away.
#[must_use]
pub fn folded_away(document: &StoryDocument, folded: &BTreeSet<ItemId>) -> BTreeSet<ItemId> {
    if folded.is_empty() {
        return BTreeSet::new();
    }
    let mut hidden = BTreeSet::new();
    for section in sections(document) {
        if folded.contains(&section.heading) {
            hidden.extend(section.items);
        }
    }
    hidden
}

/// Unfolds the sections that items have come into, so that they do not vanish.
pub fn unfold_around(state: EditorState, items: &[ItemId]) {
    let mut folded = state.folded.get_untracked();
    if folded.is_empty() {
        return;
    }
    let before = folded.len();
    for section in state.document.with_untracked(sections) {
        if !items.contains(&section.heading) && section.items.iter().any(|item| items.contains(item)) {
            folded.remove(&section.heading);
        }
    }
    if folded.len() < before {
        state.folded.set(folded);
    }
}

/// The items that are not folded away, in reading order: what one walks and moves among.
#[must_use]
pub fn in_view(state: EditorState) -> Vec<ItemId> {
    let hidden =
        state.document.with_untracked(|document| state.folded.with_untracked(|folded| folded_away(document, folded)));
    state.order.with_untracked(|order| order.iter().filter(|id| !hidden.contains(id)).copied().collect())
}

#[cfg(test)]
mod tests {
    use shared::edit::apply;

    use super::*;

    #[test]
    fn a_section_reaches_to_the_next_heading() {
        let mut document = StoryDocument::default();
        let heading = |text: &str| ItemBody::Heading { text: text.to_owned() };
        let bodies =
            [ItemBody::Divider, heading("One"), ItemBody::Divider, ItemBody::Divider, heading(" Two "), heading("")];
        let new: Vec<_> = bodies.into_iter().map(|body| (ItemId::fresh(), body)).collect();
        let ids: Vec<ItemId> = new.iter().map(|(id, _)| *id).collect();
        let changes = document.insert(new, None);
        apply(&mut document, &changes).expect("applies");
        let found = sections(&document);
        assert_eq!(found.iter().map(|section| section.title.as_str()).collect::<Vec<_>>(), ["One", "Two", ""]);
        assert_eq!(found[0].items, ids[2..4]);
        assert_eq!(folded_away(&document, &BTreeSet::from([ids[1], ids[4]])), BTreeSet::from([ids[2], ids[3]]));
    }
}
