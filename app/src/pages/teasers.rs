//! Published stories in a list.

use leptos::prelude::*;
use shared::story::shown_title;

use super::story::StoryTeaser;
use crate::parts::counted::counted;
use crate::parts::time::Time;

/// Stories, each with its cover, title and first words.
#[component]
pub fn Teasers(
    /// In the order to show them.
    stories: Vec<StoryTeaser>,
    /// Whether to say who made each.
    byline: bool,
) -> impl IntoView {
    let teasers: Vec<_> = stories.into_iter().map(|story| view! { <li><Teaser story byline/></li> }).collect();
    view! { <ul class="teasers">{teasers}</ul> }
}

#[component]
fn Teaser(story: StoryTeaser, byline: bool) -> impl IntoView {
    let title = shown_title(&story.title).to_owned();
    let cover = story.cover.map(|src| view! { <img src=src alt="" loading="lazy" decoding="async"/> });
    let summary = (!story.summary.is_empty()).then(|| view! { <p>{story.summary}</p> });
    let curator = byline.then(|| view! { "By " <bdi>{story.curator}</bdi> " · " });
    view! {
        <article class="teaser" dir="auto">
            {cover}
            <h3><a href=story.path>{title}</a></h3>
            {summary}
            <p class="teaser-foot">
                {curator}
                <Time at=story.published_at/>
                " · "
                {counted(story.items as usize, "item")}
            </p>
        </article>
    }
}
