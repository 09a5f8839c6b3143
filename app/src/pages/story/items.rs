//! The items of a story in reading order, each with an anchor.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::{Item, ItemBody};
use shared::markdown;
use shared::post::Post;

use super::PublicStory;
use crate::parts::media::MissingPictures;
use crate::parts::post_card::PostCard;
use crate::parts::story_item::{DividerBlock, HeadingBlock, PictureBlock, TextBlock};
use crate::parts::thread;
use crate::parts::time::TimeStyle;

/// The name an item can be linked to by.
pub fn anchor(id: ItemId) -> String {
    format!("item-{id}")
}

/// All items of a story.
pub fn items(story: &PublicStory) -> impl IntoView + use<> {
    let times = time_style(story);
    let missing = MissingPictures::from(story.missing_pictures.clone());
    let mut previous: Option<&Post> = None;
    let mut shown = Vec::with_capacity(story.document.items.len());
    for item in story.document.ordered() {
        let post = post_of(story, item);
        let continues = previous.zip(post).is_some_and(|(previous, post)| thread::continues(previous, post));
        shown.push(view! { <StoryItem item=item.clone() post=post.cloned() continues times missing=missing.clone()/> });
        previous = post;
    }
    view! { <div class="items">{shown}</div> }
}

/// The posts of a story in reading order.
pub fn posts(story: &PublicStory) -> impl Iterator<Item = &Post> {
    story.document.ordered().into_iter().filter_map(|item| post_of(story, item))
}

/// The post of an item, if it is one and the post is there.
fn post_of<'a>(story: &'a PublicStory, item: &Item) -> Option<&'a Post> {
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
) -> impl IntoView {
    let class = match &item.body {
        ItemBody::Post { .. } if continues => "item joined",
        ItemBody::Post { .. } => "item",
        ItemBody::Text { .. } => "item own",
        ItemBody::Heading { .. } => "item section",
        ItemBody::Picture { .. } => "item own plate",
        ItemBody::Divider => "item pause",
    };
    let shown = match item.body {
        ItemBody::Post { display, .. } => match post {
            Some(post) => {
                let note = (!display.note.trim().is_empty()).then(|| markdown::render(&display.note));
                let post = post.shown_as(&display).into_owned();
                view! {
                    <PostCard post continues times missing/>
                    {note.map(|html| view! { <aside class="post-note"><TextBlock html/></aside> })}
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
    view! { <div class=class id=anchor(item.id)>{shown}</div> }
}
