//! Stories as rows of the dashboard.

use leptos::prelude::*;
use shared::api::StorySummary;
use shared::people::{Role, SharedStory};
use shared::story::shown_title;

use super::readers::lately;
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};
use crate::parts::time::{Time, TimeStyle};

/// A story as a row that says what matters.
#[component]
pub fn StoryRow(
    /// The story.
    story: StorySummary,
    /// Its owner's handle.
    handle: String,
    /// How often it was seen, by day up to today; empty when it was not.
    readers: Vec<u64>,
) -> impl IntoView {
    let status = Status::of(&story);
    let edit = format!("/studio/stories/{}", story.id);
    let actions = actions(&story, status, &edit, &handle);
    let live = story.publication.as_ref().and_then(|publication| publication.live_since).map(|since| {
        let href = format!("{edit}/share");
        view! { <a class="live-mark" href=href>"Live since "<Time at=since style=TimeStyle::Moment/></a> }
    });
    view! {
        <article class="row">
            <h2><a href=edit.clone()><bdi>{title(&story)}</bdi></a></h2>
            <p class="row-facts">
                <span class="status" data-status=status.key()>{status.words()}</span>
                {live}
                <span>{counted(story.items as usize, "item")}</span>
                <span>"Edited " <Time at=story.updated_at style=TimeStyle::Moment/></span>
            </p>
            {lately(&readers, &format!("{edit}/statistics"))}
            <div class="row-actions">{actions}</div>
        </article>
    }
}

/// What is done with a story besides writing it: the usual in sight, the rest one press away.
fn actions(story: &StorySummary, status: Status, edit: &str, handle: &str) -> impl IntoView + use<> {
    let title = title(story);
    let link = |path: &str, icon: IconName, words: &'static str, name: String| {
        let href = format!("{edit}{path}");
        view! { <a href=href aria-label=name><Icon name=icon/>{words}</a> }
    };
    let preview = link("/preview", IconName::Preview, "Preview", format!("Preview {title}"));
    let people = link("/people", IconName::People, "People", format!("People of {title}"));
    let check = link("/check", IconName::Check, "Check", format!("Check {title}"));
    let appearance = link("/appearance", IconName::Appearance, "Appearance", format!("Appearance of {title}"));
    let history = link("/history", IconName::Clock, "History", format!("History of {title}"));
    let delete = link("/delete", IconName::Delete, "Delete", format!("Delete {title}"));
    let (in_sight, first) = if status.is_public() {
        let href = format!("/@{handle}/{}", story.slug);
        let share = link("/share", IconName::Code, "Share", format!("Share {title}"));
        let numbers = link("/statistics", IconName::Statistics, "Statistics", format!("Statistics of {title}"));
        let open = view! {
            <a href=href aria-label=format!("View {title} as readers do")><Icon name=IconName::External/>"View"</a>
        };
        (view! { {open} {share} {numbers} }.into_any(), view! { {preview} {check} }.into_any())
    } else {
        (view! { {preview} {check} }.into_any(), ().into_any())
    };
    view! {
        {in_sight}
        <details class="row-more" name="row-more">
            <summary aria-label=format!("More about {title}")><Icon name=IconName::More/>"More"</summary>
            <div>{first} {appearance} {people} {history} {delete}</div>
        </details>
    }
}

/// A story of somebody else.
#[component]
pub fn SharedRow(
    /// The story, whose it is, and what the curator may do with it.
    shared: SharedStory,
) -> impl IntoView {
    let SharedStory { owner, role, story } = shared;
    let status = Status::of(&story);
    let open = format!("/studio/stories/{}", story.id);
    let people = format!("{open}/people");
    let may = if role == Role::Viewer { "You may read it" } else { "You may edit it" };
    let title = title(&story);
    view! {
        <article class="row">
            <h3><a href=open><bdi>{title.clone()}</bdi></a></h3>
            <p class="row-facts">
                <span>{format!("By @{owner}")}</span>
                <span>{may}</span>
                <span class="status" data-status=status.key()>{status.words()}</span>
                <span>"Edited " <Time at=story.updated_at style=TimeStyle::Moment/></span>
            </p>
            <p class="row-actions">
                <a href=people aria-label=format!("People of {title}")><Icon name=IconName::People/>"People"</a>
            </p>
        </article>
    }
}

/// Its title, or what stands for one.
pub fn title(story: &StorySummary) -> String {
    shown_title(&story.title).to_owned()
}

/// Where a story stands with its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody sees it yet.
    Draft,
    /// They see all of it.
    Published,
    /// They see it as it was.
    Changed,
}

impl Status {
    /// As the store has it.
    pub fn of(story: &StorySummary) -> Self {
        match &story.publication {
            None => Self::Draft,
            Some(publication) if publication.revision < story.revision => Self::Changed,
            Some(_) => Self::Published,
        }
    }

    /// Whether they see any of it.
    pub fn is_public(self) -> bool {
        self != Self::Draft
    }

    fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Changed => "changed",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Changed => "Published, with changes since",
        }
    }
}
