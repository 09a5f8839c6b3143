//! The items of a story in reading order, each with an anchor.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::{Item, ItemBody, PostDisplay};
use shared::markdown;
use shared::mention::anchor;
use shared::post::Post;
use shared::presentation::Layout;

use super::slides::Slide;
use super::{PublicStory, transcript};
use crate::parts::media::MissingPictures;
use crate::parts::post_card::PostCard;
use crate::parts::story_item::{DividerBlock, HeadingBlock, PictureBlock, TextBlock};
use crate::parts::thread;
use crate::parts::time::TimeStyle;

/// All items of a story, in its layout.
pub fn items(story: &PublicStory) -> impl IntoView + use<> {
    match story.document.presentation.layout {
        Layout::List => view! { <div class="items">{cards(story)}</div> }.into_any(),
        Layout::Grid => view! { <div class="items grid">{cards(story)}</div> }.into_any(),
        // Whoever turns slides with the keyboard must get there with it.
        Layout::Slides => view! {
            <div class="items slides" role="region" aria-label="Slides" tabindex="0">{slides(story)}</div>
        }
        .into_any(),
        Layout::Transcript => transcript::transcript(story).into_any(),
    }
}

/// Every item by itself, in reading order, as in a layout that has a place for each.
pub fn each(story: &PublicStory) -> Vec<(ItemId, AnyView)> {
    let views: Vec<AnyView> = match story.document.presentation.layout {
        Layout::Transcript => transcript::lines(story).into_iter().map(IntoAny::into_any).collect(),
        Layout::List | Layout::Grid | Layout::Slides => cards(story).into_iter().map(IntoAny::into_any).collect(),
    };
    story.document.ordered().into_iter().map(|item| item.id).zip(views).collect()
}

fn cards(story: &PublicStory) -> Vec<impl IntoView + use<>> {
    let times = time_style(story);
    let missing = MissingPictures::from(story.missing_pictures.clone());
    let mut previous: Option<&Post> = None;
    let mut shown = Vec::with_capacity(story.document.items.len());
    // Side by side nobody sees what a post goes on from.
    let joins = story.document.presentation.layout == Layout::List;
    for item in story.document.ordered() {
        let post = post_of(story, item);
        let continues = joins && previous.zip(post).is_some_and(|(previous, post)| thread::continues(previous, post));
        let (item, post_shown, missing) = (item.clone(), post.cloned(), missing.clone());
        shown.push(view! { <StoryItem item post=post_shown continues times missing slide=None/> });
        previous = post;
    }
    shown
}

fn slides(story: &PublicStory) -> Vec<impl IntoView + use<>> {
    let times = time_style(story);
    let missing = MissingPictures::from(story.missing_pictures.clone());
    Slide::all(story)
        .into_iter()
        .map(|(item, slide)| {
            let (item, post, missing) = (item.clone(), post_of(story, item).cloned(), missing.clone());
            view! { <StoryItem item post continues=false times missing slide=Some(slide)/> }
        })
        .collect()
}

/// What the curator says about a post.
pub fn note(display: &PostDisplay) -> Option<impl IntoView + use<>> {
    let note = (!display.note.trim().is_empty()).then(|| markdown::render(&display.note));
    note.map(|html| view! { <aside class="post-note"><TextBlock html/></aside> })
}

/// The posts of a story in reading order.
pub fn posts(story: &PublicStory) -> impl Iterator<Item = &Post> {
    story.document.ordered().into_iter().filter_map(|item| post_of(story, item))
}

/// The post of an item, if it is one and the post is there.
pub fn post_of<'a>(story: &'a PublicStory, item: &Item) -> Option<&'a Post> {
    story.posts.get(&item.body.post_id()?)
}

/// How the times of a story's posts are written.
pub fn time_style(story: &PublicStory) -> TimeStyle {
    TimeStyle::for_posts(post_times(story))
}

/// When the posts that readers see were published.
pub fn post_times(story: &PublicStory) -> impl Iterator<Item = DateTime<Utc>> {
    story.posts.values().filter(|post| post.is_public()).filter_map(|post| post.published_at)
}

#[component]
fn StoryItem(
    item: Item,
    post: Option<Post>,
    continues: bool,
    times: TimeStyle,
    missing: MissingPictures,
    slide: Option<Slide>,
) -> impl IntoView {
    let tabindex = slide.and_then(|slide| slide.needs_focus.then_some("0"));
    let mut class = match &item.body {
        ItemBody::Post { .. } if continues => "item joined",
        ItemBody::Post { .. } => "item",
        ItemBody::Text { .. } => "item own",
        ItemBody::Heading { .. } => "item section",
        ItemBody::Picture { .. } => "item own plate",
        ItemBody::Divider => "item pause",
    }
    .to_owned();
    if slide.is_some_and(|slide| slide.is_brief) {
        class.push_str(" brief");
    }
    let shown = match item.body {
        ItemBody::Post { display, .. } => match post {
            Some(post) => {
                let note = note(&display);
                let post = post.shown_as(&display).into_owned();
                view! {
                    <PostCard post continues times missing/>
                    {note}
                }
                .into_any()
            }
            None => view! { <p class="post-hidden">"This post is not available."</p> }.into_any(),
        },
        ItemBody::Text { markdown } => view! { <TextBlock html=markdown::render(&markdown)/> }.into_any(),
        ItemBody::Heading { text } => view! { <HeadingBlock text/> }.into_any(),
        ItemBody::Picture { picture, caption } => view! { <PictureBlock picture caption missing/> }.into_any(),
        ItemBody::Divider => view! { <DividerBlock/> }.into_any(),
    };
    let turning = slide.map(Slide::turning);
    view! { <div class=class id=anchor(item.id) tabindex=tabindex>{shown}{turning}</div> }
}
