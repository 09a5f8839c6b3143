//! A curator's page: who they are and their published stories.

use leptos::prelude::*;
use serde_json::json;

use super::story::StoryTeaser;
use super::teasers::Teasers;
use crate::document::{FeedLinks, Head, Kind, PublicDocument, Site};

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The curator's handle.
    pub handle: String,
    /// The curator's name.
    pub name: String,
    /// A few words about them, plain text; may be empty.
    pub bio: String,
    /// Their published stories, latest first.
    pub stories: Vec<StoryTeaser>,
}

/// The curator's page.
#[component]
pub fn ProfilePage(
    /// The installation.
    site: Site,
    /// The curator and their stories.
    profile: Profile,
) -> impl IntoView {
    let head = head(&site, &profile);
    let Profile { handle, name, bio, stories } = profile;
    let bio = (!bio.is_empty()).then(|| view! { <p class="standfirst" dir="auto">{bio}</p> });
    let stories = if stories.is_empty() {
        view! { <p class="nothing"><bdi>{name.clone()}</bdi>" has not published a story yet."</p> }.into_any()
    } else {
        view! { <Teasers stories byline=false/> }.into_any()
    };
    view! {
        <PublicDocument site head>
            <header class="opening">
                <h1 dir="auto">{name}</h1>
                <p class="byline">{format!("@{handle}")}</p>
                {bio}
            </header>
            <section aria-labelledby="stories-title">
                <h2 id="stories-title" class="label">"Stories"</h2>
                {stories}
            </section>
        </PublicDocument>
    }
}

fn head(site: &Site, profile: &Profile) -> Head {
    let url = format!("{}/@{}", site.base_url, profile.handle);
    let description = if profile.bio.is_empty() { format!("Stories by {}", profile.name) } else { profile.bio.clone() };
    let json_ld = json!({
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "mainEntity": { "@type": "Person", "name": profile.name, "alternateName": profile.handle, "url": url },
    });
    Head {
        title: profile.name.clone(),
        description,
        feeds: vec![FeedLinks::beside(&url, format!("Stories by {}", profile.name))],
        canonical: Some(url),
        kind: Kind::Profile { handle: profile.handle.clone() },
        json_ld: Some(json_ld),
        ..Head::default()
    }
}
