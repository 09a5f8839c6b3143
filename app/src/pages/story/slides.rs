//! Slides: what each has besides its item. They are turned by scrolling, by keys and by links, without a script.

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::{Item, ItemBody, PostDisplay};
use shared::mention::anchor;
use shared::post::Post;

use super::PublicStory;
use super::items::post_of;

/// From this many characters on a text may be higher than a slide.
const LONG: usize = 700;
/// Up to this many characters a slide has room to say it large.
const BRIEF: usize = 200;

/// Where a slide stands among the others, and how it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Slide {
    number: usize,
    total: usize,
    previous: Option<ItemId>,
    next: Option<ItemId>,
    /// Whether it is a few words and nothing else.
    pub is_brief: bool,
    /// Whether it may have to be scrolled and has no link by which the keyboard would come to it.
    pub needs_focus: bool,
}

impl Slide {
    /// Every item that is a slide. A divider is none: between slides there is a pause anyway.
    pub fn all(story: &PublicStory) -> Vec<(&Item, Self)> {
        let items: Vec<&Item> =
            story.document.ordered().into_iter().filter(|item| item.body != ItemBody::Divider).collect();
        let id = |index: Option<usize>| Some(items.get(index?)?.id);
        let slide = |index: usize, item: &Item| Self {
            number: index + 1,
            total: items.len(),
            previous: id(index.checked_sub(1)),
            next: id(index.checked_add(1)),
            is_brief: is_brief(&item.body, post_of(story, item)),
            needs_focus: matches!(&item.body, ItemBody::Text { markdown } if markdown.chars().nth(LONG).is_some()),
        };
        items.iter().enumerate().map(|(index, item)| (*item, slide(index, item))).collect()
    }

    /// Its number, and links to its neighbours.
    pub fn turning(self) -> impl IntoView {
        // Inside a frame other links leave it.
        let link = |to: Option<ItemId>, words: &'static str| {
            to.map(|id| view! { <a href=format!("#{}", anchor(id)) target="_self">{words}</a> })
        };
        view! {
            <p class="turning">
                {link(self.previous, "Previous")}
                <span>{format!("{} of {}", self.number, self.total)}</span>
                {link(self.next, "Next")}
            </p>
        }
    }
}

fn is_brief(body: &ItemBody, post: Option<&Post>) -> bool {
    let short = |text: &str| text.chars().nth(BRIEF).is_none();
    match body {
        ItemBody::Text { markdown } => short(markdown),
        ItemBody::Post { display, .. } => post.is_some_and(|post| {
            *display == PostDisplay::default() && has_only_words(post) && short(&post.text.to_text())
        }),
        ItemBody::Heading { .. } | ItemBody::Picture { .. } | ItemBody::Divider => false,
    }
}

fn has_only_words(post: &Post) -> bool {
    post.attachments.is_empty() && post.card.is_none() && post.quote.is_none() && post.warning.is_none()
}
