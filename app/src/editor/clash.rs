//! Two people changed the same words: both texts are kept until the curator chooses. Meanwhile the field goes on with
//! the curator's own.

use shared::edit::{Change, Changes, Conflict, apply, rebase, squash};
use shared::ids::ItemId;
use shared::item::{Item, ItemBody};
use shared::media::Picture;
use shared::story::StoryDocument;

use super::history::Field;

/// One place where our changes could not be fitted onto the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The place, as the story had it when they met.
    pub conflict: Conflict,
    /// Our changes to this place alone.
    pub mine: Changes,
    /// The handle of whoever changed it too, when that is known.
    pub by: Option<String>,
}

/// What the curator decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Ours replaces what the story has.
    Mine,
    /// The story stays as it is.
    Theirs,
    /// Ours stands beside it.
    Both,
}

/// Fits changes onto a document, setting aside the places that somebody else has changed too.
#[must_use]
pub fn separate(document: &StoryDocument, mut mine: Changes) -> (Changes, Vec<Held>) {
    let mut held = Vec::new();
    loop {
        match rebase(document, mine.clone()) {
            Ok(fitted) => return (fitted, held),
            Err(conflicts) => held.extend(conflicts.into_iter().map(|conflict| {
                let mine = take_place(&mut mine, &conflict);
                Held { conflict, mine, by: None }
            })),
        }
    }
}

/// Takes out of `changes` what concerns the place of `conflict`.
pub fn take_place(changes: &mut Changes, conflict: &Conflict) -> Changes {
    let mut taken = Changes::default();
    match conflict {
        Conflict::Title { .. } => taken.title = changes.title.take(),
        Conflict::Introduction { .. } => taken.introduction = changes.introduction.take(),
        Conflict::Cover { .. } => taken.cover = changes.cover.take(),
        Conflict::Presentation { .. } => taken.presentation = changes.presentation.take(),
        Conflict::ItemChanged { current: Item { id, .. } }
        | Conflict::ItemExists { current: Item { id, .. } }
        | Conflict::ItemRemoved { id } => {
            taken.added.extend(changes.added.remove_entry(id));
            taken.updated.extend(changes.updated.remove_entry(id));
            taken.removed.extend(changes.removed.remove_entry(id));
        }
    }
    taken
}

impl Held {
    /// What happened, in words: "@bo changed the title too".
    #[must_use]
    pub fn title(&self) -> String {
        let who = self.by.as_ref().map_or_else(|| "Somebody else".to_owned(), |handle| ["@", handle].concat());
        let what = match &self.conflict {
            Conflict::ItemRemoved { .. } => " deleted an item that you changed",
            _ if self.item_id().is_some() && self.item().is_none() => " changed an item that you deleted",
            Conflict::ItemChanged { .. } | Conflict::ItemExists { .. } => " changed the same words as you",
            Conflict::Title { .. } => " changed the title too",
            Conflict::Introduction { .. } => " changed the introduction too",
            Conflict::Cover { .. } => " changed the cover too",
            Conflict::Presentation { .. } => " changed the look too",
        };
        who + what
    }

    /// Whether two meet the story in one place.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        let field = || std::mem::discriminant(&self.conflict) == std::mem::discriminant(&other.conflict);
        match (self.item_id(), other.item_id()) {
            (None, None) => field(),
            (mine, theirs) => mine == theirs,
        }
    }

    /// Whether both can stand side by side.
    #[must_use]
    pub fn allows_both(&self) -> bool {
        self.mine.title.is_some()
            || self.mine.introduction.is_some()
            || (self.item().is_some() && !matches!(self.conflict, Conflict::ItemRemoved { .. }))
    }

    /// Whether a field shows words that are held.
    #[must_use]
    pub fn is_at(&self, field: Field) -> bool {
        match field {
            Field::Title => self.mine.title.is_some(),
            Field::Introduction => self.mine.introduction.is_some(),
            Field::CoverDescription => self.mine.cover.as_ref().is_some_and(|change| change.to.is_some()),
            Field::Words(id) | Field::Description(id) | Field::Note(id) => {
                self.item().is_some_and(|item| item.id == id)
            }
        }
    }

    /// Our words in a field.
    #[must_use]
    pub fn words_in(&self, field: Field) -> Option<String> {
        self.clone().field(field).map(std::mem::take)
    }

    /// Goes on writing in a field that shows our words; `typed` was made on the story's words.
    pub fn write(&mut self, document: &StoryDocument, field: Field, typed: &Changes) {
        let mut story = document.clone();
        if apply(&mut story, typed).is_err() {
            return;
        }
        let words = match field {
            Field::Title => Some(story.title),
            Field::Introduction => Some(story.introduction),
            Field::CoverDescription => story.cover.map(|cover| cover.alt),
            Field::Words(id) | Field::Description(id) | Field::Note(id) => {
                story.items.get_mut(&id).and_then(|item| words_at(&mut item.body, field)).map(std::mem::take)
            }
        };
        if let (Some(words), Some(held)) = (words, self.field(field)) {
            *held = words;
        }
    }

    fn field(&mut self, field: Field) -> Option<&mut String> {
        let mine = &mut self.mine;
        match field {
            Field::Title => mine.title.as_mut().map(|change| &mut change.to),
            Field::Introduction => mine.introduction.as_mut().map(|change| &mut change.to),
            Field::CoverDescription => mine.cover.as_mut()?.to.as_mut().map(|cover| &mut cover.alt),
            Field::Words(id) | Field::Description(id) | Field::Note(id) => {
                let updated = mine.updated.get_mut(&id).map(|change| &mut change.to);
                words_at(&mut updated.or_else(|| mine.added.get_mut(&id))?.body, field)
            }
        }
    }

    /// Whether an edit changes this place.
    #[must_use]
    pub fn is_touched_by(&self, changes: &Changes) -> bool {
        !take_place(&mut changes.clone(), &self.conflict).is_empty()
    }

    /// Our item, when ours is not its removal.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        let updated = self.mine.updated.values().map(|change| &change.to);
        self.mine.added.values().chain(updated).next()
    }

    /// The item both wrote to.
    #[must_use]
    pub fn item_id(&self) -> Option<ItemId> {
        let touched = self.mine.added.keys().chain(self.mine.updated.keys()).chain(self.mine.removed.keys());
        touched.copied().next()
    }

    /// The changes that carry out a choice on the document as it is by now.
    #[must_use]
    pub fn resolve(&self, document: &StoryDocument, choice: Choice) -> Changes {
        if choice == Choice::Theirs {
            return Changes::default();
        }
        squash(self.resolve_fields(document, choice), self.resolve_item(document, choice))
    }

    fn resolve_fields(&self, document: &StoryDocument, choice: Choice) -> Changes {
        let mine = &self.mine;
        let title = mine.title.as_ref().map(|change| match choice {
            Choice::Both => Changes::of_title(document, &in_line(&document.title, &change.to)),
            _ => Changes::of_title(document, &change.to),
        });
        let introduction = mine.introduction.as_ref().map(|change| match choice {
            Choice::Both => Changes::of_introduction(document, &joined(&document.introduction, &change.to)),
            _ => Changes::of_introduction(document, &change.to),
        });
        let cover = mine.cover.as_ref().map(|change| Changes::of_cover(document, change.to.clone()));
        let look = mine.presentation.as_ref();
        let look = look.map(|change| Changes::of_presentation(document, change.to.clone()));
        title.into_iter().chain(introduction).chain(cover).chain(look).fold(Changes::default(), squash)
    }

    fn resolve_item(&self, document: &StoryDocument, choice: Choice) -> Changes {
        let Some(id) = self.item_id() else { return Changes::default() };
        match (self.item(), document.items.get(&id)) {
            // We removed it, they changed it.
            (None, _) => document.remove(&[id]),
            // We changed it, they removed it: it comes back where it was.
            (Some(item), None) => Changes { added: [(id, item.clone())].into(), ..Changes::default() },
            (Some(item), Some(current)) if choice == Choice::Both => match joined_body(&current.body, &item.body) {
                Some(body) => document.replace(id, body),
                None => document.insert(vec![(ItemId::fresh(), item.body.clone())], follower(document, id)),
            },
            (Some(item), Some(current)) => {
                let to = Item { body: item.body.clone(), ..current.clone() };
                let change = Change::between(current.clone(), to);
                Changes { updated: change.map(|change| (id, change)).into_iter().collect(), ..Changes::default() }
            }
        }
    }
}

/// The item after `id` in reading order.
fn follower(document: &StoryDocument, id: ItemId) -> Option<ItemId> {
    document.ordered().into_iter().skip_while(|item| item.id != id).nth(1).map(|item| item.id)
}

fn joined(theirs: &str, mine: &str) -> String {
    [theirs, mine].map(str::trim_end).join("\n\n")
}

fn in_line(theirs: &str, mine: &str) -> String {
    if theirs == mine { mine.to_owned() } else { [theirs.trim_end(), " / ", mine.trim_start()].concat() }
}

/// One item with both sides' words, where two items would show a post or a picture twice.
fn joined_body(theirs: &ItemBody, mine: &ItemBody) -> Option<ItemBody> {
    match (theirs, mine) {
        (ItemBody::Post { post, display: theirs }, ItemBody::Post { post: same, display: mine }) if post == same => {
            let mut display = mine.clone();
            if theirs.note != mine.note {
                display.note = joined(&theirs.note, &mine.note);
            }
            for (id, alt) in &theirs.alts {
                let both = display.alts.get(id).map_or_else(|| alt.clone(), |mine| in_line(alt, mine));
                display.alts.insert(*id, both);
            }
            Some(ItemBody::Post { post: *post, display })
        }
        (ItemBody::Picture { picture: theirs, caption }, ItemBody::Picture { picture: mine, caption: my_caption })
            if theirs.id == mine.id =>
        {
            let picture = Picture { alt: in_line(&theirs.alt, &mine.alt), ..mine.clone() };
            Some(ItemBody::Picture { picture, caption: in_line(caption, my_caption) })
        }
        _ => None,
    }
}

/// The words of a body that a field shows.
#[must_use]
pub const fn words_at(body: &mut ItemBody, field: Field) -> Option<&mut String> {
    match (body, field) {
        (
            ItemBody::Text { markdown: words }
            | ItemBody::Heading { text: words }
            | ItemBody::Picture { caption: words, .. },
            Field::Words(_),
        ) => Some(words),
        (ItemBody::Picture { picture, .. }, Field::Description(_)) => Some(&mut picture.alt),
        (ItemBody::Post { display, .. }, Field::Note(_)) => Some(&mut display.note),
        _ => None,
    }
}

/// A body's words, to be compared side by side.
#[must_use]
pub fn words(body: &ItemBody) -> String {
    match body {
        ItemBody::Text { markdown } => markdown.clone(),
        ItemBody::Heading { text } => text.clone(),
        ItemBody::Picture { picture, caption } => lines([caption, &picture.alt].into_iter()),
        ItemBody::Post { display, .. } if !display.is_plain() => {
            lines(std::iter::once(&display.note).chain(display.alts.values()))
        }
        ItemBody::Post { .. } | ItemBody::Divider => body.noun().to_owned(),
    }
}

fn lines<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.filter(|words| !words.is_empty()).cloned().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use shared::edit::apply;

    use super::*;

    fn text(markdown: &str) -> ItemBody {
        ItemBody::Text { markdown: markdown.to_owned() }
    }

    fn read(document: &StoryDocument) -> Vec<String> {
        document.ordered().into_iter().map(|item| words(&item.body)).collect()
    }

    /// A story with two texts, "theirs" written over the first, and our changes made on the story before that.
    fn met(mine: impl FnOnce(&StoryDocument, ItemId) -> Changes, theirs: Option<ItemBody>) -> (StoryDocument, Held) {
        let mut document = StoryDocument::default();
        let ids = [ItemId::fresh(), ItemId::fresh()];
        let start = document.insert(vec![(ids[0], text("old")), (ids[1], text("next"))], None);
        apply(&mut document, &start).expect("applies");
        let mine = mine(&document, ids[0]);
        let theirs = match theirs {
            Some(body) => document.replace(ids[0], body),
            None => document.remove(&ids[..1]),
        };
        apply(&mut document, &theirs).expect("applies");
        let (rest, mut held) = separate(&document, mine);
        assert!(rest.is_empty());
        (document, held.remove(0))
    }

    fn chosen(met: &(StoryDocument, Held), choice: Choice) -> Vec<String> {
        let (mut document, held) = met.clone();
        let changes = held.resolve(&document, choice);
        apply(&mut document, &changes).expect("made for this document");
        read(&document)
    }

    #[test]
    fn two_texts_can_be_kept_one_or_both() {
        let met = met(|document, id| document.replace(id, text("mine")), Some(text("theirs")));
        assert!(met.1.allows_both());
        assert_eq!(chosen(&met, Choice::Mine), ["mine", "next"]);
        assert_eq!(chosen(&met, Choice::Theirs), ["theirs", "next"]);
        assert_eq!(chosen(&met, Choice::Both), ["theirs", "mine", "next"]);
    }

    #[test]
    fn words_in_a_removed_item_come_back() {
        let met = met(|document, id| document.replace(id, text("mine")), None);
        assert!(!met.1.allows_both());
        assert_eq!(chosen(&met, Choice::Mine), ["mine", "next"]);
        assert_eq!(chosen(&met, Choice::Theirs), ["next"]);
    }

    #[test]
    fn removing_what_others_wrote_to_is_asked_first() {
        let met = met(|document, id| document.remove(&[id]), Some(text("theirs")));
        assert!(!met.1.allows_both());
        assert_eq!(chosen(&met, Choice::Mine), ["next"]);
        assert_eq!(chosen(&met, Choice::Theirs), ["theirs", "next"]);
    }

    #[test]
    fn only_the_place_at_issue_is_held() {
        let mut document = StoryDocument::default();
        let mine =
            squash(Changes::of_title(&document, "mine"), document.insert(vec![(ItemId::fresh(), text("kept"))], None));
        let theirs = Changes::of_title(&document, "theirs");
        apply(&mut document, &theirs).expect("applies");
        let (rest, held) = separate(&document, mine);
        apply(&mut document, &rest).expect("fitted");
        assert_eq!(read(&document), ["kept"]);
        assert_eq!(held.len(), 1);
        assert_eq!(held[0].resolve(&document, Choice::Mine).title.map(|change| change.to), Some("mine".to_owned()));
    }

    #[test]
    fn two_introductions_can_follow_each_other() {
        let mut document = StoryDocument { introduction: "old".to_owned(), ..StoryDocument::default() };
        let mine = Changes::of_introduction(&document, "mine");
        document.introduction = "theirs\n".to_owned();
        let (_, held) = separate(&document, mine);
        let both = held[0].resolve(&document, Choice::Both);
        assert_eq!(both.introduction.map(|change| change.to), Some("theirs\n\nmine".to_owned()));
    }
}
