//! The items of a story that are the curator's own: text, heading, picture, divider.

use leptos::prelude::*;
use shared::html::SafeHtml;
use shared::media::Picture;

use super::media::{MissingPicture, MissingPictures, StoredPicture};

/// The curator's words, rendered from Markdown.
#[component]
pub fn TextBlock(
    /// What [`shared::markdown::render`] made.
    html: SafeHtml,
) -> impl IntoView {
    view! { <div class="words" dir="auto" inner_html=html.as_str().to_owned()></div> }
}

/// A heading, which begins a section.
#[component]
pub fn HeadingBlock(
    /// Plain text.
    text: String,
) -> impl IntoView {
    view! { <h2 dir="auto">{text}</h2> }
}

/// A picture from the curator, with a line under it.
#[component]
pub fn PictureBlock(
    /// The picture with its description.
    picture: Picture,
    /// The line under it; may be empty.
    caption: String,
    /// The pictures that could not be copied.
    #[prop(optional)]
    missing: MissingPictures,
) -> impl IntoView {
    let shown = if missing.contains(&picture) {
        view! { <MissingPicture alt=picture.alt/> }.into_any()
    } else {
        view! { <StoredPicture picture/> }.into_any()
    };
    let caption = (!caption.is_empty()).then(|| view! { <figcaption dir="auto">{caption}</figcaption> });
    view! { <figure class="figure">{shown}{caption}</figure> }
}

/// A pause between two parts.
#[component]
pub fn DividerBlock() -> impl IntoView {
    view! { <hr class="divider"/> }
}
