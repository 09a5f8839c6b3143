//! What is another in one document than in an earlier one, for people: not the edit that leads there (see
//! [`crate::difference`]), but what a reader would notice.

use std::collections::BTreeMap;

use crate::ids::ItemId;
use crate::story::StoryDocument;

/// How two documents differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Whether the title is another.
    pub title: bool,
    /// Whether the introduction is.
    pub introduction: bool,
    /// Whether the cover is.
    pub cover: bool,
    /// Whether the look is.
    pub presentation: bool,
    /// Items that were not there, in their order.
    pub added: Vec<ItemId>,
    /// Items that are no longer there, in the order they had.
    pub removed: Vec<ItemId>,
    /// The fewest items whose moving explains the order of those that stayed, in their order.
    pub moved: Vec<ItemId>,
    /// Items that stayed and say something else, in their order.
    pub rewritten: Vec<ItemId>,
}

impl Comparison {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares a document with an earlier one.
#[must_use]
pub fn compare(from: &StoryDocument, to: &StoryDocument) -> Comparison {
    let (before, after) = (from.ordered(), to.ordered());
    let mut places: BTreeMap<ItemId, usize> = BTreeMap::new();
    places.extend(before.iter().enumerate().map(|(place, item)| (item.id, place)));
    let stayed: Vec<_> = after.iter().filter_map(|item| Some((*places.get(&item.id)?, item.id))).collect();
    let in_order = longest_rising(&stayed.iter().map(|(place, _)| *place).collect::<Vec<_>>());
    let moved = stayed.iter().zip(in_order).filter(|(_, in_order)| !in_order).map(|((_, id), _)| *id).collect();
    let is_new = |id: &ItemId| !from.items.contains_key(id);
    let is_gone = |id: &ItemId| !to.items.contains_key(id);
    let rewritten = stayed.iter().map(|(_, id)| *id).filter(|id| from.items[id].body != to.items[id].body).collect();
    Comparison {
        title: from.title != to.title,
        introduction: from.introduction != to.introduction,
        cover: from.cover != to.cover,
        presentation: from.presentation != to.presentation,
        added: after.iter().map(|item| item.id).filter(is_new).collect(),
        removed: before.iter().map(|item| item.id).filter(is_gone).collect(),
        moved,
        rewritten,
    }
}

/// Which members of a sequence without repetitions belong to a longest rising part of it (patience sorting).
fn longest_rising(sequence: &[usize]) -> Vec<bool> {
    // For each length the index of the least last member of a rising part, and for each member the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(sequence.len());
    for (index, member) in sequence.iter().enumerate() {
        let length = ends.partition_point(|end| sequence[*end] < *member);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut belongs = vec![false; sequence.len()];
    let mut next = ends.last().copied();
    while let Some(index) = next {
        belongs[index] = true;
        next = before[index];
    }
    belongs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::edit::apply;
    use crate::item::ItemBody;

    fn text(words: usize) -> ItemBody {
        ItemBody::Text { markdown: words.to_string() }
    }

    fn id(number: usize) -> ItemId {
        ItemId(Uuid::from_u128(u128::try_from(number).expect("small")))
    }

    fn written(order: &[usize]) -> StoryDocument {
        let mut document = StoryDocument::default();
        let edit = document.insert(order.iter().map(|number| (id(*number), text(0))).collect(), None);
        apply(&mut document, &edit).expect("applies");
        document
    }

    #[test]
    fn what_a_reader_would_notice_is_told_and_nothing_else() {
        let from = written(&[1, 2, 3, 4]);
        let mut to = written(&[4, 1, 5, 3]);
        to.title = "Another".into();
        to.items.get_mut(&id(3)).expect("there").body = text(9);
        let told = Comparison {
            title: true,
            added: vec![id(5)],
            removed: vec![id(2)],
            moved: vec![id(4)],
            rewritten: vec![id(3)],
            ..Comparison::default()
        };
        assert_eq!(compare(&from, &to), told);
    }

    proptest! {
        #[test]
        fn moving_one_item_is_one_move(count in 2usize..30, which in 0usize..30, before in proptest::option::of(0usize..30)) {
            let from = written(&(0..count).collect::<Vec<_>>());
            let mut to = from.clone();
            let edit = to.move_items(&[id(which % count)], before.map(|before| id(before % count)));
            apply(&mut to, &edit).expect("applies");
            let comparison = compare(&from, &to);
            prop_assert_eq!(comparison.moved.len(), usize::from(!edit.is_empty()));
            prop_assert!(comparison.added.is_empty() && comparison.removed.is_empty() && comparison.rewritten.is_empty());
        }

        #[test]
        fn those_that_did_not_move_keep_their_order(order in Just((0usize..20).collect::<Vec<_>>()).prop_shuffle()) {
            let (from, to) = (written(&(0..20).collect::<Vec<_>>()), written(&order));
            let moved = compare(&from, &to).moved;
            let kept: Vec<usize> = order.into_iter().filter(|number| !moved.contains(&id(*number))).collect();
            prop_assert!(kept.is_sorted(), "{:?}", kept);
        }

        #[test]
        fn what_comes_one_way_goes_the_other(one in proptest::collection::btree_set(0usize..12, 0..12), other in proptest::collection::btree_set(0usize..12, 0..12)) {
            let document = |numbers: std::collections::BTreeSet<usize>| written(&numbers.into_iter().collect::<Vec<_>>());
            let (one, other) = (document(one), document(other));
            prop_assert_eq!(compare(&one, &other).added, compare(&other, &one).removed);
            prop_assert!(compare(&one, &one).is_empty());
        }
    }
}
