//! The laws of edits, as properties.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::item::ItemBody;
use crate::presentation::Layout;

/// One thing a curator might do; made concrete against whatever the document is by then.
#[derive(Clone, Debug)]
enum Gesture {
    Insert { id: u8, words: u8, at: usize },
    Move { which: usize, to: usize },
    Rewrite { which: usize, words: u8 },
    Remove { which: usize },
    Title(u8),
    Introduction(u8),
    Look(u8),
}

fn gesture() -> impl Strategy<Value = Gesture> {
    prop_oneof![
        3 => (0u8..24, any::<u8>(), 0usize..20).prop_map(|(id, words, at)| Gesture::Insert { id, words, at }),
        3 => (0usize..20, 0usize..20).prop_map(|(which, to)| Gesture::Move { which, to }),
        2 => (0usize..20, 0u8..4).prop_map(|(which, words)| Gesture::Rewrite { which, words }),
        2 => (0usize..20).prop_map(|which| Gesture::Remove { which }),
        1 => (0u8..3).prop_map(Gesture::Title),
        1 => (0u8..3).prop_map(Gesture::Introduction),
        1 => (0u8..4).prop_map(Gesture::Look),
    ]
}

fn gestures() -> impl Strategy<Value = Vec<Gesture>> {
    proptest::collection::vec(gesture(), 0..24)
}

fn text(words: u8) -> ItemBody {
    ItemBody::Text { markdown: format!("words {words}") }
}

fn changes(document: &StoryDocument, gesture: &Gesture) -> Changes {
    let order = document.ordered();
    let pick = |which: usize| order.get(which % order.len().max(1)).map(|item| item.id);
    match *gesture {
        Gesture::Insert { id, words, at } => {
            let id = ItemId(Uuid::from_u128(u128::from(id)));
            if document.items.contains_key(&id) {
                return Changes::default();
            }
            document.insert(vec![(id, text(words))], order.get(at).map(|item| item.id))
        }
        Gesture::Move { which, to } => pick(which)
            .map_or_else(Changes::default, |id| document.move_items(&[id], order.get(to).map(|item| item.id))),
        Gesture::Rewrite { which, words } => {
            pick(which).map_or_else(Changes::default, |id| document.replace(id, text(words)))
        }
        Gesture::Remove { which } => pick(which).map_or_else(Changes::default, |id| document.remove(&[id])),
        Gesture::Title(words) => Changes::of_title(document, &format!("title {words}")),
        Gesture::Introduction(words) => Changes::of_introduction(document, &format!("introduction {words}")),
        Gesture::Look(which) => {
            let layout = Layout::ALL[usize::from(which) % Layout::ALL.len()];
            let accent = (which % 2 == 1).then(|| "#9a4a1c".parse().expect("a colour"));
            Changes::of_presentation(document, Presentation { layout, accent, ..Presentation::default() })
        }
    }
}

/// Makes the gestures one after the other; gives the edits and the document they lead to.
fn play(start: &StoryDocument, gestures: &[Gesture]) -> (Vec<Changes>, StoryDocument) {
    let mut document = start.clone();
    let mut edits = Vec::new();
    for gesture in gestures {
        let edit = changes(&document, gesture);
        apply(&mut document, &edit).expect("made for this document");
        edits.push(edit);
    }
    (edits, document)
}

fn squashed(edits: Vec<Changes>) -> Changes {
    edits.into_iter().fold(Changes::default(), squash)
}

proptest! {
    #[test]
    fn undoing_everything_leads_back(first in gestures(), second in gestures()) {
        let (_, start) = play(&StoryDocument::default(), &first);
        let (edits, mut document) = play(&start, &second);
        for edit in edits.into_iter().rev() {
            apply(&mut document, &reverse(edit)).expect("applies");
        }
        prop_assert_eq!(document, start);
    }

    #[test]
    fn one_squashed_edit_does_what_many_did(first in gestures(), second in gestures()) {
        let (_, start) = play(&StoryDocument::default(), &first);
        let (edits, end) = play(&start, &second);
        let edit = squashed(edits);
        let mut document = start.clone();
        apply(&mut document, &edit).expect("applies");
        prop_assert_eq!(&document, &end);
        apply(&mut document, &reverse(edit)).expect("applies");
        prop_assert_eq!(document, start);
    }

    #[test]
    fn reversing_twice_is_the_edit_itself(gestures in gestures()) {
        let edit = squashed(play(&StoryDocument::default(), &gestures).0);
        prop_assert_eq!(reverse(reverse(edit.clone())), edit);
    }

    #[test]
    fn moving_puts_an_item_where_it_was_dropped(gestures in gestures(), which in 0usize..20, to in 0usize..20) {
        let (_, mut document) = play(&StoryDocument::default(), &gestures);
        let order: Vec<ItemId> = document.ordered().iter().map(|item| item.id).collect();
        prop_assume!(!order.is_empty());
        let (moving, landmark) = (order[which % order.len()], order.get(to).copied());
        let moved = document.move_items(&[moving], landmark);
        apply(&mut document, &moved).expect("applies");
        let mut expected: Vec<ItemId> = order.iter().copied().filter(|id| *id != moving).collect();
        let at = match landmark {
            Some(landmark) if landmark == moving => order.iter().position(|id| *id == moving).expect("there"),
            Some(landmark) => expected.iter().position(|id| *id == landmark).expect("there"),
            None => expected.len(),
        };
        expected.insert(at, moving);
        prop_assert_eq!(document.ordered().iter().map(|item| item.id).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_rebased_edit_applies_or_names_the_conflict(base in gestures(), mine in gestures(), theirs in gestures()) {
        let (_, base) = play(&StoryDocument::default(), &base);
        let mine = squashed(play(&base, &mine).0);
        let (_, mut document) = play(&base, &theirs);
        let before = document.clone();
        match rebase(&document, mine.clone()) {
            Ok(rebased) => {
                apply(&mut document, &rebased).expect("a rebased edit always applies");
                // Everything that was written is there.
                for (id, item) in &mine.added {
                    prop_assert_eq!(&document.items[id].body, &item.body);
                }
                for (id, change) in &mine.updated {
                    if change.from.body != change.to.body {
                        prop_assert_eq!(&document.items[id].body, &change.to.body);
                    }
                }
            }
            Err(conflicts) => {
                prop_assert!(!conflicts.is_empty());
                prop_assert_eq!(document, before);
            }
        }
    }

    #[test]
    fn an_edit_on_the_latest_revision_needs_no_rebase(base in gestures(), mine in gestures()) {
        let (_, base) = play(&StoryDocument::default(), &base);
        let mine = squashed(play(&base, &mine).0);
        prop_assert_eq!(rebase(&base, mine.clone()), Ok(mine));
    }

    #[test]
    fn edits_to_different_items_commute(base in gestures(), mine in 0usize..20, theirs in 0usize..20, words in 5u8..9) {
        let (_, base) = play(&StoryDocument::default(), &base);
        let order = base.ordered();
        prop_assume!(order.len() > 1 && mine % order.len() != theirs % order.len());
        let mine = base.replace(order[mine % order.len()].id, text(words));
        let theirs = base.replace(order[theirs % order.len()].id, text(words + 1));
        let both = |first: &Changes, second: &Changes| {
            let mut document = base.clone();
            for edit in [first, second] {
                let rebased = rebase(&document, edit.clone())?;
                apply(&mut document, &rebased)?;
            }
            Ok::<_, Vec<Conflict>>(document)
        };
        prop_assert_eq!(both(&mine, &theirs), both(&theirs, &mine));
    }

    #[test]
    fn the_difference_leads_from_one_story_to_the_other(one in gestures(), other in gestures()) {
        let (_, mut document) = play(&StoryDocument::default(), &one);
        let (_, wanted) = play(&StoryDocument::default(), &other);
        let changes = crate::difference::difference(&document, &wanted);
        apply(&mut document, &changes).expect("applies");
        prop_assert_eq!(document, wanted);
    }

    #[test]
    fn an_edit_survives_its_journey_as_json(gestures in gestures()) {
        let edit = squashed(play(&StoryDocument::default(), &gestures).0);
        let json = serde_json::to_string(&edit).expect("serialises");
        prop_assert_eq!(serde_json::from_str::<Changes>(&json).expect("reads"), edit);
    }
}

#[test]
fn two_texts_for_one_item_are_a_conflict_and_change_nothing() {
    let id = ItemId(Uuid::from_u128(1));
    let mut document = StoryDocument::default();
    let edit = document.insert(vec![(id, text(0))], None);
    apply(&mut document, &edit).expect("applies");
    let mine = document.replace(id, text(1));
    let theirs = document.replace(id, text(2));
    apply(&mut document, &theirs).expect("applies");
    let current = document.items[&id].clone();
    assert_eq!(rebase(&document, mine), Err(vec![Conflict::ItemChanged { current }]));
}

#[test]
fn moving_what_another_rewrites_keeps_both() {
    let ids = [1, 2].map(|id| ItemId(Uuid::from_u128(id)));
    let mut document = StoryDocument::default();
    let edit = document.insert(ids.map(|id| (id, text(0))).to_vec(), None);
    apply(&mut document, &edit).expect("applies");
    let moved = document.move_items(&[ids[1]], Some(ids[0]));
    let rewritten = document.replace(ids[1], text(9));
    apply(&mut document, &rewritten).expect("applies");
    let rebased = rebase(&document, moved).expect("no conflict");
    apply(&mut document, &rebased).expect("applies");
    assert_eq!(document.ordered()[0].body, text(9));
}
