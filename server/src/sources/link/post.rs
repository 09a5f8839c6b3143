//! What is known about an address as a post.

use serde_json::{Value, json};
use shared::html::SafeHtml;
use shared::ids::PostId;
use shared::media::Attachment;
use shared::post::{Author, LinkCard, Post, PostState, SourceKind};
use url::Url;

use super::facts::Facts;
use crate::fetch::host_of;
use crate::sanitize;
use crate::sources::provenance::Provenance;
use crate::sources::{Captured, Pictures};

/// A page as a post that is one card.
pub(super) fn card(
    url: &Url,
    facts: &Facts,
    language: Option<String>,
    provenance: &Provenance,
    raw: Value,
) -> Captured {
    let mut pictures = Pictures::default();
    let line = |text: &Option<String>, most| text.as_deref().map(|text| sanitize::line(text, most)).unwrap_or_default();
    let host = site_name(url);
    let or_host = |text: String| if text.is_empty() { host.clone() } else { text };
    let site = or_host(line(&facts.site, 100));
    let author = line(&facts.author, 100);
    let card = LinkCard {
        url: url.to_string(),
        title: or_host(line(&facts.title, 300)),
        description: line(&facts.description, 500),
        picture: pictures.add(facts.picture.as_deref(), facts.picture_alt.as_deref()),
        site: site.clone(),
    };
    let author = Author {
        name: if author.is_empty() { site } else { author },
        url: facts.author_url.clone(),
        ..Author::default()
    };
    let post = Post { author, published_at: facts.published_at, language, card: Some(card), ..bare(url, provenance) };
    Captured { post, pictures: pictures.into_origins(), raw }
}

/// A picture at an address of its own, as a post.
pub(super) fn picture(url: &Url, provenance: &Provenance) -> Captured {
    let mut pictures = Pictures::default();
    let attachments = pictures.add(Some(url.as_str()), None).map(Attachment::Picture).into_iter().collect();
    let author = Author { name: site_name(url), ..Author::default() };
    let post = Post { author, attachments, ..bare(url, provenance) };
    Captured { post, pictures: pictures.into_origins(), raw: json!({ "url": url }) }
}

/// The facts about a file that says nothing about itself: its name.
pub(super) fn file(url: &Url) -> Facts {
    let name = url.path_segments().and_then(|mut segments| segments.next_back()).filter(|name| !name.is_empty());
    // Names come escaped in addresses; a query string is decoded the same way.
    let decoded = name.and_then(|name| {
        let name = format!("name={}", name.replace('+', "%2B"));
        url::form_urlencoded::parse(name.as_bytes()).next().map(|(_, name)| name.into_owned())
    });
    Facts { title: decoded, ..Facts::default() }
}

fn bare(url: &Url, provenance: &Provenance) -> Post {
    Post {
        id: PostId::fresh(),
        source: SourceKind::Link,
        uri: url.to_string(),
        url: Some(url.to_string()),
        author: Author::default(),
        published_at: None,
        edited_at: None,
        text: SafeHtml::default(),
        language: None,
        warning: None,
        emoji: Vec::new(),
        attachments: Vec::new(),
        card: None,
        quote: None,
        reply_to: None,
        reposted_by: None,
        members_only: false,
        captured_at: provenance.at,
        captured_via: provenance.host.clone(),
        state: PostState::Live,
    }
}

fn site_name(url: &Url) -> String {
    let host = host_of(url);
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}
