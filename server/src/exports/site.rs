//! The pages of the web site in an archive: plain files with relative links.

use std::fmt::Write as _;

use app::parts::time::date;
use chrono::{DateTime, Utc};
use shared::ids::MediaId;

use super::html::document;
use super::markup::text;
use super::story::Carried;
use crate::publish::present::summary;

/// No script, whatever comes; pictures lie beside the page.
const POLICY: &str = "default-src 'none'; img-src *; style-src 'unsafe-inline'";

/// A story on the first page.
#[derive(Clone, Debug)]
pub struct Teaser {
    slug: String,
    title: String,
    summary: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

impl Teaser {
    /// What the first page says of a story.
    #[must_use]
    pub fn of(story: &Carried) -> Self {
        Self {
            slug: story.slug.clone(),
            title: story.title().to_owned(),
            summary: summary(&story.version.document.introduction),
            published_at: story.at,
        }
    }
}

/// The first page.
#[must_use]
pub fn index(curator: &str, bio: &str, stories: &[Teaser]) -> String {
    let mut body = format!("<main><h1 dir=\"auto\">{}</h1><p dir=\"auto\">{}</p>\n<ul>", text(curator), text(bio));
    for story in stories {
        let _ = writeln!(
            body,
            "<li dir=\"auto\"><a href=\"stories/{}/index.html\">{}</a> <span class=\"quiet\">{}</span><br/>{}</li>",
            path(&story.slug),
            text(&story.title),
            date(story.published_at),
            text(&story.summary),
        );
    }
    let none = if stories.is_empty() { "<p>Nothing was published.</p>" } else { "" };
    let body = format!("{body}</ul>{none}</main>").replace("<ul></ul>", "");
    document("und", &format!("Stories by {curator}"), POLICY, &body)
}

/// A page of a story, with links to its other versions; `picture` says where its pictures are.
#[must_use]
pub fn story(
    curator: &str,
    story: &Carried,
    picture: &dyn Fn(MediaId) -> Option<String>,
    number: u32,
    numbers: &[u32],
) -> String {
    let mut links = format!("<nav class=\"quiet\"><a href=\"../../index.html\">Stories by {}</a>", text(curator));
    if numbers.len() > 1 {
        links.push_str(" · Versions:");
        for other in numbers {
            let _ = match other {
                other if *other == number => write!(links, " <strong>{other}</strong>"),
                other => write!(links, " <a href=\"v{other}.html\">{other}</a>"),
            };
        }
    }
    let body = format!("{links}</nav>\n{}", super::html::body(story, picture));
    document(story.language(), story.title(), POLICY, &body)
}

fn path(slug: &str) -> String {
    url::form_urlencoded::byte_serialize(slug.as_bytes()).collect()
}
