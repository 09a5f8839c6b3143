//! The way between the pages about one story.

use leptos::prelude::*;
use shared::ids::StoryId;
use shared::story::shown_title;

use super::places::STORY_PLACES;

/// The title of a story, and the pages there are about it.
#[component]
pub fn StoryPlaces(
    /// The story.
    story: StoryId,
    /// Its title; may be empty.
    title: String,
    /// Whether whoever looks may edit it.
    may_edit: bool,
    /// The last part of this page's address, to mark it.
    here: &'static str,
) -> impl IntoView {
    let base = format!("/studio/stories/{story}");
    let title = shown_title(&title).to_owned();
    let editor = may_edit.then_some(("", "Editor"));
    let places = STORY_PLACES.iter().filter(|place| may_edit || !place.for_editors);
    let links: Vec<_> = editor
        .into_iter()
        .chain(places.map(|place| (place.path, place.label)))
        .map(|(path, words)| {
            let href = format!("{base}{path}");
            let current = (path == here).then_some("page");
            view! { <li><a href=href aria-current=current>{words}</a></li> }
        })
        .collect();
    view! {
        <nav class="story-places" aria-label="This story">
            <p><bdi>{title}</bdi></p>
            <ul class="choices">{links}</ul>
        </nav>
    }
}
