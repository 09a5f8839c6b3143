//! Who wrote a post: the name and how the network addresses them.

use leptos::prelude::*;
use shared::post::{Author, SourceKind};

use super::icon::{Icon, IconName};
use super::link::web_address;

/// The author's name, leading to their page.
#[component]
pub fn AuthorName(
    /// Who.
    author: Author,
) -> impl IntoView {
    let name = if author.name.trim().is_empty() { author.handle } else { author.name };
    let name = if name.is_empty() { "Unknown author".to_owned() } else { name };
    let name = view! { <bdi>{name}</bdi> };
    match author.url.as_deref().and_then(web_address) {
        Some(url) => view! { <a class="post-name" href=url rel="nofollow noopener">{name}</a> }.into_any(),
        None => view! { <b class="post-name">{name}</b> }.into_any(),
    }
}

/// How the network addresses the author, unless that is all there is to their name.
#[component]
pub fn Handle(
    /// Who.
    author: Author,
) -> impl IntoView {
    let shown = !author.handle.is_empty() && !author.name.trim().is_empty();
    shown.then(|| view! { <bdi class="post-handle">{format!("@{}", author.handle)}</bdi> })
}

/// The mark of the network.
#[component]
pub fn NetworkGlyph(
    /// Which.
    source: SourceKind,
) -> impl IntoView {
    let (name, label) = match source {
        SourceKind::Mastodon => (IconName::Mastodon, "Mastodon"),
        SourceKind::Bluesky => (IconName::Bluesky, "Bluesky"),
        SourceKind::Link => (IconName::Link, "Web link"),
        SourceKind::Sample => (IconName::Sample, "Sample chat"),
        SourceKind::Library => (IconName::Library, "Library"),
        SourceKind::Tray => (IconName::Tray, "Tray"),
        SourceKind::Everywhere => (IconName::Everywhere, "Everywhere"),
    };
    view! { <Icon name label/> }
}
