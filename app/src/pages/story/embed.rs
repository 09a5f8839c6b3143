//! The story inside somebody else's page: the same items between a slim header and a slim footer.

use leptos::prelude::*;

use super::live::live_bar;
use super::opening::Fact;
use super::{PublicStory, items};
use crate::document::{FrameDocument, Head, Site};
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};
use crate::parts::time::Time;

/// The variant for frames.
#[component]
pub fn StoryEmbed(
    /// The installation.
    site: Site,
    /// The story.
    story: PublicStory,
) -> impl IntoView {
    let look = story.document.presentation.clone();
    let story = story.in_frame();
    let head = Head {
        title: story.title().to_owned(),
        canonical: Some(story.url.clone()),
        unlisted: true,
        follows: story.live_since().is_some(),
        look,
        ..Head::default()
    };
    let live = live_bar(&story, &site, true);
    let (header, items, foot) = (header(&story), items::items(&story), foot(&story, &site));
    view! {
        <FrameDocument site head>
            <main id="content">
                {live}
                <article class="story" dir="auto">
                    {header}
                    {items}
                </article>
            </main>
            {foot}
        </FrameDocument>
    }
}

/// Title and byline.
pub fn header(story: &PublicStory) -> impl IntoView + use<> {
    let look = &story.document.presentation;
    let hidden = look.hide_header.then_some("sr-only");
    let byline = (!look.hide_byline).then(|| byline(story));
    view! {
        <header class="opening">
            <h1 class=hidden><a href=story.url.clone()>{story.title().to_owned()}</a></h1>
            {byline}
        </header>
    }
}

/// The ways out of the frame.
pub fn foot(story: &PublicStory, site: &Site) -> impl IntoView + use<> {
    let whole = format!("Read the whole story: {}", counted(story.document.items.len(), "item"));
    let (url, home) = (story.url.clone(), format!("{}/", site.base_url));
    view! {
        <footer class="frame-foot">
            <a href=url>{whole}</a>
            <a class="wordmark" href=home><Icon name=IconName::Sheaf/>"Sheaf"</a>
        </footer>
    }
}

fn byline(story: &PublicStory) -> impl IntoView + use<> {
    let (curator, at) = (story.curator.clone(), story.published_at);
    view! {
        <ul class="byline">
            <Fact>"By " <bdi>{curator}</bdi></Fact>
            <Fact><Time at/></Fact>
        </ul>
    }
}
