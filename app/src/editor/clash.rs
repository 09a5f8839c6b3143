//! Two people wrote in the same place: both texts are kept until the curator chooses.

use shared::edit::{Change, Changes, Conflict, rebase, squash};
use shared::ids::ItemId;
use shared::item::{Item, ItemBody};
use shared::story::StoryDocument;

/// One place where our changes could not be fitted onto the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The place, as the story had it when they met.
    pub conflict: Conflict,
    /// Our changes to this place alone.
    pub mine: Changes,
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
                Held { conflict, mine }
            })),
        }
    }
}

/// Takes out of `changes` what concerns the place of `conflict`.
fn take_place(changes: &mut Changes, conflict: &Conflict) -> Changes {
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
        self.mine.introduction.is_some()
            || (self.item().is_some() && !matches!(self.conflict, Conflict::ItemRemoved { .. }))
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
        let title = mine.title.as_ref().map(|change| Changes::of_title(document, &change.to));
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
            (Some(item), Some(_)) if choice == Choice::Both => {
                document.insert(vec![(ItemId::fresh(), item.body.clone())], follower(document, id))
            }
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

/// A body's words, to be compared side by side.
#[must_use]
pub fn words(body: &ItemBody) -> String {
    match body {
        ItemBody::Text { markdown } => markdown.clone(),
        ItemBody::Heading { text } => text.clone(),
        ItemBody::Picture { picture, caption } => [caption, &picture.alt]
            .into_iter()
            .filter(|words| !words.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("\n"),
        ItemBody::Post { .. } | ItemBody::Divider => body.noun().to_owned(),
    }
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
        let mut document = StoryDocument::default();
        document.introduction = "old".to_owned();
        let mine = Changes::of_introduction(&document, "mine");
        document.introduction = "theirs\n".to_owned();
        let (_, held) = separate(&document, mine);
        let both = held[0].resolve(&document, Choice::Both);
        assert_eq!(both.introduction.map(|change| change.to), Some("theirs\n\nmine".to_owned()));
    }
}
