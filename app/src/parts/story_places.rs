//! The way between the pages about one story.

use leptos::prelude::*;
use shared::ids::StoryId;
use shared::story::shown_title;

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
    // What only editors may see comes first.
    let editor = if may_edit { &[("", "Editor"), ("/check", "Check"), ("/appearance", "Appearance")][..] } else { &[] };
    let places = [("/preview", "Preview"), ("/share", "Share"), ("/people", "People"), ("/history", "History")];
    let links: Vec<_> = editor
        .iter()
        .copied()
        .chain(places)
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
