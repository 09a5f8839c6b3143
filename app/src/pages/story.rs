//! A published story: the page and its variant for frames.

mod embed;
mod ending;
mod items;
mod meta;
mod moment;
mod opening;
mod reading;
mod slides;
mod transcript;
mod versions;

pub use embed::StoryEmbed;
pub use moment::MomentPage;
pub use versions::{VersionEntry, Versions, VersionsPage};

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::ids::{MediaId, PostId};
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
    /// The title, or what stands for it while there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        shown_title(self.document.title.trim())
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
) -> impl IntoView {
    // Public pages look the same to everybody, so they know no viewer: only a preview has one.
    let is_preview = site.viewer.is_some();
    let head = if as_version {
        meta::version_head(&story)
    } else {
        Head { unlisted: is_preview, ..meta::head(&site, &story) }
    };
    let opening = opening::opening(&story, &site);
    let contents = opening::contents(&story);
    let items = items::items(&story);
    let ending = ending::ending(&story, &site);
    let aside = format!("/@{}", story.handle);
    let more = format!("More by {}", story.curator);
    let preview = is_preview.then(|| view! { <PreviewNote/> });
    let version = as_version.then(|| versions::version_note(&story));
    view! {
        <PublicDocument site head aside=move || view! { <a href=aside.clone()>{more.clone()}</a> }>
            {preview}
            {version}
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
fn PreviewNote() -> impl IntoView {
    view! {
        <p class="preview-note" role="note">
            <Icon name=IconName::Hidden/>
            <span>"This is a preview of your draft. Readers see what you last published."</span>
        </p>
    }
}
