//! A draft as it was at an earlier moment, within the studio.

use leptos::prelude::*;
use shared::markdown;

use super::{PublicStory, items};
use crate::document::{Site, StudioDocument};
use crate::pages::history::{Moment, MomentBar};
use crate::parts::story_item::TextBlock;

/// The page of a moment of a story.
#[component]
pub fn MomentPage(
    /// The installation and who looks.
    site: Site,
    /// The story as it was.
    story: PublicStory,
    /// Which moment, and what can be done with it.
    moment: Moment,
) -> impl IntoView {
    let title = story.title().to_owned();
    let introduction = markdown::render(&story.document.introduction);
    let introduction = (!introduction.is_empty()).then(|| view! { <TextBlock html=introduction/> });
    let nothing = story.document.items.is_empty().then(|| view! { <p class="hint">"There was nothing in it yet."</p> });
    let items = items::items(&story);
    view! {
        <StudioDocument site title=format!("“{title}” as it was") here="">
            <MomentBar moment/>
            <article class="moment" dir="auto">
                <h1>{title}</h1>
                {introduction}
                {nothing}
                {items}
            </article>
        </StudioDocument>
    }
}
