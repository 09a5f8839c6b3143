//! The edit that leads from one document to another: what restoring an earlier moment is.

use crate::edit::{Change, Changes};
use crate::story::StoryDocument;

/// The changes that make `to` of `from`. Items keep their identifiers, so what did not change is not touched.
#[must_use]
pub fn difference(from: &StoryDocument, to: &StoryDocument) -> Changes {
    let mut changes = Changes {
        title: Change::between(from.title.clone(), to.title.clone()),
        introduction: Change::between(from.introduction.clone(), to.introduction.clone()),
        cover: Change::between(from.cover.clone(), to.cover.clone()),
        presentation: Change::between(from.presentation.clone(), to.presentation.clone()),
        ..Changes::default()
    };
    for (id, item) in &from.items {
        match to.items.get(id) {
            None => drop(changes.removed.insert(*id, item.clone())),
            Some(other) => {
                changes.updated.extend(Change::between(item.clone(), other.clone()).map(|change| (*id, change)));
            }
        }
    }
    let added = to.items.iter().filter(|(id, _)| !from.items.contains_key(id));
    changes.added.extend(added.map(|(id, item)| (*id, item.clone())));
    changes
}
