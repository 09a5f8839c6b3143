//! Putting items in an order: by time, by thread, by author. Only the places that they had are dealt out anew, so what
//! stands between them stays where it is.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::desk::{Card, Cards};
use shared::ids::ItemId;
use shared::sorting::sorted as in_order;
use shared::story::StoryDocument;

use super::moving::name_of_all;
use super::state::EditorState;

/// What items are put in order by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Oldest first.
    Time,
    /// Oldest first, and every answer below what it answers.
    Thread,
    /// By name, and oldest first within one.
    Author,
}

/// Sorts items, in one gesture.
pub fn sort(state: EditorState, items: &[ItemId], by: By) {
    let changes = state.document.with_untracked(|document| {
        document.arrange(&state.cards.with_value(|cards| sorted(document, cards, items, by)))
    });
    let name = name_of_all(state, items);
    if changes.is_empty() {
        return state.announce(&[&name, " are in this order already."].concat());
    }
    state.edit("sort", changes);
    let how = match by {
        By::Time => " sorted by time.",
        By::Thread => " sorted by thread.",
        By::Author => " sorted by author.",
    };
    state.toast(&[&name, how].concat(), true);
}

/// The items in the wanted order. What is no post goes with the post before it.
fn sorted(document: &StoryDocument, cards: &Cards, items: &[ItemId], by: By) -> Vec<ItemId> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for item in document.ordered().into_iter().filter(|item| items.contains(&item.id)) {
        match (item.body.post_id().and_then(|post| cards.get(&post)), groups.last_mut()) {
            (None, Some((_, group))) => group.push(item.id),
            (card, _) => groups.push((card, vec![item.id])),
        }
    }
    let time = |card: Option<&Card>| card.map_or((0, 0), |card| (1, card.published.unwrap_or(i64::MAX)));
    let by_time = |groups| in_order(groups, |a: &Group<'_>, b: &Group<'_>| time(a.0).cmp(&time(b.0)));
    let groups = match by {
        By::Time => by_time(groups),
        By::Author => {
            let name = |group: &Group<'_>| group.0.map(|card| super::dom::lower_case(&card.author));
            in_order(by_time(groups), |a, b| name(a).cmp(&name(b)))
        }
        By::Thread => by_thread(by_time(groups)),
    };
    groups.into_iter().flat_map(|(_, group)| group).collect()
}

type Group<'a> = (Option<&'a Card>, Vec<ItemId>);

/// Every answer below what it answers, if that is here.
fn by_thread(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let known: Vec<String> = groups.iter().filter_map(|(card, _)| card.map(|card| card.uri.clone())).collect();
    let mut roots = Vec::new();
    let mut answers: BTreeMap<String, Vec<Group<'_>>> = BTreeMap::new();
    for group in groups {
        let question =
            group.0.and_then(|card| card.reply_to.clone().filter(|to| *to != card.uri && known.contains(to)));
        match question {
            Some(question) => answers.entry(question).or_default().push(group),
            None => roots.push(group),
        }
    }
    let mut read = Vec::new();
    let mut unread: Vec<Group<'_>> = roots.into_iter().rev().collect();
    while let Some(group) = unread.pop() {
        if let Some(card) = group.0 {
            unread.extend(answers.remove(&card.uri).into_iter().flatten().rev());
        }
        read.push(group);
    }
    // Posts that claim to answer each other in a circle hang below nothing.
    read.extend(answers.into_values().flatten());
    read
}

#[cfg(test)]
mod tests {
    use shared::edit::apply;
    use shared::item::ItemBody;

    use super::super::source_panel::invented_post;
    use super::*;

    /// A story of three posts and a remark behind the first, and its cards.
    fn story() -> (StoryDocument, Cards, Vec<ItemId>) {
        let card = |number: u32, author: &str, minute: i64| Card {
            author: author.to_owned(),
            published: Some(minute),
            ..invented_post(number)
        };
        let written = [card(1, "Cleo", 30), card(2, "ada", 10), card(3, "Ben", 20)];
        let mut bodies: Vec<ItemBody> = written.iter().map(|card| ItemBody::post(card.id)).collect();
        bodies.insert(1, ItemBody::Text { markdown: "remark".into() });
        let new: Vec<_> = bodies.into_iter().map(|body| (ItemId::fresh(), body)).collect();
        let ids = new.iter().map(|(id, _)| *id).collect();
        let mut document = StoryDocument::default();
        let changes = document.insert(new, None);
        apply(&mut document, &changes).expect("applies");
        (document, written.into_iter().map(|card| (card.id, card)).collect(), ids)
    }

    #[test]
    fn a_remark_stays_with_its_post() {
        let (document, cards, ids) = story();
        assert_eq!(sorted(&document, &cards, &ids, By::Time), [ids[2], ids[3], ids[0], ids[1]]);
    }

    #[test]
    fn what_is_not_selected_stays_where_it_is() {
        let (mut document, cards, ids) = story();
        let changes = document.arrange(&sorted(&document, &cards, &[ids[0], ids[3]], By::Time));
        apply(&mut document, &changes).expect("applies");
        let order: Vec<ItemId> = document.ordered().into_iter().map(|item| item.id).collect();
        assert_eq!(order, [ids[3], ids[1], ids[2], ids[0]]);
    }

    #[test]
    fn answers_stand_below_their_questions() {
        let (document, mut cards, ids) = story();
        let first = document.items[&ids[0]].body.post_id().expect("a post");
        let second = document.items[&ids[2]].body.post_id().expect("a post");
        let uri = cards[&first].uri.clone();
        cards.get_mut(&second).expect("there").reply_to = Some(uri);
        assert_eq!(sorted(&document, &cards, &ids, By::Thread), [ids[3], ids[0], ids[1], ids[2]]);
    }
}
