//! Slides: what each has besides its item. They are turned by scrolling, by keys and by links, without a script.

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::{Item, ItemBody};

use super::items::anchor;

/// From this many characters on a text may be higher than a slide.
const LONG: usize = 700;

/// Where a slide stands among the others.
#[derive(Clone, Copy, Debug)]
pub struct Slide {
    number: usize,
    total: usize,
    previous: Option<ItemId>,
    next: Option<ItemId>,
}

impl Slide {
    /// The slide at this place of the items.
    #[must_use]
    pub fn at(index: usize, items: &[&Item]) -> Self {
        let id = |index: Option<usize>| Some(items.get(index?)?.id);
        let (previous, next) = (id(index.checked_sub(1)), id(index.checked_add(1)));
        Self { number: index + 1, total: items.len(), previous, next }
    }

    /// Its number, and links to its neighbours.
    pub fn turning(self) -> impl IntoView {
        // Inside a frame other links leave it.
        let link = |to: Option<ItemId>, words: &'static str| {
            to.map(|id| view! { <a href=format!("#{}", anchor(id)) target="_self">{words}</a> })
        };
        view! {
            <p class="turning">
                {link(self.previous, "Previous")}
                <span>{format!("{} of {}", self.number, self.total)}</span>
                {link(self.next, "Next")}
            </p>
        }
    }
}

/// Whether the item may have to be scrolled and has no link by which the keyboard would come to it.
pub fn needs_focus(item: &Item) -> bool {
    matches!(&item.body, ItemBody::Text { markdown } if markdown.chars().nth(LONG).is_some())
}
