//! A story: an ordered list of items with a title, owned by an account.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::edit::{Change, Changes};
use crate::ids::ItemId;
use crate::item::{Item, ItemBody};
use crate::media::Picture;
use crate::order::OrderKey;
use crate::presentation::Presentation;
use crate::sorting::sorted;

/// The most items a story may hold.
pub const MAX_ITEMS: usize = 20_000;
/// The most characters a title may have.
pub const MAX_TITLE: usize = 300;
/// The most characters an introduction or a text item may have: about forty printed pages.
pub const MAX_TEXT: usize = 100_000;
/// The most characters a heading, caption or picture description may have.
pub const MAX_LINE: usize = 2_000;

/// What a curator edits and a version freezes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryDocument {
    /// Plain text; may be empty in a draft.
    pub title: String,
    /// CommonMark, shown under the title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub introduction: String,
    /// Shown large under the title and small in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<Picture>,
    /// How it looks to readers.
    #[serde(default, skip_serializing_if = "Presentation::is_default")]
    pub presentation: Presentation,
    /// Written as a list in reading order.
    #[serde(serialize_with = "as_list", deserialize_with = "from_list", default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Item>))]
    pub items: BTreeMap<ItemId, Item>,
}

/// The title of a story as it is shown: what stands for it while there is none.
#[must_use]
pub fn shown_title(title: &str) -> &str {
    if title.trim().is_empty() { "Untitled story" } else { title }
}

/// Whether a text begins in a script that is written from right to left.
#[must_use]
pub fn is_right_to_left(text: &str) -> bool {
    let strong = text.chars().find(|character| character.is_alphabetic());
    strong.is_some_and(|first| {
        matches!(first, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

/// The direction of what stands around a story, by its title, for `dir`.
#[must_use]
pub fn direction(title: &str) -> &'static str {
    if is_right_to_left(title) { "rtl" } else { "ltr" }
}

fn as_list<S: Serializer>(items: &BTreeMap<ItemId, Item>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(in_order(items))
}

fn from_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<ItemId, Item>, D::Error> {
    let items = Vec::<Item>::deserialize(deserializer)?;
    let mut by_id = BTreeMap::new();
    by_id.extend(items.into_iter().map(|item| (item.id, item)));
    Ok(by_id)
}

fn in_order(items: &BTreeMap<ItemId, Item>) -> Vec<&Item> {
    by_place(items.values().collect())
}

fn by_place(items: Vec<&Item>) -> Vec<&Item> {
    sorted(items, |a, b| (&a.order, a.id).cmp(&(&b.order, b.id)))
}

impl StoryDocument {
    /// Whether it has no title yet; such a story is not published.
    #[must_use]
    pub fn is_untitled(&self) -> bool {
        self.title.trim().is_empty()
    }

    /// Whether there is nothing to read in it yet; such a story is not published.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.introduction.trim().is_empty()
    }

    /// The items in reading order. Two items with the same key (two people wrote to one place at once) stand in the
    /// order they were made.
    #[must_use]
    pub fn ordered(&self) -> Vec<&Item> {
        in_order(&self.items)
    }

    /// The pictures that are the curator's own: the cover, and those that are items.
    pub fn own_pictures(&self) -> impl Iterator<Item = &Picture> {
        let items = self.items.values().filter_map(|item| match &item.body {
            ItemBody::Picture { picture, .. } => Some(picture),
            _ => None,
        });
        self.cover.iter().chain(items)
    }

    /// The edit that puts new items before `before`, or at the end.
    ///
    /// Where two neighbours hold the same key, what follows the gap is given new keys in the same edit.
    #[must_use]
    pub fn insert(&self, new: Vec<(ItemId, ItemBody)>, before: Option<ItemId>) -> Changes {
        let (keys, mut changes) = self.make_room(new.len(), before, &[]);
        for ((id, body), order) in new.into_iter().zip(keys) {
            changes.added.insert(id, Item { id, order, body });
        }
        changes
    }

    /// The edit that moves items, keeping their order among themselves, before `before` or to the end.
    ///
    /// Moving items to where they already are is no change at all.
    #[must_use]
    pub fn move_items(&self, moving: &[ItemId], before: Option<ItemId>) -> Changes {
        let order = self.ordered();
        let moved: Vec<&Item> = order.iter().copied().filter(|item| moving.contains(&item.id)).collect();
        // A moving item cannot be the landmark: take the first that stays put after it.
        let before = before.and_then(|landmark| {
            let from = order.iter().position(|item| item.id == landmark)?;
            order[from..].iter().find(|item| !moving.contains(&item.id)).map(|item| item.id)
        });
        let mut rest: Vec<ItemId> = order.iter().map(|item| item.id).filter(|id| !moving.contains(id)).collect();
        let at = before.and_then(|landmark| rest.iter().position(|id| *id == landmark)).unwrap_or(rest.len());
        rest.splice(at..at, moved.iter().map(|item| item.id));
        if rest.iter().eq(order.iter().map(|item| &item.id)) {
            return Changes::default();
        }
        let (keys, mut changes) = self.make_room(moved.len(), before, moving);
        for (item, order) in moved.into_iter().zip(keys) {
            let to = Item { order, ..item.clone() };
            changes.updated.insert(item.id, Change { from: item.clone(), to });
        }
        changes
    }

    /// The edit that deals out the places of these items anew, in the order given. Items between them stay.
    ///
    /// Items that share a place keep sharing it; see [`Self::make_room`] for how ties are met.
    #[must_use]
    pub fn arrange(&self, wanted: &[ItemId]) -> Changes {
        let places = by_place(wanted.iter().filter_map(|id| self.items.get(id)).collect());
        let mut changes = Changes::default();
        for (id, place) in wanted.iter().filter(|id| self.items.contains_key(id)).zip(places) {
            let from = &self.items[id];
            let to = Item { order: place.order.clone(), ..from.clone() };
            changes.updated.extend(Change::between(from.clone(), to).map(|change| (*id, change)));
        }
        changes
    }

    /// The edit that removes items.
    #[must_use]
    pub fn remove(&self, ids: &[ItemId]) -> Changes {
        let removed = ids.iter().filter_map(|id| self.items.get(id)).map(|item| (item.id, item.clone())).collect();
        Changes { removed, ..Changes::default() }
    }

    /// The edit that gives an item another body; nothing when it already has it or is gone.
    #[must_use]
    pub fn replace(&self, id: ItemId, body: ItemBody) -> Changes {
        let mut changes = Changes::default();
        if let Some(from) = self.items.get(&id).filter(|item| item.body != body) {
            let to = Item { body, ..from.clone() };
            changes.updated.insert(id, Change { from: from.clone(), to });
        }
        changes
    }

    /// Keys for `count` items in front of `before` (or at the end), looking past the items in `leaving`;
    /// and the changes that make the room when neighbours share a key.
    fn make_room(&self, count: usize, before: Option<ItemId>, leaving: &[ItemId]) -> (Vec<OrderKey>, Changes) {
        let order: Vec<&Item> = self.ordered().into_iter().filter(|item| !leaving.contains(&item.id)).collect();
        let at = before.and_then(|id| order.iter().position(|item| item.id == id)).unwrap_or(order.len());
        let left = at.checked_sub(1).map(|index| &order[index].order);
        let mut changes = Changes::default();
        if let Some(keys) = OrderKey::spread(left, order.get(at).map(|item| &item.order), count) {
            return (keys, changes);
        }
        // The neighbours tie: everything after the gap that shares the key steps behind the newcomers.
        let tied = order[at..].iter().take_while(|item| Some(&item.order) == left).count();
        let right = order.get(at + tied).map(|item| &item.order);
        let mut keys = OrderKey::spread(left, right, count + tied).unwrap_or_default();
        for (item, order) in order[at..at + tied].iter().zip(keys.split_off(count.min(keys.len()))) {
            let to = Item { order, ..(*item).clone() };
            changes.updated.insert(item.id, Change { from: (*item).clone(), to });
        }
        (keys, changes)
    }

    /// Checks the limits that keep a story servable; says what is too long and by how much.
    ///
    /// # Errors
    /// The first limit that is passed.
    pub fn check(&self) -> Result<(), LimitExceeded> {
        let within = |what: &'static str, text: &str, most: usize| {
            let length = text.chars().count();
            if length > most { Err(LimitExceeded { what, length, most }) } else { Ok(()) }
        };
        if self.items.len() > MAX_ITEMS {
            return Err(LimitExceeded { what: "story (in items)", length: self.items.len(), most: MAX_ITEMS });
        }
        within("title", &self.title, MAX_TITLE)?;
        within("introduction", &self.introduction, MAX_TEXT)?;
        self.items.values().try_for_each(|item| match &item.body {
            ItemBody::Text { markdown } => within("text", markdown, MAX_TEXT),
            ItemBody::Heading { text } => within("heading", text, MAX_LINE),
            ItemBody::Picture { picture, caption } => {
                within("picture description", &picture.alt, MAX_LINE)?;
                within("caption", caption, MAX_LINE)
            }
            ItemBody::Post { .. } | ItemBody::Divider => Ok(()),
        })
    }
}

/// Something in a story is longer than Sheaf keeps.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The {what} is too long: {length} where at most {most} fit. {}", self.advice())]
pub struct LimitExceeded {
    /// Which part.
    pub what: &'static str,
    /// How long it is.
    pub length: usize,
    /// How long it may be.
    pub most: usize,
}

impl LimitExceeded {
    /// Only what is an item can be split into several.
    fn advice(&self) -> &'static str {
        match self.what {
            "text" => "Shorten it or split it into several items.",
            "introduction" => "Shorten it, or move some of it into the story.",
            "story (in items)" => "Take some out, or go on in another story.",
            _ => "Shorten it.",
        }
    }
}

/// The part of a story's address that comes from its title: lower-case letters and digits of any script, joined by
/// hyphens, at most 60 characters; `story` when nothing is left.
#[must_use]
pub fn slug_from_title(title: &str) -> String {
    let mut slug = String::new();
    for character in title.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !matches!(character, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let short: String = slug.chars().take(60).collect();
    let short = match short.rfind('-') {
        Some(hyphen) if short.len() < slug.len() && hyphen > short.len() / 2 => &short[..hyphen],
        _ => &short,
    };
    match short.trim_matches('-') {
        "" => "story".to_owned(),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    #[test]
    fn what_is_too_long_comes_with_advice_that_fits() {
        let title = StoryDocument { title: "x".repeat(MAX_TITLE + 1), ..StoryDocument::default() };
        let told = title.check().expect_err("too long").to_string();
        assert!(told.starts_with("The title is too long") && told.ends_with("fit. Shorten it."), "{told}");
        let mut long = StoryDocument::default();
        let insert = long.insert(vec![text(&"x".repeat(MAX_TEXT + 1))], None);
        apply(&mut long, &insert).expect("applies");
        assert!(long.check().expect_err("too long").to_string().ends_with("split it into several items."));
    }

    fn text(markdown: &str) -> (ItemId, ItemBody) {
        (ItemId::fresh(), ItemBody::Text { markdown: markdown.to_owned() })
    }

    fn edit(document: &mut StoryDocument, make: impl FnOnce(&StoryDocument) -> Changes) {
        let changes = make(document);
        apply(document, &changes).expect("applies");
    }

    fn written(texts: &[&str]) -> (StoryDocument, Vec<ItemId>) {
        let mut document = StoryDocument::default();
        let new: Vec<_> = texts.iter().map(|markdown| text(markdown)).collect();
        let ids = new.iter().map(|(id, _)| *id).collect();
        edit(&mut document, |story| story.insert(new, None));
        (document, ids)
    }

    fn read(document: &StoryDocument) -> String {
        let words = document.ordered().into_iter().map(|item| match &item.body {
            ItemBody::Text { markdown } => markdown.clone(),
            _ => "?".to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn items_go_where_they_are_put() {
        let (mut document, ids) = written(&["a", "b", "c"]);
        edit(&mut document, |story| story.insert(vec![text("x"), text("y")], Some(ids[1])));
        assert_eq!(read(&document), "a x y b c");
        edit(&mut document, |story| story.move_items(&[ids[2], ids[0]], None));
        assert_eq!(read(&document), "x y b a c");
        edit(&mut document, |story| story.move_items(&[ids[0]], Some(ids[1])));
        assert_eq!(read(&document), "x y a b c");
        edit(&mut document, |story| story.remove(&[ids[1]]));
        assert_eq!(read(&document), "x y a c");
    }

    #[test]
    fn moving_to_the_same_place_is_no_change() {
        let (document, ids) = written(&["a", "b", "c"]);
        assert!(document.move_items(&[ids[1]], Some(ids[1])).is_empty());
        assert!(document.move_items(&[ids[1]], Some(ids[2])).is_empty());
        assert!(document.move_items(&[ids[2]], None).is_empty());
        assert!(document.move_items(&ids, Some(ids[0])).is_empty());
    }

    #[test]
    fn a_gap_between_equal_keys_is_widened() {
        // Two people append to the same story at once: their items hold the same key, and inserting between them
        // found no room.
        let (mut document, ids) = written(&["a", "b", "c"]);
        let tied = document.items[&ids[0]].order.clone();
        document.items.get_mut(&ids[1]).expect("there").order = tied;
        edit(&mut document, |story| story.insert(vec![text("x")], Some(ids[1])));
        assert_eq!(read(&document), "a x b c");
    }

    #[test]
    fn the_document_is_written_in_reading_order() {
        let (mut document, ids) = written(&["a", "b"]);
        edit(&mut document, |story| story.move_items(&[ids[1]], Some(ids[0])));
        let json = serde_json::to_value(&document).expect("serialises");
        assert_eq!(json["items"][0]["body"]["markdown"], "b");
        assert_eq!(serde_json::from_value::<StoryDocument>(json).expect("reads"), document);
    }

    #[test]
    fn limits_are_named() {
        let (document, _) = written(&[&"x".repeat(MAX_TEXT + 1)]);
        let error = document.check().expect_err("too long").to_string();
        assert!(error.starts_with("The text is too long: 100001"), "{error}");
    }

    #[test]
    fn slugs_are_readable() {
        assert_eq!(slug_from_title("Round-up: #NHSsm, 12 Nov!"), "round-up-nhssm-12-nov");
        assert_eq!(slug_from_title("It’s 日本語 Ünicode"), "its-日本語-ünicode");
        assert_eq!(slug_from_title(" 🎉 "), "story");
        assert!(slug_from_title(&"word ".repeat(40)).chars().count() <= 60);
    }
}
