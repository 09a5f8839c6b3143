//! Which items a change touches. In a story of thousands, a keystroke in one item must not wake the others.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::edit::Changes;
use shared::ids::ItemId;
use shared::story::StoryDocument;

/// Wakes those who read an item, and only them.
#[derive(Clone, Copy)]
pub struct Touched {
    triggers: StoredValue<BTreeMap<ItemId, ArcTrigger>>,
}

impl Touched {
    /// Nobody reads anything yet.
    #[must_use]
    pub fn new() -> Self {
        Self { triggers: StoredValue::new(BTreeMap::new()) }
    }

    /// From now on the calling memo or view is woken when the item changes.
    pub fn track(self, item: ItemId) {
        let trigger =
            self.triggers.try_update_value(|triggers| triggers.entry(item).or_insert_with(ArcTrigger::new).clone());
        if let Some(trigger) = trigger {
            trigger.track();
        }
    }

    /// Wakes the readers of these items.
    pub fn notify(self, items: impl IntoIterator<Item = ItemId>) {
        let woken: Vec<ArcTrigger> = self
            .triggers
            .with_value(|triggers| items.into_iter().filter_map(|item| triggers.get(&item).cloned()).collect());
        woken.iter().for_each(Notify::notify);
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
