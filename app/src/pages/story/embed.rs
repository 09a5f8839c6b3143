//! The story inside somebody else's page: the same items between a slim header and a slim footer.

use leptos::prelude::*;

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
    let header = look.hide_header.then_some("sr-only");
    let byline = (!look.hide_byline).then(|| byline(&story));
    let head = Head {
        title: story.title().to_owned(),
        canonical: Some(story.url.clone()),
        unlisted: true,
        look,
        ..Head::default()
    };
    let items = items::items(&story);
    let whole = format!("Read the whole story: {}", counted(story.document.items.len(), "item"));
    let home = format!("{}/", site.base_url);
    view! {
        <FrameDocument site head>
            <main id="content">
                <article class="story" dir="auto">
                    <header class="opening">
                        <h1 class=header><a href=story.url.clone()>{story.title().to_owned()}</a></h1>
                        {byline}
                    </header>
                    {items}
                </article>
            </main>
            <footer class="frame-foot">
                <a href=story.url>{whole}</a>
                <a class="wordmark" href=home><Icon name=IconName::Sheaf/>"Sheaf"</a>
            </footer>
        </FrameDocument>
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
