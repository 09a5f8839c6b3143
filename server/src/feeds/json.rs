//! JSON Feed 1.1.

use app::parts::time::machine;
use serde::Serialize;

use super::{Entry, Feed, Person};

/// The media type.
pub const TYPE: &str = "application/feed+json";

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    icon: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    authors: [Author<'a>; 1],
}

impl<'a> From<&'a Person> for Author<'a> {
    fn from(person: &'a Person) -> Self {
        Self { name: &person.name, url: &person.url }
    }
}

impl<'a> From<&'a Entry> for Item<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            id: &entry.id,
            url: &entry.url,
            title: &entry.title,
            summary: &entry.summary,
            content_html: &entry.html,
            image: entry.image.as_deref(),
            date_published: machine(entry.published),
            date_modified: machine(entry.updated),
            authors: [(&entry.author).into()],
        }
    }
}

/// The feed as a document.
pub fn write(feed: &Feed) -> serde_json::Result<String> {
    serde_json::to_string(&Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        description: &feed.subtitle,
        home_page_url: &feed.page,
        feed_url: &feed.addresses.1,
        icon: &feed.icon,
        authors: [(&feed.author).into()],
        items: feed.entries.iter().map(Item::from).collect(),
    })
}
