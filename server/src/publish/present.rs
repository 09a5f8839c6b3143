//! From rows to what pages show.

use app::pages::story::{PublicStory, StoryTeaser};
use shared::item::first_words;
use shared::markdown;

use super::store::{ListedRow, PublishedRow, Version};
use crate::cards::card_url;
use crate::embeds::{embed_html, embed_url, oembed_urls};
use crate::stories::store::{public_path, public_url};

/// A version as its page shows it.
#[must_use]
pub fn public_story(base_url: &str, row: PublishedRow, others: Vec<StoryTeaser>) -> PublicStory {
    let url = public_url(base_url, &row.handle, &row.slug);
    let version = u32::try_from(row.number).unwrap_or(u32::MAX);
    let Version { document, posts, missing_pictures } = row.document.0.shown();
    PublicStory {
        live: None,
        embed_url: embed_url(&url),
        oembed_urls: oembed_urls(base_url, &url),
        card_url: card_url(&url, version),
        embed_html: embed_html(&url, &document.title),
        url,
        handle: row.handle,
        curator: row.curator,
        version,
        first_published_at: row.first_published_at,
        published_at: row.published_at,
        document,
        posts,
        missing_pictures,
        others,
    }
}

/// The first words of an introduction, for lists.
#[must_use]
pub fn summary(introduction: &str) -> String {
    first_words(&markdown::render(introduction).to_text(), 180)
}

/// A story in a list.
#[must_use]
pub fn teaser(row: ListedRow) -> StoryTeaser {
    StoryTeaser {
        path: public_path(&row.handle, &row.slug),
        summary: summary(&row.introduction),
        title: row.title,
        cover: row.cover.map(|cover| cover.0.src()),
        curator: row.curator,
        items: u32::try_from(row.items).unwrap_or(u32::MAX),
        published_at: row.published_at,
    }
}
