//! The front page: what Sheaf is, and the latest published stories.

mod specimen;

use super::story::StoryTeaser;
use super::teasers::Teasers;
use crate::document::{FeedLinks, Head, PublicDocument, Site};
use leptos::prelude::*;
use serde_json::json;
use specimen::Specimen;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// The latest published stories of the installation.
    pub latest: Vec<StoryTeaser>,
}

const DESCRIPTION: &str = "Gather posts from Mastodon, Bluesky and the web, put them in order, add your own words, \
                           and publish one page that anyone can read and any site can embed.";
const NOTHING_YET: &str = "Nothing has been published here yet. The first story will stand in this place.";

/// The front page.
#[component]
pub fn HomePage(
    /// The installation.
    site: Site,
    /// The latest stories.
    home: Home,
) -> impl IntoView {
    let head = head(&site);
    let (door, words) = match site.viewer {
        Some(_) => ("/studio", "Open your studio"),
        None => ("/login", "Sign in"),
    };
    let latest = if home.latest.is_empty() {
        view! { <p class="nothing">{NOTHING_YET}</p> }.into_any()
    } else {
        view! { <Teasers stories=home.latest byline=true/> }.into_any()
    };
    view! {
        <PublicDocument site head aside=move || view! { <a href=door>{words}</a> }>
            <section class="hero">
                <div class="hero-words">
                    <h1>"What people said, made into a story that lasts"</h1>
                    <p class="standfirst">{DESCRIPTION}</p>
                    <p><a class="button primary" href=door>{words}</a></p>
                </div>
                <Specimen/>
            </section>
            <Promises/>
            <section class="latest" aria-labelledby="latest-title">
                <h2 id="latest-title" class="label">"Latest stories"</h2>
                {latest}
            </section>
        </PublicDocument>
    }
}

/// What Sheaf stands for, in three lines.
#[component]
fn Promises() -> impl IntoView {
    let promises = [
        (
            "Your words lead",
            "Posts are set into your text like quotations in print: attributed, dated, linked to the original.",
        ),
        (
            "It outlives its sources",
            "Words and pictures are kept with the story. When a post or a network goes, the page stays whole.",
        ),
        (
            "Readers owe nothing",
            "No script, no cookie, no tracker. A page opens fast anywhere, prints well, and reads well aloud.",
        ),
    ];
    let promises: Vec<_> =
        promises.into_iter().map(|(title, text)| view! { <li><h2>{title}</h2><p>{text}</p></li> }).collect();
    view! { <ul class="promises">{promises}</ul> }
}

fn head(site: &Site) -> Head {
    let url = format!("{}/", site.base_url);
    let json_ld = json!({ "@context": "https://schema.org", "@type": "WebSite", "name": "Sheaf", "url": url });
    Head {
        title: "Sheaf".to_owned(),
        description: DESCRIPTION.to_owned(),
        feeds: vec![FeedLinks::beside(&url, "Stories on Sheaf".to_owned())],
        canonical: Some(url),
        json_ld: Some(json_ld),
        ..Head::default()
    }
}
