//! A story of any length from the sample chat, for trying things, for screenshots and for measuring.
//!
//! Only planned here: what the items are and which posts and pictures they need. Saving them is the command's part.

use chrono::{DateTime, Utc};
use shared::item::ItemBody;
use shared::media::Picture;

use crate::sources::Captured;
use crate::sources::sample::{Chat, refer_to};

use round_up::Candidate;

mod round_up;
mod words;

/// A story to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its title.
    pub title: String,
    /// CommonMark, shown under the title.
    pub introduction: String,
    /// Shown large under the title.
    pub cover: PlannedPicture,
    /// Its items in reading order.
    pub items: Vec<PlannedItem>,
}

/// An item to be made.
#[derive(Clone, Debug, PartialEq)]
pub enum PlannedItem {
    /// A post, to be saved first: the store may know it under another identifier.
    Post(Box<Captured>),
    /// A picture from the curator, to be registered first, with the line under it.
    Picture {
        /// The picture.
        picture: PlannedPicture,
        /// The line under it.
        caption: String,
    },
    /// Words, a heading or a divider: complete as it is.
    Own(ItemBody),
}

/// A picture that is built in.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPicture {
    /// With a fresh identifier: the store may know it under another.
    pub picture: Picture,
    /// Where the media store can copy it from.
    pub origin: String,
}

impl PlannedPicture {
    fn drawing(name: &str, alt: &str) -> Self {
        let (picture, origin) = refer_to(name, alt);
        Self { picture, origin }
    }
}

/// Plans a round-up of exactly `items` items.
///
/// A short one has the headings and the best answers; a longer one has more of everything. When the chat is used up,
/// it is told again, with posts that have addresses of their own.
#[must_use]
pub fn plan(items: usize, now: DateTime<Utc>) -> Plan {
    let chat = Chat::built_in();
    let mut planned = Vec::with_capacity(items);
    let mut telling = 1;
    while planned.len() < items {
        let candidates = round_up::candidates(chat, telling, now);
        planned.extend(most_important(candidates, items - planned.len()));
        telling += 1;
    }
    Plan {
        title: words::TITLE.to_owned(),
        introduction: words::INTRODUCTION.to_owned(),
        cover: PlannedPicture::drawing(words::COVER.name, words::COVER.alt),
        items: planned,
    }
}

/// At most `count` of the candidates, in their order; what is left out is what matters least.
fn most_important(candidates: Vec<Candidate>, count: usize) -> impl Iterator<Item = PlannedItem> {
    let mut numbered: Vec<(usize, Candidate)> = candidates.into_iter().enumerate().collect();
    numbered.sort_by_key(|(place, candidate)| (candidate.rank, *place));
    numbered.truncate(count);
    numbered.sort_by_key(|(place, _)| *place);
    numbered.into_iter().map(|(_, candidate)| candidate.item)
}

#[cfg(test)]
mod tests;
