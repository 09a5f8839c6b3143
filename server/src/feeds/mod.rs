//! Feeds: the latest stories of everybody or of one curator, and the latest items of one story; as Atom (RFC 4287) and
//! as JSON Feed (<https://jsonfeed.org>). Both say the same, from the same values.

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue, header};

use axum::response::Response;

use crate::embeds::leading_to;
use crate::encoding::Encoding;
use crate::publish::cache::RenderedPage;

mod atom;
mod items;
mod json;
pub mod pages;
pub mod sitemap;
mod store;
mod stories;
#[cfg(test)]
mod tests;

/// A feed, in whatever format it is written.
#[derive(Clone, Debug)]
struct Feed {
    /// Stays the same for ever.
    id: String,
    title: String,
    /// A sentence about it; may be empty.
    subtitle: String,
    /// The page it is about.
    page: String,
    /// Where it is: Atom, JSON.
    addresses: (String, String),
    icon: String,
    author: Person,
    /// Latest first.
    entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    name: String,
    url: String,
}

#[derive(Clone, Debug)]
struct Entry {
    /// Stays the same for ever, also when the installation moves.
    id: String,
    url: String,
    title: String,
    /// Plain text; may be empty.
    summary: String,
    /// Markup with absolute addresses.
    html: String,
    image: Option<String>,
    author: Person,
    published: DateTime<Utc>,
    updated: DateTime<Utc>,
}

impl Feed {
    /// When anything in it last changed. A feed without entries has not changed since the beginning of time.
    fn updated(&self) -> DateTime<Utc> {
        self.entries.iter().map(|entry| entry.updated).max().unwrap_or(DateTime::UNIX_EPOCH)
    }
}

/// A document for machines: compressed, 304 when they have it, open to scripts of other sites.
fn respond(headers: &HeaderMap, content_type: &'static str, body: String) -> Response {
    let first = Encoding::accepted(headers).next();
    let mut response = RenderedPage::of_type(HeaderValue::from_static(content_type), body, first).respond(headers);
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Markup of ours, made for this page, with absolute addresses: a feed is read elsewhere.
fn absolute(html: &str, base_url: &str, page: &str) -> String {
    let html =
        html.replace("src=\"/", &format!("src=\"{base_url}/")).replace("href=\"/", &format!("href=\"{base_url}/"));
    leading_to(page, &html)
}
