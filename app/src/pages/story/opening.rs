//! How a story begins: title, introduction, who and when, cover, and the contents of a long one.

use leptos::prelude::*;
use shared::item::ItemBody;
use shared::markdown;
use shared::mention::anchor;

use super::items::{post_times, time_style};
use super::live::was_live;
use super::{PublicStory, reading};
use crate::document::Site;
use crate::parts::counted::counted;
use crate::parts::media::{MissingPicture, StoredPicture};
use crate::parts::story_item::TextBlock;
use crate::parts::time::{self, Time, TimeStyle};

/// From this many headings on a story has a table of contents.
const HEADINGS_FOR_CONTENTS: usize = 3;

/// Title, introduction, byline and cover.
pub fn opening(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    view! { {header(story, site)}{cover(story)} }
}

/// Title, introduction and byline.
pub fn header(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    let introduction = markdown::render(&story.document.introduction);
    let introduction = (!introduction.is_empty()).then(|| view! { <TextBlock html=introduction/> });
    let look = &story.document.presentation;
    // Who cannot see what stands around the story still hears what it is called.
    let title = view! { <h1>{story.title().to_owned()}</h1>{introduction} };
    let title =
        if look.hide_header { view! { <div class="sr-only">{title}</div> }.into_any() } else { title.into_any() };
    let byline = (!look.hide_byline).then(|| byline(story, site));
    view! {
        <header class="opening">
            {title}
            {byline}
        </header>
    }
}

fn byline(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    let curator = story.curator.clone();
    let profile = format!("{}/@{}", site.base_url, story.handle);
    let (published, last) = (story.first_published_at, story.published_at);
    // A draft has no versions to lead to.
    let versions = (!story.is_draft()).then(|| format!("{}/versions", story.url));
    let updated = (last != published).then(|| match versions {
        Some(href) => view! { <Fact><a href=href>"Updated " <Time at=last/></a></Fact> }.into_any(),
        None => view! { <Fact>"Updated " <Time at=last/></Fact> }.into_any(),
    });
    let items = counted(story.document.items.len(), "item");
    let reading = format!("{} to read", counted(reading::minutes(story), "minute"));
    let live = was_live(story).map(|words| view! { <Fact>{words}</Fact> });
    let evening = evening(story).map(|evening| view! { <Fact>{evening}</Fact> });
    let share = (!story.is_draft()).then(|| view! { <Fact><a href="#share">"Share or embed"</a></Fact> });
    view! {
        <ul class="byline">
            <Fact>"By " <a rel="author" href=profile><bdi>{curator}</bdi></a></Fact>
            <Fact>"Published " <Time at=published/></Fact>
            {updated}
            {live}
            <Fact>{items}</Fact>
            <Fact>{reading}</Fact>
            {evening}
            {share}
        </ul>
    }
}

/// A fact of a byline, kept apart so that it reads from left to right also where the story does not.
#[component]
pub fn Fact(children: Children) -> impl IntoView {
    view! { <li><bdi>{children()}</bdi></li> }
}

/// Says once what the clock times beside the posts leave out: the day, and that they are UTC.
fn evening(story: &PublicStory) -> Option<String> {
    let first = post_times(story).min()?;
    (time_style(story) == TimeStyle::Clock).then(|| format!("Times are of {}, UTC", time::date(first)))
}

/// The picture above a story, if it has one.
pub fn cover(story: &PublicStory) -> Option<impl IntoView + use<>> {
    let picture = story.document.cover.clone()?;
    let shown = if story.missing_pictures.contains(&picture.id) {
        view! { <MissingPicture alt=picture.alt/> }.into_any()
    } else {
        view! { <StoredPicture picture is_first=true/> }.into_any()
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
