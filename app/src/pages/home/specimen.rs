//! A story in small, to show what comes out: the curator's words, and posts set into them. All of it is invented.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::html::SafeHtml;
use shared::ids::PostId;
use shared::markdown;
use shared::post::{Author, Post, PostState, SourceKind};
use uuid::Uuid;

use crate::parts::post_card::PostCard;
use crate::parts::story_item::TextBlock;
use crate::parts::time::TimeStyle;

const WORDS: &str = "We asked what visitors noticed this year. The answers were about *furniture*.";
const POSTS: [(&str, &str, i64, &str); 2] = [
    (
        "Ada Okonkwo",
        "ada@chat.example",
        3,
        "We put a bench where people already stood. Nobody has asked for a map since.",
    ),
    ("Tomasz Wójcik", "tomasz@chat.example", 11, "The kettle is infrastructure. Budget for it."),
];
/// 20:00 on the evening the posts are from, in seconds since 1970.
const EVENING: i64 = 1_794_427_200;

/// A part of a story as readers see it. It is a picture: nothing in it can be reached.
#[component]
pub fn Specimen() -> impl IntoView {
    let posts: Vec<_> =
        POSTS.into_iter().map(|post| view! { <PostCard post=invented(post) times=TimeStyle::Clock/> }).collect();
    view! {
        <div class="specimen" inert=true>
            <p class="specimen-title">"An hour about chairs"</p>
            <TextBlock html=markdown::render(WORDS)/>
            {posts}
        </div>
    }
}

fn invented((name, handle, minute, words): (&str, &str, i64, &str)) -> Post {
    let evening = DateTime::<Utc>::from_timestamp(EVENING + minute * 60, 0);
    Post {
        id: PostId(Uuid::nil()),
        source: SourceKind::Sample,
        uri: String::new(),
        url: None,
        author: Author { name: name.to_owned(), handle: handle.to_owned(), ..Author::default() },
        published_at: evening,
        edited_at: None,
        text: SafeHtml::from_text(words),
        language: Some("en".to_owned()),
        warning: None,
        emoji: Vec::new(),
        attachments: Vec::new(),
        card: None,
        quote: None,
        reply_to: None,
        reposted_by: None,
        members_only: false,
        captured_at: evening.unwrap_or_default(),
        captured_via: String::new(),
        state: PostState::Live,
    }
}
