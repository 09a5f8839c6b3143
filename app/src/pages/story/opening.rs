//! How a story begins: title, introduction, who and when, cover, and the contents of a long one.

use leptos::prelude::*;
use shared::item::ItemBody;
use shared::markdown;

use super::items::{anchor, post_times, time_style};
use super::{PublicStory, reading};
use crate::document::Site;
use crate::parts::media::{MissingPicture, StoredPicture};
use crate::parts::story_item::TextBlock;
use crate::parts::time::{self, Time, TimeStyle};

/// From this many headings on a story has a table of contents.
const HEADINGS_FOR_CONTENTS: usize = 3;

/// Title, introduction, byline and cover.
pub fn opening(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    let introduction = markdown::render(&story.document.introduction);
    let introduction = (!introduction.is_empty()).then(|| view! { <TextBlock html=introduction/> });
    view! {
        <header class="opening">
            <h1 dir="auto">{story.title().to_owned()}</h1>
            {introduction}
            {byline(story, site)}
        </header>
        {cover(story)}
    }
}

fn byline(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    let curator = story.curator.clone();
    let profile = format!("{}/@{}", site.base_url, story.handle);
    let updated = (story.published_at != story.first_published_at)
        .then(|| view! { <li>"Updated " <Time at=story.published_at/></li> });
    let evening = evening(story).map(|date| view! { <li>{date}</li> });
    view! {
        <ul class="byline">
            <li>"By " <a rel="author" href=profile><bdi>{curator}</bdi></a></li>
            <li>"Published " <Time at=story.first_published_at/></li>
            {updated}
            <li>{counted(story.document.items.len(), "item")}</li>
            <li>{format!("{} to read", counted(reading::minutes(story), "minute"))}</li>
            {evening}
            <li><a href="#share">"Share or embed"</a></li>
        </ul>
    }
}

/// Says once what the clock times beside the posts leave out: the day, and that they are UTC.
fn evening(story: &PublicStory) -> Option<String> {
    let first = post_times(story).min()?;
    (time_style(story) == TimeStyle::Clock).then(|| format!("Times are of {}, UTC", time::date(first)))
}

/// "1 item", "90 items".
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn cover(story: &PublicStory) -> Option<impl IntoView + use<>> {
    let picture = story.document.cover.clone()?;
    let shown = if story.missing_pictures.contains(&picture.id) {
        view! { <MissingPicture alt=picture.alt/> }.into_any()
    } else {
        view! { <StoredPicture picture/> }.into_any()
    };
    Some(view! { <div class="cover">{shown}</div> })
}

/// Links to the sections of a long story.
pub fn contents(story: &PublicStory) -> Option<impl IntoView + use<>> {
    let sections = sections(story);
    (sections.len() >= HEADINGS_FOR_CONTENTS).then(|| {
        let links: Vec<_> = sections
            .into_iter()
            .map(|(anchor, text)| view! { <li><a href=format!("#{anchor}")><bdi>{text}</bdi></a></li> })
            .collect();
        view! {
            <nav class="contents" aria-label="Contents">
                <ol>{links}</ol>
            </nav>
        }
    })
}

/// The headings of a story with their anchors; empty headings lead nowhere worth going.
fn sections(story: &PublicStory) -> Vec<(String, String)> {
    let headings = story.document.ordered().into_iter().filter_map(|item| match &item.body {
        ItemBody::Heading { text } if !text.trim().is_empty() => Some((anchor(item.id), text.clone())),
        _ => None,
    });
    headings.collect()
}
