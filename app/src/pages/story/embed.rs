//! The story inside somebody else's page: the same items between a slim header and a slim footer.

use leptos::prelude::*;

use super::opening::{Fact, counted};
use super::{PublicStory, items};
use crate::document::{FrameDocument, Head, Site};
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
    let head =
        Head { title: story.title().to_owned(), canonical: Some(story.url.clone()), unlisted: true, ..Head::default() };
    let items = items::items(&story);
    let whole = format!("Read the whole story: {}", counted(story.document.items.len(), "item"));
    let home = format!("{}/", site.base_url);
    view! {
        <FrameDocument site head>
            <main id="content">
                <article class="story" dir="auto">
                    <header class="opening">
                        <h1><a href=story.url.clone()>{story.title().to_owned()}</a></h1>
                        <ul class="byline">
                            <Fact>"By " <bdi>{story.curator.clone()}</bdi></Fact>
                            <Fact><Time at=story.published_at/></Fact>
                        </ul>
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
