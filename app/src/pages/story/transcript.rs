//! The items as a transcript: author, time and words, for quoting.

use leptos::prelude::*;
use shared::item::{Item, ItemBody};
use shared::markdown;
use shared::media::Attachment;
use shared::mention::anchor;
use shared::post::Post;

use super::PublicStory;
use super::items::{note, post_of, time_style};
use crate::parts::byline::AuthorName;
use crate::parts::fold::{Contents, Fold};
use crate::parts::invented::without_dead_links;
use crate::parts::link::web_address;
use crate::parts::media::MissingPictures;
use crate::parts::post_card::{PostCard, is_attributed, is_language_tag};
use crate::parts::quote::Quote;
use crate::parts::story_item::{DividerBlock, HeadingBlock, TextBlock};
use crate::parts::time::{Time, TimeStyle};

/// All items of a story, each as a line or a few.
pub fn transcript(story: &PublicStory) -> impl IntoView + use<> {
    view! { <div class="items transcript">{lines(story)}</div> }
}

/// The items one by one.
pub fn lines(story: &PublicStory) -> Vec<impl IntoView + use<>> {
    let times = time_style(story);
    let missing = MissingPictures::from(story.missing_pictures.clone());
    let items = story.document.ordered().into_iter();
    items.map(|item| line(item, post_of(story, item), times, &missing)).collect()
}

fn line(item: &Item, post: Option<&Post>, times: TimeStyle, missing: &MissingPictures) -> impl IntoView + use<> {
    let class = match item.body {
        ItemBody::Heading { .. } => "item section",
        ItemBody::Divider => "item pause",
        ItemBody::Text { .. } | ItemBody::Picture { .. } => "item line own",
        ItemBody::Post { .. } => "item line",
    };
    let shown = match &item.body {
        ItemBody::Post { display, .. } => {
            let said = match post {
                Some(post) if post.is_public() => said(post.shown_as(display).into_owned(), times, missing).into_any(),
                Some(post) => view! { <PostCard post=post.clone() times/> }.into_any(),
                None => view! { <p class="post-hidden">"This post is not available."</p> }.into_any(),
            };
            view! { {said}{post.and_then(|_| note(display))} }.into_any()
        }
        ItemBody::Text { markdown } => view! { <TextBlock html=markdown::render(markdown)/> }.into_any(),
        ItemBody::Heading { text } => view! { <HeadingBlock text=text.clone()/> }.into_any(),
        ItemBody::Picture { picture, caption } => {
            let caption = (!caption.is_empty()).then(|| view! { " "<span dir="auto">{caption.clone()}</span> });
            view! { <p>{in_words("Picture", &picture.alt)}{caption}</p> }.into_any()
        }
        ItemBody::Divider => view! { <DividerBlock/> }.into_any(),
    };
    view! { <div class=class id=anchor(item.id)>{shown}</div> }
}

/// What somebody said.
fn said(post: Post, times: TimeStyle, missing: &MissingPictures) -> impl IntoView + use<> {
    let post = without_dead_links(post);
    let by = is_attributed(&post).then(|| view! { <AuthorName author=post.author.clone()/>" " });
    let time = post.published_at.map(|at| view! { <Time at style=times/>" " });
    let original = post.url.as_deref().and_then(web_address);
    let original = original.map(|url| view! { <a class="line-link" href=url rel="nofollow noopener">"Original"</a> });
    let Post { text, language, warning, attachments, card, quote, .. } = post;
    let contents =
        Contents { words: !text.is_empty(), attachments: &attachments, card: card.is_some(), quote: quote.is_some() };
    let hides = contents.to_string();
    let pictures: Vec<_> = attachments.iter().map(attached).collect();
    let language = language.filter(|tag| is_language_tag(tag));
    let missing = missing.clone();
    view! {
        <p class="line-by">{by}{time}{original}</p>
        <Fold warning hides>
            {(!text.is_empty()).then(|| view! {
                <div class="post-text" lang=language dir="auto" inner_html=text.as_str().to_owned()></div>
            })}
            {(!pictures.is_empty()).then(|| view! { <ul class="line-media">{pictures}</ul> })}
            {quote.map(|quote| view! { <Quote quote=*quote missing/> })}
            {card.map(|card| {
                let title = if card.title.is_empty() { card.url.clone() } else { card.title };
                match web_address(&card.url) {
                    Some(url) => view! { <p dir="auto"><a href=url rel="nofollow noopener">{title}</a></p> }.into_any(),
                    None => view! { <p dir="auto">{title}</p> }.into_any(),
                }
            })}
        </Fold>
    }
}

fn attached(attachment: &Attachment) -> impl IntoView + use<> {
    let words = match attachment {
        Attachment::Picture(picture) => in_words("Picture", &picture.alt),
        Attachment::Video { alt, .. } => in_words("Film", alt),
        Attachment::Audio { alt } => in_words("Recording", alt),
    };
    view! { <li dir="auto">{words}</li> }
}

/// What is seen or heard, in the place of it.
fn in_words(what: &str, alt: &str) -> String {
    match alt.trim() {
        "" => format!("[{what}, without a description]"),
        alt => format!("[{what}: {alt}]"),
    }
}
