//! Which items a change touches, and who draws them again. In a story of thousands, a keystroke in one item must not
//! make the page look at the others.

use std::sync::Arc;

use leptos::prelude::*;
use shared::edit::Changes;
use shared::ids::ItemId;
use shared::story::StoryDocument;

use super::state::EditorState;

/// Draws items again; gives whether any came, went or moved.
type Draw = Arc<dyn Fn(EditorState, &[ItemId]) -> bool + Send + Sync>;

/// Whoever draws the items.
#[derive(Clone, Copy)]
pub struct Touched {
    draw: StoredValue<Option<Draw>>,
}

impl Touched {
    /// Nobody draws yet.
    #[must_use]
    pub fn new() -> Self {
        Self { draw: StoredValue::new(None) }
    }

    /// From now on `draw` is called for what changes.
    pub fn draw_with(self, draw: impl Fn(EditorState, &[ItemId]) -> bool + Send + Sync + 'static) {
        self.draw.set_value(Some(Arc::new(draw)));
    }

    /// Has these items drawn again; gives whether any came, went or moved.
    pub fn notify(self, state: EditorState, items: &[ItemId]) -> bool {
        self.draw.get_value().is_none_or(|draw| draw(state, items))
    }
}

/// The items that a set of changes touches.
#[must_use]
pub fn items_in(changes: &Changes) -> Vec<ItemId> {
    changes.added.keys().chain(changes.updated.keys()).chain(changes.removed.keys()).copied().collect()
}

/// The items that are not the same in two documents.
#[must_use]
pub fn items_between(before: &StoryDocument, after: &StoryDocument) -> Vec<ItemId> {
    let gone = before.items.keys().filter(|id| !after.items.contains_key(id));
    let changed = after.items.iter().filter(|(id, item)| before.items.get(id) != Some(item)).map(|(id, _)| id);
    gone.chain(changed).copied().collect()
}

#[cfg(test)]
mod tests {
    use shared::edit::apply;
    use shared::item::ItemBody;

    use super::*;

    #[test]
    fn exactly_the_items_of_a_change_differ() {
        let mut before = StoryDocument::default();
        let ids = [ItemId::fresh(), ItemId::fresh(), ItemId::fresh()];
        let changes = before.insert(ids.iter().map(|id| (*id, ItemBody::Divider)).collect(), None);
        apply(&mut before, &changes).expect("applies");
        let mut after = before.clone();
        for changes in [before.move_items(&ids[..1], None), before.remove(&ids[1..2])] {
            apply(&mut after, &changes).expect("applies");
        }
        let mut between = items_between(&before, &after);
        between.sort_unstable();
        assert_eq!(between, ids[..2]);
        assert!(items_between(&after, &after).is_empty());
    }
}
