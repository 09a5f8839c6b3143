//! A published story: the page and its variant for frames.

mod embed;
mod ending;
mod items;
mod live;
mod meta;
mod moment;
mod opening;
mod reading;
mod slides;
mod transcript;
mod update;
mod versions;

pub use embed::StoryEmbed;
pub use live::LiveTimes;
pub use moment::MomentPage;
pub use update::{Part, Placed, PlacedKind, Update};
pub use versions::{VersionEntry, Versions, VersionsPage};

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::ids::{MediaId, PostId};
use shared::mention;
use shared::post::Post;
use shared::story::{StoryDocument, shown_title};

use crate::document::{Head, PublicDocument, Site};
use crate::parts::icon::{Icon, IconName};

/// A published version with everything its page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicStory {
    /// The curator's handle.
    pub handle: String,
    /// The curator's name.
    pub curator: String,
    /// The absolute public address.
    pub url: String,
    /// The absolute address of the variant for frames.
    pub embed_url: String,
    /// The absolute addresses of the oEmbed answers, for discovery: JSON, XML.
    pub oembed_urls: (String, String),
    /// The absolute address of a picture for previews, 1200 by 630 pixels.
    pub card_url: String,
    /// HTML to paste into another site.
    pub embed_html: String,
    /// The number of the version.
    pub version: u32,
    /// When the story was first published.
    pub first_published_at: DateTime<Utc>,
    /// When this version was.
    pub published_at: DateTime<Utc>,
    /// When it is or was live, if ever.
    pub live: Option<LiveTimes>,
    /// The document.
    pub document: StoryDocument,
    /// The posts of its items. A post that may not be shown to strangers is here too; the page shows a note for it.
    pub posts: BTreeMap<PostId, Post>,
    /// Pictures that could not be copied: the page shows their description instead.
    pub missing_pictures: BTreeSet<MediaId>,
    /// Other stories by the curator, latest first, a few.
    pub others: Vec<StoryTeaser>,
}

/// A published story in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryTeaser {
    /// The path of its page.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The first words of its introduction, plain text; may be empty.
    pub summary: String,
    /// The address of its cover, if it has one.
    pub cover: Option<String>,
    /// Its curator's name.
    pub curator: String,
    /// How many items it has.
    pub items: u32,
    /// When this version was published.
    pub published_at: DateTime<Utc>,
}

impl PublicStory {
    /// As a frame shows it. What is mentioned there is seen in the story's page: a frame as high as its story has
    /// nowhere to scroll to.
    #[must_use]
    pub fn in_frame(self) -> Self {
        let document = self.document.leading_mentions(|item| [self.url.as_str(), &mention::in_page(item)].concat());
        Self { document, ..self }
    }

    /// The title, or what stands for it while there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        shown_title(self.document.title.trim())
    }

    /// Whether it is a draft that is looked at as readers would see it, and no version.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        self.version == 0
    }
}

/// The page of a published story.
#[component]
pub fn StoryPage(
    /// The installation.
    site: Site,
    /// The story.
    story: PublicStory,
    /// Whether it is shown as the version that it is, not as what readers see now.
    #[prop(optional)]
    as_version: bool,
    /// Of a draft: where whoever looks came from, with the words that lead back.
    #[prop(optional)]
    back: Option<(String, &'static str)>,
) -> impl IntoView {
    let is_draft = story.is_draft();
    let head =
        if as_version { meta::version_head(&story) } else { Head { unlisted: is_draft, ..meta::head(&site, &story) } };
    let live = (!as_version).then(|| live::live_bar(&story, &site, false));
    let opening = opening::opening(&story, &site);
    let contents = opening::contents(&story);
    let items = items::items(&story);
    let ending = ending::ending(&story, &site);
    let more = || (format!("/@{}", story.handle), format!("More by {}", story.curator));
    let (aside, more) = back.map_or_else(more, |(href, words)| (href, words.to_owned()));
    // A draft that readers have never seen is published now, as far as its page can tell.
    let is_new = story.first_published_at == story.published_at;
    let preview = is_draft.then(|| view! { <PreviewNote is_new/> });
    let version = as_version.then(|| versions::version_note(&story));
    view! {
        <PublicDocument site head aside=move || view! { <a href=aside.clone()>{more.clone()}</a> }>
            {preview}
            {version}
            {live}
            <article class="story" dir="auto">
                {opening}
                {contents}
                {items}
            </article>
            {ending}
        </PublicDocument>
    }
}

/// Says that readers do not see this yet.
#[component]
fn PreviewNote(is_new: bool) -> impl IntoView {
    let readers =
        if is_new { "Nobody else sees it before you publish it." } else { "Readers see what you last published." };
    view! {
        <p class="preview-note" role="note">
            <Icon name=IconName::Hidden/>
            <span>"This is a preview of the draft. "{readers}</span>
        </p>
    }
}
