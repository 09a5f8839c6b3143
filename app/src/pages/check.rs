//! What to look at before a story is published.

use leptos::prelude::*;
use shared::check::{CheckReport, Effect, Finding};
use shared::ids::StoryId;
use shared::story::shown_title;

use crate::document::{Site, StudioDocument};
use crate::parts::counted::counted;
use crate::parts::story_places::StoryPlaces;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which story.
    pub story: StoryId,
    /// Its title; may be empty.
    pub title: String,
    /// Whether whoever looks may edit the story.
    pub may_edit: bool,
    /// What was found.
    pub report: CheckReport,
}

/// The check of a story.
#[component]
pub fn CheckPage(
    /// The installation and the curator.
    site: Site,
    /// The check.
    check: Check,
) -> impl IntoView {
    let Check { story, title, may_edit, report } = check;
    let name = format!("Check “{}”", shown_title(&title));
    let base = format!("/studio/stories/{story}");
    let verdict = match (report.findings.len(), report.may_publish()) {
        (0, _) => "Nothing stands out: publish it when you like.".to_owned(),
        (1, true) => "1 thing to look at. You can publish all the same.".to_owned(),
        (count, true) => format!("{count} things to look at. You can publish all the same."),
        (count, false) => {
            format!("{} to look at. The story cannot be published as it stands.", counted(count, "thing"))
        }
    };
    let unchecked = (report.unchecked > 0).then(|| {
        let words = format!("There was no time to look at {}.", counted(report.unchecked as usize, "link"));
        view! { <p class="hint">{words}" "<a href=format!("{base}/check")>"Look at them now"</a></p> }
    });
    let rows: Vec<_> = report.findings.into_iter().map(|finding| row(&base, finding)).collect();
    view! {
        <StudioDocument site title=name here="">
            <StoryPlaces story title may_edit here="/check"/>
            <h1>"Check"</h1>
            <p class="standfirst">{verdict}</p>
            {unchecked}
            <ul class="findings">{rows}</ul>
        </StudioDocument>
    }
}

fn row(base: &str, finding: Finding) -> impl IntoView + use<> {
    let Finding { effect, item, subject, words, advice, .. } = finding;
    let href = item.map_or_else(|| base.to_owned(), |item| format!("{base}#item-{item}"));
    let effect = (effect != Effect::Advice).then(|| view! { <b>{effect.words()}". "</b> });
    view! {
        <li>
            <p><a href=href><bdi>{subject}</bdi></a></p>
            <p>{effect}{words}" "<span class="hint">{advice}</span></p>
        </li>
    }
}
