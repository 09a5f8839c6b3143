//! The history of a story: who changed what and when, and the way to every moment. Plain links and forms.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use shared::ids::StoryId;
use shared::story::shown_title;

use crate::document::{Site, StudioDocument};
use crate::parts::counted::counted;
use crate::parts::form_field::FormDone;
use crate::parts::icon::{Icon, IconName};
use crate::parts::story_places::StoryPlaces;
use crate::parts::time::{Time, TimeStyle, clock, date};

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The story.
    pub story: StoryId,
    /// Its title; may be empty.
    pub title: String,
    /// Whether whoever looks may restore a moment.
    pub may_restore: bool,
    /// The revision it has reached.
    pub revision: u64,
    /// What was done, the latest first.
    pub groups: Vec<Group>,
    /// Where to go on, `?before=`, when there is more.
    pub earlier: Option<u64>,
    /// Whether this is the end of the log.
    pub is_latest: bool,
    /// When the story was begun.
    pub begun_at: DateTime<Utc>,
    /// What has just been done, to be announced.
    pub done: Option<String>,
}

/// What one person did within one hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Who, by name.
    pub name: String,
    /// Who, by handle; nothing when the account is gone.
    pub handle: Option<String>,
    /// The hour, at its beginning.
    pub from: DateTime<Utc>,
    /// The steps, the latest first.
    pub steps: Vec<Step>,
}

/// A step: one edit, or several in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The revision it led to.
    pub revision: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub words: String,
    /// In how many edits.
    pub edits: usize,
    /// The version that was published of it.
    pub version: Option<u32>,
}

/// One moment, as the page that shows it describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The story.
    pub story: StoryId,
    /// The revision it had reached.
    pub revision: u64,
    /// The revision it has reached today.
    pub latest: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who made the last edit before it.
    pub by: Option<String>,
    /// What that did.
    pub words: String,
    /// Whether whoever looks may restore it.
    pub may_restore: bool,
}

/// The page of a story's history.
#[component]
pub fn HistoryPage(
    /// The installation and who looks.
    site: Site,
    /// The history.
    history: History,
) -> impl IntoView {
    let title = shown_title(&history.title).to_owned();
    let log = format!("/studio/stories/{}/history", history.story);
    let latest = history.revision;
    let groups: Vec<_> = history.groups.into_iter().map(|of_hour| group(&log, of_hour, latest)).collect();
    let newer = (!history.is_latest).then(|| {
        let href = log.clone();
        view! { <p><a class="button quiet" href=href><Icon name=IconName::Back/>"To the latest changes"</a></p> }
    });
    let end = match history.earlier {
        Some(before) => {
            view! { <p><a class="button" href=format!("{log}?before={before}")>"Earlier changes"</a></p> }.into_any()
        }
        None => {
            let href = format!("{log}/0");
            view! { <p class="hint">"Begun "<a href=href><Time at=history.begun_at style=TimeStyle::Moment/></a></p> }
                .into_any()
        }
    };
    view! {
        <StudioDocument site title=format!("History of “{title}”") here="">
            <StoryPlaces story=history.story title=history.title may_edit=history.may_restore here="/history"/>
            <h1>"History"</h1>
            <FormDone message=history.done/>
            <p class="hint">{format!("{} so far. Times are UTC.", counted(latest as usize, "change"))}</p>
            {newer}
            <ol class="history">{groups}</ol>
            {end}
        </StudioDocument>
    }
}

fn group(log: &str, group: Group, latest: u64) -> impl IntoView + use<> {
    let until = group.from + TimeDelta::hours(1);
    let hour = format!("{}, {} to {}", date(group.from), clock(group.from), clock(until));
    let handle = group.handle.map(|handle| view! { " "<span class="muted">{format!("@{handle}")}</span> });
    let steps: Vec<_> = group.steps.into_iter().map(|done| step(log, done, latest)).collect();
    view! {
        <li>
            <h2><bdi>{group.name}</bdi>{handle}</h2>
            <p class="hint">{hour}</p>
            <ol>{steps}</ol>
        </li>
    }
}

fn step(log: &str, step: Step, latest: u64) -> impl IntoView + use<> {
    let href = format!("{log}/{}", step.revision);
    let often = (step.edits > 1).then(|| format!(" ({} edits)", step.edits));
    let version = step.version.map(|version| {
        view! { <span class="status" data-status="published">{format!("Published as version {version}")}</span> }
    });
    let now = (step.revision == latest).then(|| view! { <span class="muted">"Now"</span> });
    view! {
        <li>
            <Time at=step.at style=TimeStyle::Clock/>
            <a href=href><bdi>{step.words}</bdi>{often}</a>
            {version}
            {now}
        </li>
    }
}

/// What stands above a story as it was: when that was, and what can be done.
#[component]
pub fn MomentBar(
    /// The moment.
    moment: Moment,
) -> impl IntoView {
    let log = format!("/studio/stories/{}/history", moment.story);
    let at = |revision: u64| format!("{log}/{revision}");
    let earlier = moment.revision.checked_sub(1).map(|revision| {
        view! { <a class="button quiet" rel="prev" href=at(revision)><Icon name=IconName::Back/>"Earlier"</a> }
    });
    let is_past = moment.revision < moment.latest;
    let later = is_past.then(|| {
        view! { <a class="button quiet" rel="next" href=at(moment.revision + 1)>"Later"<Icon name=IconName::Forward/></a> }
    });
    let restore = (moment.may_restore && is_past).then(|| {
        let action = format!("{log}/{}/restore", moment.revision);
        view! { <form method="post" action=action><button class="button primary">"Restore this moment"</button></form> }
    });
    let by = moment.by.map(|name| view! { " by "<bdi>{name}</bdi> });
    let list = log.clone();
    view! {
        <div class="moment-bar">
            <p class="back"><a href=list>"History"</a></p>
            <p role="status">
                "As it was on "<Time at=moment.at style=TimeStyle::Moment/>" UTC: "<bdi>{moment.words}</bdi>{by}
            </p>
            <div class="answers">{earlier}{later}{restore}</div>
        </div>
    }
}
