//! What a page that is open must change to show another version.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use serde::Serialize;
use shared::comparison::compare;
use shared::ids::ItemId;
use shared::mention::anchor;
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
    /// How to find what it stands before, when it was not there.
    pub before: &'static str,
    /// What it is now; nothing when it is gone.
    pub html: String,
}

impl Update {
    /// A version that is better loaded anew.
    #[must_use]
    pub fn reload(version: u32) -> Self {
        Self { version, reload: true, ..Self::default() }
    }

    /// From one version to a later one, both in the layout that the page has. When the look is another, or when items
    /// cannot be put between others as on slides, which are numbered, the page is better loaded anew.
    #[must_use]
    pub fn between(site: &Site, from: &PublicStory, to: &PublicStory, in_frame: bool) -> Self {
        let look = &to.document.presentation;
        if look.layout == Layout::Slides || *look != from.document.presentation {
            return Self::reload(to.version);
        }
        let comparison = compare(&from.document, &to.document);
        let before = drawn(from);
        let parts = |story: &PublicStory| if in_frame { embed_parts(site, story) } else { page_parts(site, story) };
        Self {
            version: to.version,
            reload: false,
            removed: comparison.removed.iter().map(|id| anchor(*id)).collect(),
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
            placed.push(Placed { id: anchor(id), after: after.map(anchor), kind, html });
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

/// Every part of a page that may change, whether it is there or not.
fn page_parts(site: &Site, story: &PublicStory) -> Vec<Part> {
    let part = |selector, before, html: Option<String>| Part { selector, before, html: html.unwrap_or_default() };
    vec![
        part(".opening", ".cover, .contents, .items", Some(fragment(|| opening::header(story, site)))),
        part(".cover", ".contents, .items", opening::cover(story).map(|cover| fragment(move || cover))),
        part(".contents", ".items", opening::contents(story).map(|contents| fragment(move || contents))),
    ]
}

fn embed_parts(site: &Site, story: &PublicStory) -> Vec<Part> {
    vec![
        Part { selector: ".opening", before: ".items", html: fragment(|| embed::header(story)) },
        Part { selector: ".frame-foot", before: "", html: fragment(|| embed::foot(story, site)) },
    ]
}

/// Both have the same parts in the same order.
fn changed(from: Vec<Part>, to: Vec<Part>) -> Vec<Part> {
    to.into_iter().filter(|part| !from.contains(part)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use serde_json::json;
    use shared::edit::apply;
    use shared::item::ItemBody;
    use shared::story::StoryDocument;
    use uuid::Uuid;

    use super::*;
    use crate::document::Assets;

    /// A page as the script sees it: the items with their anchors, and the other parts by how they are found.
    #[derive(Clone, Debug, PartialEq)]
    struct Page {
        items: Vec<(String, String)>,
        parts: BTreeMap<&'static str, String>,
    }

    impl Page {
        fn of(story: &PublicStory, in_frame: bool) -> Self {
            let items = in_order(story).into_iter().map(|(id, html)| (anchor(id), html)).collect();
            let parts = if in_frame { embed_parts(&site(), story) } else { page_parts(&site(), story) };
            let shown = parts.into_iter().filter(|part| !part.html.is_empty());
            Self { items, parts: shown.map(|part| (part.selector, part.html)).collect() }
        }

        /// Does what `live.js` does.
        fn take(&mut self, update: Update) {
            self.items.retain(|(id, _)| !update.removed.contains(id));
            for placed in update.placed {
                self.items.retain(|(id, _)| *id != placed.id);
                let place = placed.after.map_or(0, |after| {
                    1 + self.items.iter().position(|(id, _)| *id == after).expect("what it goes after is there")
                });
                self.items.insert(place, (placed.id, placed.html));
            }
            for part in update.parts {
                self.parts.remove(part.selector);
                if !part.html.is_empty() {
                    self.parts.insert(part.selector, part.html);
                }
            }
        }
    }

    fn site() -> Site {
        Site { base_url: "https://stories.example".to_owned(), assets: Assets::default(), contact: None, viewer: None }
    }

    fn story(version: u32, document: StoryDocument) -> PublicStory {
        PublicStory {
            handle: "ada".to_owned(),
            curator: "Ada".to_owned(),
            url: "https://stories.example/@ada/chat".to_owned(),
            embed_url: "https://stories.example/@ada/chat/embed".to_owned(),
            oembed_urls: Default::default(),
            card_url: String::new(),
            embed_html: String::new(),
            version,
            first_published_at: Default::default(),
            published_at: Default::default(),
            live: None,
            document,
            posts: BTreeMap::new(),
            missing_pictures: BTreeSet::new(),
            others: Vec::new(),
        }
    }

    /// Each item with its identifier, whether it is a heading, and what it says.
    type Written = Vec<(u8, bool, u8)>;

    fn document((title, has_cover, layout, written): (u8, bool, Layout, Written)) -> StoryDocument {
        let cover = json!({ "id": Uuid::nil(), "alt": "A harbour", "width": 40, "height": 30 });
        let mut document = StoryDocument {
            title: format!("Title {title}"),
            cover: has_cover.then(|| serde_json::from_value(cover).expect("a picture")),
            ..StoryDocument::default()
        };
        document.presentation.layout = layout;
        let mut seen = BTreeSet::new();
        let bodies = written.into_iter().filter(|(id, ..)| seen.insert(*id)).map(|(id, is_heading, words)| {
            let body = match is_heading {
                true => ItemBody::Heading { text: words.to_string() },
                false => ItemBody::Text { markdown: words.to_string() },
            };
            (ItemId(Uuid::from_u128(id.into())), body)
        });
        let edit = document.insert(bodies.collect(), None);
        apply(&mut document, &edit).expect("applies");
        document
    }

    fn documents() -> impl Strategy<Value = (StoryDocument, StoryDocument)> {
        let layout = prop_oneof![Just(Layout::List), Just(Layout::Grid), Just(Layout::Transcript)];
        let written = || proptest::collection::vec((0u8..12, any::<bool>(), 0u8..3), 0..12);
        let one = move || (0u8..2, any::<bool>(), written());
        (layout, one(), one()).prop_map(|(layout, from, to)| {
            let of = |(title, has_cover, written)| document((title, has_cover, layout, written));
            (of(from), of(to))
        })
    }

    proptest! {
        #[test]
        fn an_update_brings_a_page_from_one_version_to_the_other((from, to) in documents(), in_frame: bool) {
            let (from, to) = (story(1, from), story(2, to));
            let update = Update::between(&site(), &from, &to, in_frame);
            prop_assert!(!update.reload);
            let mut page = Page::of(&from, in_frame);
            page.take(update);
            prop_assert_eq!(page, Page::of(&to, in_frame));
        }
    }

    #[test]
    fn another_look_is_better_loaded_anew() {
        let mut plain = document((0, false, Layout::List, vec![(1, false, 1)]));
        let from = story(1, plain.clone());
        plain.presentation.hide_byline = true;
        assert_eq!(Update::between(&site(), &from, &story(2, plain), false), Update::reload(2));
    }
}
