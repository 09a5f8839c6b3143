//! The items of a story as entries, those that were added last first.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use app::parts::link::web_address;
use chrono::{DateTime, Utc};
use shared::html::{SafeHtml, escape};
use shared::ids::{ItemId, MediaId};
use shared::item::{Item, ItemBody, PostDisplay, first_words};
use shared::markdown;
use shared::media::{Attachment, Picture};
use shared::post::{Post, Quote};

use super::{Entry, Person, absolute};
use crate::publish::store::{PublishedRow, Version};

/// How many items a feed tells of.
const ITEMS: usize = 200;
/// The most characters of a title.
const TITLE: usize = 80;

/// The entries of a story: posts, words and pictures; what only divides is left out.
pub fn entries(base_url: &str, page: &str, curator: &Person, row: PublishedRow) -> Vec<Entry> {
    let Version { document, posts, missing_pictures } = row.document.0.shown();
    let mut items: Vec<(DateTime<Utc>, &Item)> =
        document.items.values().map(|item| (added_at(item.id, row.published_at), item)).collect();
    items.sort_by_key(|(added, item)| Reverse((*added, item.id)));
    let made = items.into_iter().filter_map(|(added, item)| {
        let post = item.body.post_id().and_then(|id| posts.get(&id));
        let told = tell(item, post, &missing_pictures)?;
        Some(Entry {
            id: format!("urn:uuid:{}", item.id),
            url: format!("{page}#item-{}", item.id),
            title: told.title,
            summary: String::new(),
            html: absolute(&told.html, base_url, page),
            image: told.image.map(|picture| format!("{base_url}{}", picture.src())),
            author: told.author.unwrap_or_else(|| curator.clone()),
            published: added,
            updated: added,
        })
    });
    made.take(ITEMS).collect()
}

/// When an item came into the story: its identifier begins with that. Whoever adds it chooses the identifier, so a time
/// that cannot be is not believed.
fn added_at(id: ItemId, published_at: DateTime<Utc>) -> DateTime<Utc> {
    let stamp = id.0.get_timestamp().map(|stamp| stamp.to_unix());
    let added = stamp.and_then(|(seconds, nanos)| DateTime::from_timestamp(seconds.try_into().ok()?, nanos));
    added.filter(|added| *added <= published_at).unwrap_or(published_at)
}

/// What an entry says about an item.
struct Told<'a> {
    title: String,
    html: String,
    image: Option<&'a Picture>,
    author: Option<Person>,
}

fn tell<'a>(item: &'a Item, post: Option<&'a Post>, missing: &BTreeSet<MediaId>) -> Option<Told<'a>> {
    match &item.body {
        ItemBody::Post { display, .. } => {
            post.filter(|post| post.is_public()).map(|post| tell_post(post, display, missing))
        }
        ItemBody::Text { markdown } => {
            let html = markdown::render(markdown);
            let title = first_words(&html.to_text(), TITLE);
            let title = if title.is_empty() { "A few words".to_owned() } else { title };
            Some(Told { title, html: html.as_str().to_owned(), image: None, author: None })
        }
        ItemBody::Picture { picture, caption } => {
            let words = [caption, &picture.alt].into_iter().find(|words| !words.trim().is_empty());
            let title = words.map_or_else(|| "A picture".to_owned(), |words| first_words(words, TITLE));
            let html = format!("{}<p>{}</p>", picture_html(picture, missing), escape(caption));
            let image = Some(picture).filter(|picture| !missing.contains(&picture.id));
            Some(Told { title, html, image, author: None })
        }
        ItemBody::Heading { .. } | ItemBody::Divider => None,
    }
}

/// A post in its author's name. What stands behind a warning stays there: a feed has no folds.
fn tell_post<'a>(post: &'a Post, display: &PostDisplay, missing: &BTreeSet<MediaId>) -> Told<'a> {
    let shown = post.shown_as(display);
    let (title, mut html, image) = match &post.warning {
        Some(warning) => {
            let title = first_words(&format!("{}: {warning}", post.author.name), TITLE);
            (title, format!("<p><strong>{}</strong></p>", escape(warning)), None)
        }
        None => {
            let own = post.attachments.iter().find_map(|attachment| match attachment {
                Attachment::Picture(picture) => Some(picture).filter(|picture| !missing.contains(&picture.id)),
                _ => None,
            });
            (shown.summary(), post_html(&shown, missing), own.filter(|_| !display.hide_media))
        }
    };
    if let Some(url) = post.url.as_deref().and_then(web_address) {
        html.push_str(&format!("<p><a href=\"{}\">The original at {}</a></p>", escape(&url), post.source.label()));
    }
    html.push_str(markdown::render(&display.note).as_str());
    let title = if title.is_empty() { format!("A post from {}", post.source.label()) } else { title };
    let url = post.author.url.as_deref().and_then(web_address).unwrap_or_default();
    Told { title, html, image, author: Some(Person { name: named(&post.author.name), url }) }
}

fn post_html(post: &Post, missing: &BTreeSet<MediaId>) -> String {
    let mut html = post.text.as_str().to_owned();
    for attachment in &post.attachments {
        html.push_str(&attachment_html(attachment, missing));
    }
    if let Some((card, url)) = post.card.as_ref().and_then(|card| Some((card, web_address(&card.url)?))) {
        html.push_str(&format!("<p><a href=\"{}\">{}</a></p>", escape(&url), escape(&card.title)));
    }
    if let Some(Quote::Shown { author, text, warning: None, .. }) = post.quote.as_deref() {
        let name = SafeHtml::from_text(&author.name);
        html.push_str(&format!("<blockquote>{}{}</blockquote>", name.as_str(), text.as_str()));
    }
    html
}

fn attachment_html(attachment: &Attachment, missing: &BTreeSet<MediaId>) -> String {
    match attachment {
        Attachment::Picture(picture) => picture_html(picture, missing),
        Attachment::Video { alt, .. } => format!("<p>[Video] {}</p>", escape(alt)),
        Attachment::Audio { alt } => format!("<p>[Sound] {}</p>", escape(alt)),
    }
}

fn picture_html(picture: &Picture, missing: &BTreeSet<MediaId>) -> String {
    if missing.contains(&picture.id) {
        return format!("<p>[Picture] {}</p>", escape(&picture.alt));
    }
    format!("<p><img src=\"{}\" alt=\"{}\"></p>", escape(&picture.src()), escape(&picture.alt))
}

fn named(name: &str) -> String {
    if name.trim().is_empty() { "Somebody".to_owned() } else { name.to_owned() }
}
