//! What a story's page says about itself to machines.

use serde_json::{Value, json};
use shared::item::{ItemBody, first_words};
use shared::markdown;
use shared::post::Post;

use super::PublicStory;
use super::items::posts;
use crate::document::{FeedLinks, Head, Kind, PageImage, Site};
use crate::parts::link::web_address;
use crate::parts::time::machine;

/// The size of a card in pixels.
const CARD: (u32, u32) = (1200, 630);
/// The most characters of a description in previews.
const DESCRIPTION: usize = 200;

/// The most characters of a post that linked data tells.
const HEADLINE: usize = 110;
/// The most posts that linked data names: search engines want to know what this is, not to read it twice.
const PARTS: usize = 50;

/// The head of the story's page.
pub fn head(site: &Site, story: &PublicStory) -> Head {
    let description = description(story);
    let image = image(story);
    Head {
        title: story.title().to_owned(),
        json_ld: Some(json_ld(site, story, &description, &image)),
        description,
        canonical: Some(story.url.clone()),
        kind: Kind::Article {
            published: machine(story.first_published_at),
            modified: machine(story.published_at),
            author: profile(site, story),
        },
        image: Some(image),
        oembed: Some(story.oembed_urls.clone()),
        feeds: vec![feeds(story)],
        unlisted: false,
        look: story.document.presentation.clone(),
    }
}

/// The head of the page of one version: search engines are led to the story.
pub fn version_head(story: &PublicStory) -> Head {
    let title = format!("{} (version {})", story.title(), story.version);
    let look = story.document.presentation.clone();
    Head { title, canonical: Some(story.url.clone()), unlisted: true, look, ..Head::default() }
}

/// What is new in the story.
fn feeds(story: &PublicStory) -> FeedLinks {
    let (title, url) = (format!("New in {}", story.title()), &story.url);
    FeedLinks { title, atom: format!("{url}.atom"), json: format!("{url}/feed.json") }
}

fn profile(site: &Site, story: &PublicStory) -> String {
    format!("{}/@{}", site.base_url, story.handle)
}

/// The beginning of the introduction, or of the first words of the curator's.
fn description(story: &PublicStory) -> String {
    let first_text = || {
        story.document.ordered().into_iter().find_map(|item| match &item.body {
            ItemBody::Text { markdown } => Some(markdown.clone()),
            _ => None,
        })
    };
    let introduction = Some(story.document.introduction.clone()).filter(|text| !text.trim().is_empty());
    let markdown = introduction.or_else(first_text).unwrap_or_default();
    first_words(&markdown::render(&markdown).to_text(), DESCRIPTION)
}

/// The card, which says what its picture says.
fn image(story: &PublicStory) -> PageImage {
    let alt = format!("{}, a story by {}", story.title(), story.curator);
    PageImage { url: story.card_url.clone(), alt, size: Some(CARD) }
}

fn json_ld(site: &Site, story: &PublicStory, description: &str, image: &PageImage) -> Value {
    let mut article = json!({
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": story.title(),
        "url": story.url,
        "mainEntityOfPage": story.url,
        "datePublished": machine(story.first_published_at),
        "dateModified": machine(story.published_at),
        "author": { "@type": "Person", "name": story.curator, "url": profile(site, story) },
        "image": image.url,
        "isAccessibleForFree": true,
    });
    if !description.is_empty() {
        article["description"] = description.into();
    }
    let parts: Vec<Value> = posts(story).filter(|post| post.is_public()).take(PARTS).map(posting).collect();
    if !parts.is_empty() {
        article["hasPart"] = parts.into();
    }
    article
}

/// A post in its author's name.
fn posting(post: &Post) -> Value {
    let mut author = json!({ "@type": "Person", "name": post.author.name });
    if let Some(url) = post.author.url.as_deref().and_then(web_address) {
        author["url"] = url.into();
    }
    // What stands behind a warning is not told before it.
    let headline = post.warning.as_ref().map_or_else(|| first_words(&post.text.to_text(), HEADLINE), Clone::clone);
    let mut posting = json!({ "@type": "SocialMediaPosting", "author": author, "headline": headline });
    if let Some(url) = post.url.as_deref().and_then(web_address) {
        posting["url"] = url.into();
    }
    if let Some(at) = post.published_at {
        posting["datePublished"] = machine(at).into();
    }
    posting
}
