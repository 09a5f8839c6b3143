//! A web page: a slim row under a post, or a whole item of its own.

use leptos::prelude::*;
use shared::post::LinkCard as Card;

use super::link::{host, web_address};
use super::media::{MissingPictures, StoredPicture};

/// A web page, with its picture, title, a sentence and the site.
#[component]
pub fn LinkCard(
    /// The page.
    card: Card,
    /// Whether the page is the item itself, not an attachment of a post.
    #[prop(optional)]
    large: bool,
    /// The pictures that could not be copied.
    #[prop(optional)]
    missing: MissingPictures,
) -> impl IntoView {
    let class = if large { "card card-large" } else { "card" };
    let picture = card.picture.filter(|picture| !missing.contains(picture));
    let url = web_address(&card.url);
    let site = url.as_deref().and_then(host).unwrap_or_default().to_owned();
    let site = if card.site.is_empty() { site } else { card.site };
    let title = if card.title.is_empty() { card.url } else { card.title };
    let description = (!card.description.is_empty())
        .then(|| view! { <span class="card-description" dir="auto">{card.description}</span> });
    let inside = view! {
        {picture.map(|picture| view! { <StoredPicture picture/> })}
        <span class="card-words">
            <span class="card-site"><bdi>{site}</bdi></span>
            <strong class="card-title" dir="auto">{title}</strong>
            {description}
        </span>
    };
    match url {
        Some(url) => view! { <a class=class href=url rel="nofollow noopener">{inside}</a> }.into_any(),
        None => view! { <div class=class>{inside}</div> }.into_any(),
    }
}
