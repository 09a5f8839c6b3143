//! The post that a post quotes, one level deep.

use leptos::prelude::*;
use shared::post::Quote as Quoted;

use super::byline::{AuthorName, Handle};
use super::fold::{Contents, Fold};
use super::link::{host, web_address};
use super::media::{Attachments, Avatar, MissingPictures};
use super::time::{Time, TimeStyle};

/// A quoted post, indented by a hairline.
#[component]
pub fn Quote(
    /// What is quoted.
    quote: Quoted,
    /// The pictures that could not be copied.
    #[prop(optional)]
    missing: MissingPictures,
) -> impl IntoView {
    let Quoted::Shown { author, text, url, published_at, warning, attachments } = quote else {
        return view! { <p class="quote quote-gone">"This post is not available."</p> }.into_any();
    };
    let hides = Contents { words: !text.is_empty(), attachments: &attachments, card: false, quote: false }.to_string();
    let address = url.as_deref().and_then(web_address);
    let original = address.as_deref().and_then(host).map(|place| {
        let words = format!("View on {place}");
        view! { <p class="post-foot"><a href=address.clone() rel="nofollow noopener">{words}</a></p> }
    });
    view! {
        <blockquote class="quote" cite=address>
            <p class="post-by">
                <Avatar author=author.clone() missing=missing.clone()/>
                <AuthorName author=author.clone()/>
                " "
                <span class="post-meta">
                    <Handle author/>
                    {published_at.map(|at| view! { " " <Time at style=TimeStyle::Date/> })}
                </span>
            </p>
            <Fold warning hides>
                {(!text.is_empty()).then(|| view! {
                    <div class="post-text" dir="auto" inner_html=text.as_str().to_owned()></div>
                })}
                <Attachments attachments url missing/>
            </Fold>
            {original}
        </blockquote>
    }
    .into_any()
}
