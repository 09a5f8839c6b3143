//! The versions of a story: what was published when, and what changed from one to the next.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::PublicStory;
use crate::document::{Head, PublicDocument, Site};
use crate::parts::time::{Time, TimeStyle};

/// The versions of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The absolute address of the story.
    pub url: String,
    /// Its title, as readers see it now.
    pub title: String,
    /// Every version, the latest first.
    pub versions: Vec<VersionEntry>,
}

/// A version in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionEntry {
    /// Its number.
    pub number: u32,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// SHA-256 of it, in hexadecimal digits.
    pub hash: String,
    /// What is another than in the version before, in words; nothing for the first.
    pub changes: Vec<String>,
    /// Whether it is what readers see now.
    pub is_current: bool,
}

/// The page of a story's versions.
#[component]
pub fn VersionsPage(
    /// The installation.
    site: Site,
    /// The versions.
    versions: Versions,
) -> impl IntoView {
    let Versions { url, title, versions } = versions;
    let head = Head {
        title: format!("Versions of {title}"),
        canonical: Some(format!("{url}/versions")),
        unlisted: true,
        ..Head::default()
    };
    let rows: Vec<_> = versions.into_iter().map(|version| row(&url, version)).collect();
    let back = url.clone();
    view! {
        <PublicDocument site head aside=move || view! { <a href=back.clone()>"Back to the story"</a> }>
            <header class="opening">
                <h1>"Versions of "<a href=url dir="auto">{title}</a></h1>
                <p class="standfirst">
                    "Every time a story is published, what readers saw before stays as it was, at an address of its own."
                </p>
            </header>
            <section aria-label="Versions">
                <ol class="versions">{rows}</ol>
            </section>
        </PublicDocument>
    }
}

fn row(url: &str, version: VersionEntry) -> impl IntoView + use<> {
    let VersionEntry { number, published_at, hash, changes, is_current } = version;
    let href = format!("{url}/v/{number}");
    let current = is_current.then(|| view! { " "<span class="muted">"what readers see now"</span> });
    let changes: Vec<_> = changes.into_iter().map(|words| view! { <li>{words}</li> }).collect();
    view! {
        <li>
            <h2><a href=href>{format!("Version {number}")}</a>{current}</h2>
            <p class="muted"><Time at=published_at style=TimeStyle::Moment/>" UTC"</p>
            <ul class="version-changes">{changes}</ul>
            <p class="version-hash">"SHA-256 "<code>{hash}</code></p>
        </li>
    }
}

/// Says which version a page is of, and leads to the others.
pub fn version_note(story: &PublicStory) -> impl IntoView + use<> {
    let words = format!("This is version {} of this story, published ", story.version);
    let (at, url) = (story.published_at, story.url.clone());
    let versions = format!("{url}/versions");
    view! {
        <p class="preview-note" role="note">
            <span>
                {words}<Time at style=TimeStyle::Moment/>" UTC. "
                <a href=url>"Read it as it is now"</a>" or "<a href=versions>"see all versions"</a>"."
            </span>
        </p>
    }
}
