//! A story changes only by edits, and an edit is data.
//!
//! A set of [`Changes`] is a record diff after tldraw's `RecordsDiff`: what was added, what was updated (from what, to
//! what) and what was removed. Because both sides of every change are in it, it can be reversed (undo), squashed with
//! the next (autosave sends one edit for many keystrokes) and rebased onto what somebody else did meanwhile.
//!
//! Laws, tested below: `apply ∘ reverse = id`; `apply(squash(a, b)) = apply(b) ∘ apply(a)`; changes to different
//! items commute; a refused edit changes nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::ItemId;
use crate::item::Item;
use crate::media::Picture;
use crate::merge::{merge_body, merge_line, merge_picture, merge_text};
use crate::presentation::Presentation;
use crate::story::StoryDocument;

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change<T> {
    /// Before.
    pub from: T,
    /// After.
    pub to: T,
}

impl<T: PartialEq> Change<T> {
    /// The change, unless it is none.
    #[must_use]
    pub fn between(from: T, to: T) -> Option<Self> {
        (from != to).then_some(Self { from, to })
    }

    fn reversed(self) -> Self {
        Self { from: self.to, to: self.from }
    }
}

/// One edit's changes to a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Changes {
    /// New title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Change<String>>,
    /// New introduction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introduction: Option<Change<String>>,
    /// New cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Change<Option<Picture>>>,
    /// New look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentation: Option<Change<Presentation>>,
    /// Items that were not there before.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Item>))]
    pub added: BTreeMap<ItemId, Item>,
    /// Items whose place or body is another.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Change<Item>>))]
    pub updated: BTreeMap<ItemId, Change<Item>>,
    /// Items that are no longer there, as they last were.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Item>))]
    pub removed: BTreeMap<ItemId, Item>,
}

impl Changes {
    /// Whether applying it would change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The changes with a new title; nothing when it is the same.
    #[must_use]
    pub fn of_title(document: &StoryDocument, title: &str) -> Self {
        Self { title: Change::between(document.title.clone(), title.to_owned()), ..Self::default() }
    }

    /// The changes with a new introduction; nothing when it is the same.
    #[must_use]
    pub fn of_introduction(document: &StoryDocument, introduction: &str) -> Self {
        Self {
            introduction: Change::between(document.introduction.clone(), introduction.to_owned()),
            ..Self::default()
        }
    }

    /// The changes with a new cover; nothing when it is the same.
    #[must_use]
    pub fn of_cover(document: &StoryDocument, cover: Option<Picture>) -> Self {
        Self { cover: Change::between(document.cover.clone(), cover), ..Self::default() }
    }
}

/// What an edit means to whoever made it. The log of it is all that undo and redo need, also after a reload:
/// see [`fold_history`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    /// Something new.
    #[default]
    Do,
    /// Takes back the last thing done.
    Undo,
    /// Does again what was taken back last.
    Redo,
}

impl EditKind {
    /// Whether it is something new.
    #[must_use]
    pub const fn is_do(&self) -> bool {
        matches!(self, Self::Do)
    }

    /// The name in the store.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Do => "do",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }
}

/// From one author's edits in order: which of them can be undone, and which redone, the next one last.
#[must_use]
pub fn fold_history<T>(edits: impl IntoIterator<Item = (EditKind, T)>) -> (Vec<T>, Vec<T>) {
    let (mut done, mut undone) = (Vec::new(), Vec::new());
    for (kind, edit) in edits {
        match kind {
            EditKind::Do => {
                undone.clear();
                done.push(edit);
            }
            // The edit that took it back is the one that redoing reverses, and so on.
            EditKind::Undo => {
                if done.pop().is_some() {
                    undone.push(edit);
                }
            }
            EditKind::Redo => {
                if undone.pop().is_some() {
                    done.push(edit);
                }
            }
        }
    }
    (done, undone)
}

/// A place where an edit meets a story that is not what its author saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum Conflict {
    /// The item was changed by somebody else.
    #[error("This item was changed meanwhile.")]
    ItemChanged {
        /// As it is now.
        current: Item,
    },
    /// The item was removed by somebody else.
    #[error("This item was removed meanwhile.")]
    ItemRemoved {
        /// Which.
        id: ItemId,
    },
    /// An item with this identifier is already there, and is another.
    #[error("An item with this identifier is already there.")]
    ItemExists {
        /// As it is now.
        current: Item,
    },
    /// The title was changed by somebody else.
    #[error("The title was changed meanwhile.")]
    Title {
        /// As it is now.
        current: String,
    },
    /// The introduction was changed by somebody else.
    #[error("The introduction was changed meanwhile.")]
    Introduction {
        /// As it is now.
        current: String,
    },
    /// The cover was changed by somebody else.
    #[error("The cover was changed meanwhile.")]
    Cover {
        /// As it is now.
        current: Option<Picture>,
    },
    /// The look was changed by somebody else.
    #[error("The story's look was changed meanwhile.")]
    Presentation {
        /// As it is now.
        current: Presentation,
    },
}

/// Applies changes that were made on exactly this document. Either all of them happen or none.
///
/// # Errors
/// The places where the document is not what the changes start from; [`rebase`] first if others write too.
pub fn apply(document: &mut StoryDocument, changes: &Changes) -> Result<(), Vec<Conflict>> {
    let conflicts = mismatches(document, changes);
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    for id in changes.removed.keys() {
        document.items.remove(id);
    }
    let updated = changes.updated.iter().map(|(id, change)| (*id, change.to.clone()));
    let added = changes.added.iter().map(|(id, item)| (*id, item.clone()));
    document.items.extend(updated.chain(added));
    if let Some(change) = &changes.title {
        document.title.clone_from(&change.to);
    }
    if let Some(change) = &changes.introduction {
        document.introduction.clone_from(&change.to);
    }
    if let Some(change) = &changes.cover {
        document.cover.clone_from(&change.to);
    }
    if let Some(change) = &changes.presentation {
        document.presentation.clone_from(&change.to);
    }
    Ok(())
}

fn mismatches(document: &StoryDocument, changes: &Changes) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    if changes.title.as_ref().is_some_and(|change| change.from != document.title) {
        conflicts.push(Conflict::Title { current: document.title.clone() });
    }
    if changes.introduction.as_ref().is_some_and(|change| change.from != document.introduction) {
        conflicts.push(Conflict::Introduction { current: document.introduction.clone() });
    }
    if changes.cover.as_ref().is_some_and(|change| change.from != document.cover) {
        conflicts.push(Conflict::Cover { current: document.cover.clone() });
    }
    if changes.presentation.as_ref().is_some_and(|change| change.from != document.presentation) {
        conflicts.push(Conflict::Presentation { current: document.presentation.clone() });
    }
    let started_from = changes.updated.iter().map(|(id, change)| (id, &change.from)).chain(&changes.removed);
    for (id, from) in started_from {
        match document.items.get(id) {
            None => conflicts.push(Conflict::ItemRemoved { id: *id }),
            Some(current) if current != from => conflicts.push(Conflict::ItemChanged { current: current.clone() }),
            Some(_) => {}
        }
    }
    let taken = changes.added.keys().filter_map(|id| document.items.get(id));
    conflicts.extend(taken.map(|current| Conflict::ItemExists { current: current.clone() }));
    conflicts
}

/// The changes that undo these.
#[must_use]
pub fn reverse(changes: Changes) -> Changes {
    let mut updated = BTreeMap::new();
    updated.extend(changes.updated.into_iter().map(|(id, change)| (id, change.reversed())));
    Changes {
        title: changes.title.map(Change::reversed),
        introduction: changes.introduction.map(Change::reversed),
        cover: changes.cover.map(Change::reversed),
        presentation: changes.presentation.map(Change::reversed),
        added: changes.removed,
        updated,
        removed: changes.added,
    }
}

/// One set of changes that does what `first` and then `second` do.
#[must_use]
pub fn squash(first: Changes, second: Changes) -> Changes {
    let mut squashed = Changes {
        title: squash_field(first.title, second.title),
        introduction: squash_field(first.introduction, second.introduction),
        cover: squash_field(first.cover, second.cover),
        presentation: squash_field(first.presentation, second.presentation),
        added: first.added,
        updated: first.updated,
        removed: first.removed,
    };
    for (id, item) in second.removed {
        if squashed.added.remove(&id).is_none() {
            let before = squashed.updated.remove(&id).map_or(item, |change| change.from);
            squashed.removed.insert(id, before);
        }
    }
    for (id, change) in second.updated {
        if let Some(item) = squashed.added.get_mut(&id) {
            *item = change.to;
        } else {
            let from = squashed.updated.remove(&id).map_or(change.from, |earlier| earlier.from);
            squashed.updated.extend(Change::between(from, change.to).map(|change| (id, change)));
        }
    }
    for (id, item) in second.added {
        match squashed.removed.remove(&id) {
            Some(before) => squashed.updated.extend(Change::between(before, item).map(|change| (id, change))),
            None => drop(squashed.added.insert(id, item)),
        }
    }
    squashed
}

fn squash_field<T: PartialEq>(first: Option<Change<T>>, second: Option<Change<T>>) -> Option<Change<T>> {
    match (first, second) {
        (Some(first), Some(second)) => Change::between(first.from, second.to),
        (first, second) => first.or(second),
    }
}

/// Fits changes made on an older document onto this one.
///
/// What somebody else already did the same is left out. An item's place and its body are merged apart: the last move
/// wins, since nothing is lost by it. Two changes of one text are merged word by word (see [`crate::merge`]); only where
/// both changed the same words is it a conflict.
///
/// # Errors
/// Every place that both sides changed differently. The document is not touched.
pub fn rebase(document: &StoryDocument, changes: Changes) -> Result<Changes, Vec<Conflict>> {
    let mut conflicts = Vec::new();
    let mut rebased = Changes {
        title: rebase_field(changes.title, &document.title, |base, mine, theirs| merge_line(base, mine, theirs))
            .unwrap_or_else(|current| {
                conflicts.push(Conflict::Title { current });
                None
            }),
        introduction: rebase_field(changes.introduction, &document.introduction, |base, mine, theirs| {
            merge_text(base, mine, theirs)
        })
        .unwrap_or_else(|current| {
            conflicts.push(Conflict::Introduction { current });
            None
        }),
        cover: rebase_field(changes.cover, &document.cover, merge_cover).unwrap_or_else(|current| {
            conflicts.push(Conflict::Cover { current });
            None
        }),
        presentation: rebase_field(changes.presentation, &document.presentation, |_, _, _| None).unwrap_or_else(
            |current| {
                conflicts.push(Conflict::Presentation { current });
                None
            },
        ),
        ..Changes::default()
    };
    for (id, item) in changes.added {
        match document.items.get(&id) {
            None => drop(rebased.added.insert(id, item)),
            Some(current) if *current == item => {}
            Some(current) => conflicts.push(Conflict::ItemExists { current: current.clone() }),
        }
    }
    for (id, change) in changes.updated {
        let Some(current) = document.items.get(&id) else {
            conflicts.push(Conflict::ItemRemoved { id });
            continue;
        };
        let moved = change.from.order != change.to.order;
        let order = if moved { change.to.order } else { current.order.clone() };
        match rebase_field(Change::between(change.from.body, change.to.body), &current.body, merge_body) {
            Ok(body) => {
                let body = body.map_or_else(|| current.body.clone(), |change| change.to);
                let to = Item { id, order, body };
                rebased.updated.extend(Change::between(current.clone(), to).map(|change| (id, change)));
            }
            Err(_) => conflicts.push(Conflict::ItemChanged { current: current.clone() }),
        }
    }
    for (id, item) in changes.removed {
        match document.items.get(&id) {
            None => {}
            Some(current) if current.body == item.body => drop(rebased.removed.insert(id, current.clone())),
            Some(current) => conflicts.push(Conflict::ItemChanged { current: current.clone() }),
        }
    }
    if conflicts.is_empty() { Ok(rebased) } else { Err(conflicts) }
}

/// Fits a field's change onto the field as it is: `merge` gives a value with both sides' changes, where there is one.
fn rebase_field<T: PartialEq + Clone>(
    change: Option<Change<T>>,
    current: &T,
    merge: fn(&T, &T, &T) -> Option<T>,
) -> Result<Option<Change<T>>, T> {
    match change {
        Some(change) if change.to == *current => Ok(None),
        Some(change) if change.from != *current => match merge(&change.from, &change.to, current) {
            Some(merged) => Ok(Change::between(current.clone(), merged)),
            None => Err(current.clone()),
        },
        unchanged => Ok(unchanged),
    }
}

fn merge_cover(base: &Option<Picture>, mine: &Option<Picture>, theirs: &Option<Picture>) -> Option<Option<Picture>> {
    Some(Some(merge_picture(base.as_ref()?, mine.as_ref()?, theirs.as_ref()?)?))
}

#[cfg(test)]
#[path = "edit_laws.rs"]
mod laws;
