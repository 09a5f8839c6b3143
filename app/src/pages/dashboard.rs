//! The dashboard: the curator's stories, and how to begin one.

mod readers;
mod row;

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::api::StorySummary;
use shared::ids::StoryId;
use shared::people::SharedStory;

use self::row::{SharedRow, Status, StoryRow, title};

use crate::document::{Site, StudioDocument};
use crate::parts::counted::counted;
use crate::parts::form_field::FormDone;
use crate::parts::icon::{Icon, IconName};

/// What the page shows.
///
/// `GET /studio?q=&show=all|drafts|published` filters; `POST /studio/stories` with `start` = `blank`, `sample`,
/// `search` or `links` begins a story and leads to its editor; `GET /studio/stories/{id}/delete` asks before
/// `POST` to the same address deletes.
#[derive(Clone, Debug, PartialEq)]
pub struct Dashboard {
    /// The stories that pass the filter, last edited first.
    pub stories: Vec<StorySummary>,
    /// Stories of others that pass the filter, last edited first.
    pub shared: Vec<SharedStory>,
    /// How often the curator's stories were seen on each of the last days, the latest last; only those that were.
    pub readers: BTreeMap<StoryId, Vec<u64>>,
    /// How many stories there are without the filter: none means first visit.
    pub total: usize,
    /// The words searched for.
    pub query: String,
    /// Which are shown.
    pub show: Show,
    /// What has just been done, to be announced.
    pub done: Option<String>,
}

/// Which stories the dashboard shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Those readers cannot see.
    Drafts,
    /// Those they can.
    Published,
}

impl Show {
    /// The value in the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Drafts => "drafts",
            Self::Published => "published",
        }
    }
}

/// The question before a story is deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct DeleteStory {
    /// The story.
    pub story: StorySummary,
}

/// The dashboard.
#[component]
pub fn DashboardPage(
    /// The installation and the curator.
    site: Site,
    /// The stories.
    dashboard: Dashboard,
) -> impl IntoView {
    let handle = site.viewer.as_ref().map(|viewer| viewer.handle.clone()).unwrap_or_default();
    let Dashboard { stories, shared, readers, total, query, show, done } = dashboard;
    let content = if total == 0 {
        view! { <Beginning/> }.into_any()
    } else {
        view! { <StoryList stories readers total query show handle/> }.into_any()
    };
    view! {
        <StudioDocument site title="Your stories" here="/studio">
            <FormDone message=done/>
            {content}
            <SharedStories shared/>
        </StudioDocument>
    }
}

/// Stories of others that the curator may see or edit.
#[component]
fn SharedStories(shared: Vec<SharedStory>) -> impl IntoView {
    (!shared.is_empty()).then(|| {
        let rows: Vec<_> = shared.into_iter().map(|shared| view! { <li><SharedRow shared/></li> }).collect();
        view! {
            <section class="shared-stories" aria-labelledby="shared-title">
                <h2 id="shared-title">"Shared with you"</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

/// The first visit: three ways to begin, instead of an empty list.
#[component]
fn Beginning() -> impl IntoView {
    let ways = [
        (
            "sample",
            IconName::Sample,
            "Try the sample chat",
            "About 150 invented posts of one evening, built in. Nothing to set up, nothing to break.",
        ),
        (
            "search",
            IconName::Search,
            "Search a hashtag",
            "Gather what people said on Mastodon or Bluesky, newest first, page by page.",
        ),
        (
            "links",
            IconName::Link,
            "Paste links",
            "Any post or web page: paste one address or twenty, each becomes an item.",
        ),
    ];
    let ways: Vec<_> = ways
        .into_iter()
        .map(|(start, icon, title, text)| {
            view! {
                <li>
                    <button class="way" name="start" value=start>
                        <Icon name=icon/>
                        <strong>{title}</strong>
                        <span>{text}</span>
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <form class="beginning" method="post" action="/studio/stories">
            <h1>"Begin your first story"</h1>
            <p class="standfirst">
                "Three ways to start. You can mix them later, and nobody sees a story before you publish it."
            </p>
            <ul class="ways">{ways}</ul>
            <p class="aside">
                "Or " <button class="link" name="start" value="blank">"begin with an empty page"</button> "."
            </p>
        </form>
    }
}

#[component]
fn StoryList(
    stories: Vec<StorySummary>,
    mut readers: BTreeMap<StoryId, Vec<u64>>,
    total: usize,
    query: String,
    show: Show,
    handle: String,
) -> impl IntoView {
    let list = if stories.is_empty() {
        view! { <NoMatch query=query.clone()/> }.into_any()
    } else {
        let row = |story: StorySummary| {
            let readers = readers.remove(&story.id).unwrap_or_default();
            view! { <li><StoryRow story handle=handle.clone() readers/></li> }
        };
        let rows: Vec<_> = stories.into_iter().map(row).collect();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <div class="dashboard-head">
            <h1>"Your stories"</h1>
            <form method="post" action="/studio/stories">
                <button class="button primary" name="start" value="blank">
                    <Icon name=IconName::Plus/>
                    "New story"
                </button>
            </form>
        </div>
        <Filter total query show/>
        {list}
    }
}

/// Search and the choice of what is shown.
#[component]
fn Filter(total: usize, query: String, show: Show) -> impl IntoView {
    let choices: Vec<_> = [(Show::All, "All"), (Show::Drafts, "Drafts"), (Show::Published, "Published")]
        .into_iter()
        .map(|(choice, words)| {
            let href = show_address(choice, &query);
            let current = (choice == show).then_some("page");
            view! { <li><a href=href aria-current=current>{words}</a></li> }
        })
        .collect();
    let hidden = (show != Show::All).then(|| view! { <input type="hidden" name="show" value=show.key()/> });
    let placeholder = if total == 1 { "Search titles".to_owned() } else { format!("Search {total} titles") };
    view! {
        <div class="filter">
            <ul class="choices" aria-label="Show">{choices}</ul>
            <form role="search" action="/studio">
                {hidden}
                <label class="sr-only" for="q">"Search your stories"</label>
                <input type="search" id="q" name="q" value=query placeholder=placeholder/>
                <button class="button quiet icon-only"><Icon name=IconName::Search label="Search"/></button>
            </form>
        </div>
    }
}

/// The address of the dashboard with another choice of what is shown.
fn show_address(show: Show, query: &str) -> String {
    match (show, query.is_empty()) {
        (Show::All, true) => "/studio".to_owned(),
        (_, true) => format!("/studio?show={}", show.key()),
        (_, false) => format!("/studio?show={}&q={}", show.key(), percent_encoded(query)),
    }
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

#[component]
fn NoMatch(query: String) -> impl IntoView {
    let words = if query.is_empty() {
        "There is no story of this kind yet.".to_owned()
    } else {
        format!("No story has “{query}” in its title.")
    };
    view! { <p class="nothing">{words}" "<a href="/studio">"Show all stories"</a></p> }
}

/// The question before a story is deleted.
#[component]
pub fn DeleteStoryPage(
    /// The installation and the curator.
    site: Site,
    /// The story.
    question: DeleteStory,
) -> impl IntoView {
    let story = question.story;
    let action = format!("/studio/stories/{}/delete", story.id);
    let consequence = if Status::of(&story).is_public() {
        "Readers lose it at once, and pages that embed it show nothing in its place. This cannot be undone."
    } else {
        "Nobody has seen it but you. This cannot be undone."
    };
    let contents = match story.items {
        0 => "It is empty.".to_owned(),
        items => format!("It has {}.", counted(items as usize, "item")),
    };
    view! {
        <StudioDocument site title="Delete story" here="">
            <form class="sheet" method="post" action=action>
                <h1>"Delete “"<bdi>{title(&story)}</bdi>"”?"</h1>
                <p>{contents}" "{consequence}</p>
                <p class="answers">
                    <button class="button danger">"Delete story"</button>
                    <a class="button quiet" href="/studio">"Keep it"</a>
                </p>
            </form>
        </StudioDocument>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_keeps_the_words_searched_for() {
        assert_eq!(show_address(Show::All, ""), "/studio");
        assert_eq!(show_address(Show::Drafts, ""), "/studio?show=drafts");
        assert_eq!(show_address(Show::Published, "a&b ü"), "/studio?show=published&q=a%26b%20%C3%BC");
    }
}
