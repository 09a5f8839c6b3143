//! What a page that is open must change to show another version.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use serde::Serialize;
use shared::comparison::compare;
use shared::ids::ItemId;
use shared::presentation::Layout;

use super::{PublicStory, embed, items, opening};
use crate::document::{Site, fragment};

/// The data of an event `version` of a live story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Update {
    /// The number of the version.
    pub version: u32,
    /// Whether the page is better loaded anew; then nothing else is told.
    pub reload: bool,
    /// The anchors of items that are gone.
    pub removed: Vec<String>,
    /// Items to put where they belong, in the order of the story.
    pub placed: Vec<Placed>,
    /// What stands around the items and is another.
    pub parts: Vec<Part>,
}

/// An item that is new, changed or moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Its anchor.
    pub id: String,
    /// The anchor of the item before it; nothing for the first.
    pub after: Option<String>,
    /// Why it is here.
    pub kind: PlacedKind,
    /// The whole item.
    pub html: String,
}

/// Why an item is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacedKind {
    /// It was not there.
    New,
    /// It says something else.
    Changed,
    /// It says the same, elsewhere or drawn otherwise: nothing to tell a reader of.
    Same,
}

/// A part of the page that is another as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// How to find it.
    pub selector: &'static str,
    /// What it is now.
    pub html: String,
}

impl Update {
    /// A version that is better loaded anew.
    #[must_use]
    pub fn reload(version: u32) -> Self {
        Self { version, reload: true, ..Self::default() }
    }

    /// From one version to a later one, both in the layout that the page has. When the layout is another, or when
    /// items cannot be put between others as on slides, which are numbered, the page is better loaded anew.
    #[must_use]
    pub fn between(site: &Site, from: &PublicStory, to: &PublicStory, in_frame: bool) -> Self {
        let layout = to.document.presentation.layout;
        if layout == Layout::Slides || layout != from.document.presentation.layout {
            return Self::reload(to.version);
        }
        let comparison = compare(&from.document, &to.document);
        let before = drawn(from);
        let parts = |story: &PublicStory| if in_frame { embed_parts(site, story) } else { page_parts(site, story) };
        Self {
            version: to.version,
            reload: false,
            removed: comparison.removed.iter().map(|id| items::anchor(*id)).collect(),
            placed: placed(to, &before, &comparison.moved, &comparison.rewritten),
            parts: changed(parts(from), parts(to)),
        }
    }
}

/// What to put so that a page with the items of before shows those of now: what is new, what is drawn otherwise, and the
/// fewest that moved.
fn placed(to: &PublicStory, before: &Drawn, moved: &[ItemId], rewritten: &[ItemId]) -> Vec<Placed> {
    let (moved, rewritten): (BTreeSet<_>, BTreeSet<_>) =
        (moved.iter().copied().collect(), rewritten.iter().copied().collect());
    let mut after = None;
    let mut placed = Vec::new();
    for (id, html) in in_order(to) {
        let was = before.get(&id);
        if moved.contains(&id) || was != Some(&html) {
            let kind = match was {
                None => PlacedKind::New,
                Some(_) if rewritten.contains(&id) => PlacedKind::Changed,
                Some(_) => PlacedKind::Same,
            };
            placed.push(Placed { id: items::anchor(id), after: after.map(items::anchor), kind, html });
        }
        after = Some(id);
    }
    placed
}

/// Items as they are drawn.
type Drawn = BTreeMap<ItemId, String>;

fn drawn(story: &PublicStory) -> Drawn {
    let mut drawn = Drawn::new();
    drawn.extend(in_order(story));
    drawn
}

fn in_order(story: &PublicStory) -> Vec<(ItemId, String)> {
    let owner = Owner::new();
    owner.with(|| {
        let views = items::each(story);
        views.into_iter().map(|(id, view)| (id, fragment(move || view))).collect()
    })
}

fn page_parts(site: &Site, story: &PublicStory) -> Vec<Part> {
    let mut parts = vec![Part { selector: ".opening", html: fragment(|| opening::header(story, site)) }];
    if let Some(contents) = opening::contents(story) {
        parts.push(Part { selector: ".contents", html: fragment(move || contents) });
    }
    parts
}

fn embed_parts(site: &Site, story: &PublicStory) -> Vec<Part> {
    vec![
        Part { selector: ".opening", html: fragment(|| embed::header(story)) },
        Part { selector: ".frame-foot", html: fragment(|| embed::foot(story, site)) },
    ]
}

fn changed(from: Vec<Part>, to: Vec<Part>) -> Vec<Part> {
    to.into_iter().filter(|part| !from.contains(part)).collect()
}
