//! Edits in words, and which of them belong together.

use std::collections::BTreeMap;

use app::pages::history::{Group, Step};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use shared::edit::{Change, Changes};
use shared::ids::{ItemId, PostId};
use shared::item::{Item, ItemBody, first_words};
use shared::post::Post;

use super::store::HistoryRow;

type Posts = BTreeMap<PostId, Post>;

/// Edits, the latest first, grouped by author and hour. Keystrokes in one place are one step.
pub fn group(rows: Vec<HistoryRow>, posts: &Posts) -> Vec<Group> {
    let mut groups: Vec<(DateTime<Utc>, Group)> = Vec::new();
    let mut last_place = None;
    for row in rows {
        let hour = row.accepted_at.duration_trunc(TimeDelta::hours(1)).unwrap_or(row.accepted_at);
        let place = written_place(&row.changes.0);
        let same_group = groups.last().is_some_and(|(start, group)| *start == hour && group.handle == row.handle);
        if !same_group {
            let name = row.name.clone().unwrap_or_else(|| "Somebody whose account is gone".to_owned());
            let steps = Vec::new();
            groups.push((hour, Group { name, handle: row.handle.clone(), from: hour, steps }));
        }
        let Some((_, group)) = groups.last_mut() else { continue };
        let goes_on = same_group && row.version.is_none() && place.is_some() && place == last_place;
        match group.steps.last_mut() {
            Some(step) if goes_on => step.edits += 1,
            _ => group.steps.push(step(&row, posts)),
        }
        last_place = place;
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn step(row: &HistoryRow, posts: &Posts) -> Step {
    let mut words = describe(&row.changes.0, posts);
    match row.kind.as_str() {
        "undo" => words.insert_str(0, "Undo: "),
        "redo" => words.insert_str(0, "Redo: "),
        _ => {}
    }
    Step {
        revision: row.revision.unsigned_abs(),
        at: row.accepted_at,
        words,
        edits: 1,
        version: row.version.and_then(|version| u32::try_from(version).ok()),
    }
}

/// Where an edit wrote, when it did nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Title,
    Introduction,
    Item(ItemId),
}

fn written_place(changes: &Changes) -> Option<Place> {
    let Changes { title, introduction, cover, presentation, added, updated, removed } = changes;
    let mut places = Vec::new();
    places.extend(title.as_ref().map(|_| Place::Title));
    places.extend(introduction.as_ref().map(|_| Place::Introduction));
    places.extend(updated.iter().filter(|(_, change)| is_rewritten(change)).map(|(id, _)| Place::Item(*id)));
    let fields = cover.is_none() && presentation.is_none();
    let only = fields && added.is_empty() && removed.is_empty() && updated.values().all(is_rewritten);
    if only && places.len() == 1 { places.pop() } else { None }
}

fn is_rewritten(change: &Change<Item>) -> bool {
    change.from.body != change.to.body
}

/// What an edit did: "Added a post by Ada, moved 2 items".
pub fn describe(changes: &Changes, posts: &Posts) -> String {
    let mut parts = Vec::new();
    if let Some(title) = &changes.title {
        parts.push(if title.to.trim().is_empty() {
            "took the title away".to_owned()
        } else {
            format!("called the story “{}”", first_words(&title.to, 60))
        });
    }
    if let Some(introduction) = &changes.introduction {
        parts.push(field("introduction", introduction.from.is_empty(), introduction.to.is_empty()));
    }
    if let Some(cover) = &changes.cover {
        parts.push(field("cover", cover.from.is_none(), cover.to.is_none()));
    }
    parts.extend(changes.presentation.as_ref().map(|_| "changed the look".to_owned()));
    let (rewritten, moved): (Vec<_>, Vec<_>) = changes.updated.values().partition(|change| is_rewritten(change));
    parts.extend(several("added", changes.added.values(), posts));
    parts.extend(several("removed", changes.removed.values(), posts));
    parts.extend(several("changed", rewritten.into_iter().map(|change| &change.to), posts));
    parts.extend(several("moved", moved.into_iter().map(|change| &change.to), posts));
    let words = parts.join(", ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| "Changed nothing".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

fn field(what: &str, was_empty: bool, is_empty: bool) -> String {
    let verb = match (was_empty, is_empty) {
        (true, _) => "added",
        (_, true) => "removed",
        _ => "changed",
    };
    format!("{verb} the {what}")
}

/// One item by name, several by number.
fn several<'a>(verb: &str, items: impl Iterator<Item = &'a Item>, posts: &Posts) -> Option<String> {
    let items: Vec<&Item> = items.collect();
    let nouns: Vec<&str> = items.iter().map(|item| item.body.noun()).collect();
    match items.as_slice() {
        [] => None,
        [item] => Some(format!("{verb} {}", name(&item.body, posts))),
        [first, ..] => {
            let noun = first.body.noun();
            let noun = if nouns.iter().all(|other| *other == noun) { noun.to_lowercase() } else { "item".to_owned() };
            Some(format!("{verb} {} {noun}s", items.len()))
        }
    }
}

fn name(body: &ItemBody, posts: &Posts) -> String {
    let quoted = |what: &str, text: &str| match first_words(text, 50).trim() {
        "" => format!("an empty {what}"),
        words => format!("the {what} “{words}”"),
    };
    match body {
        ItemBody::Post { post, .. } => match posts.get(post).map(|post| post.author.name.trim()) {
            None | Some("") => "a post".to_owned(),
            Some(author) => format!("a post by {author}"),
        },
        ItemBody::Text { markdown } => quoted("text", &shared::markdown::render(markdown).to_text()),
        ItemBody::Heading { text } => quoted("heading", text),
        ItemBody::Picture { .. } => "a picture".to_owned(),
        ItemBody::Divider => "a divider".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use shared::edit::{apply, reverse};
    use shared::story::StoryDocument;
    use sqlx::types::Json;

    use super::*;

    fn text(words: &str) -> (ItemId, ItemBody) {
        (ItemId::fresh(), ItemBody::Text { markdown: words.to_owned() })
    }

    fn row(revision: i64, handle: &str, minute: i64, changes: Changes) -> HistoryRow {
        let start: DateTime<Utc> = "2026-11-25T20:00:00Z".parse().unwrap();
        HistoryRow {
            revision,
            handle: Some(handle.to_owned()),
            name: Some(handle.to_uppercase()),
            kind: "do".to_owned(),
            accepted_at: start + TimeDelta::minutes(minute),
            changes: Json(changes),
            version: None,
        }
    }

    #[test]
    fn an_edit_says_what_it_did() {
        let say = |changes: &Changes| describe(changes, &Posts::new());
        let empty = StoryDocument::default();
        let one = empty.insert(vec![text("Some **bold** words")], None);
        assert_eq!(say(&one), "Added the text “Some bold words”");
        assert_eq!(say(&reverse(one.clone())), "Removed the text “Some bold words”");
        let mixed = vec![text("a"), (ItemId::fresh(), ItemBody::Divider)];
        assert_eq!(say(&empty.insert(mixed, None)), "Added 2 items");
        let mut both = Changes::of_title(&empty, "Chat");
        both.added = empty.insert(vec![text("a"), text("b")], None).added;
        assert_eq!(say(&both), "Called the story “Chat”, added 2 texts");
        assert_eq!(say(&Changes::of_introduction(&empty, "x")), "Added the introduction");
        assert_eq!(say(&Changes::default()), "Changed nothing");
    }

    #[test]
    fn edits_are_grouped_by_author_and_hour_and_keystrokes_are_one_step() {
        let mut document = StoryDocument::default();
        let (id, body) = text("a");
        let mut edits = vec![document.insert(vec![(id, body)], None)];
        apply(&mut document, &edits[0]).unwrap();
        for words in ["ab", "abc", "abcd"] {
            let typed = document.replace(id, ItemBody::Text { markdown: words.to_owned() });
            apply(&mut document, &typed).unwrap();
            edits.push(typed);
        }
        let people = [("ada", 1), ("ada", 2), ("ada", 3), ("bob", 4)];
        let rows = edits.into_iter().zip(people).zip(1..);
        let mut rows: Vec<_> = rows.map(|((changes, (who, at)), number)| row(number, who, at, changes)).collect();
        rows.push(row(5, "bob", 61, Changes::of_title(&document, "Chat")));
        rows.reverse();
        let groups = group(rows, &Posts::new());
        let shape: Vec<_> = groups
            .iter()
            .map(|group| (group.name.as_str(), group.steps.iter().map(|step| (step.revision, step.edits)).collect()))
            .collect::<Vec<(&str, Vec<_>)>>();
        assert_eq!(
            shape,
            [("BOB", vec![(5, 1)]), ("BOB", vec![(4, 1)]), ("ADA", vec![(3, 2), (1, 1)])],
            "the latest first"
        );
    }
}
