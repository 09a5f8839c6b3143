//! How often a story is seen: a chart, the same as a table, and the sites that readers came from.

mod chart;

use chrono::{NaiveDate, NaiveTime};
use leptos::prelude::*;
use shared::ids::StoryId;
use shared::statistics::{DaySeen, Seen, Statistics};

use crate::document::{Site, StudioDocument};
use crate::parts::counted::grouped;
use crate::parts::story_places::StoryPlaces;
use crate::parts::time;

/// The numbers of days that can be chosen.
pub const PERIODS: [u16; 3] = [7, 30, 90];

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryStatistics {
    /// The story.
    pub story: StoryId,
    /// Its title; may be empty.
    pub title: String,
    /// Whether readers can see it.
    pub is_published: bool,
    /// How many days are shown, one of [`PERIODS`].
    pub days: u16,
    /// The numbers.
    pub statistics: Statistics,
}

/// The statistics of a story.
#[component]
pub fn StatisticsPage(
    /// The installation and the curator.
    site: Site,
    /// What is shown.
    shown: StoryStatistics,
) -> impl IntoView {
    let StoryStatistics { story, title, is_published, days, statistics } = shown;
    let name = format!("Statistics of “{}”", shared::story::shown_title(&title));
    let is_empty = statistics.total.sum() == 0;
    let content = if is_empty {
        nobody(story, is_published).into_any()
    } else {
        view! {
            {totals(statistics.total)}
            {chart::chart(&statistics.days)}
            {by_site(&statistics)}
            {by_day(&statistics.days)}
        }
        .into_any()
    };
    let periods = (is_published || !is_empty).then(|| periods(story, days));
    view! {
        <StudioDocument site title=name here="">
            <StoryPlaces story title may_edit=true here="/statistics"/>
            <div class="statistics">
                <h1>"Statistics"</h1>
                {periods}
                {content}
                <p class="hint">
                    "Counted on this server by day (UTC), without cookies and without keeping anybody’s address. Programs that \
                     say what they are, pages that browsers fetch ahead, and people who are signed in here are left out."
                </p>
            </div>
        </StudioDocument>
    }
}

fn periods(story: StoryId, chosen: u16) -> impl IntoView {
    let links = PERIODS.map(|days| {
        let href = format!("/studio/stories/{story}/statistics?days={days}");
        let current = (days == chosen).then_some("page");
        view! { <li><a href=href aria-current=current>{format!("{days} days")}</a></li> }
    });
    view! { <nav aria-label="Period"><ul class="choices">{links.into_iter().collect::<Vec<_>>()}</ul></nav> }
}

fn nobody(story: StoryId, is_published: bool) -> impl IntoView {
    if is_published {
        view! {
            <p class="nothing">
                "Nobody has read this story in these days. "
                <a href=format!("/studio/stories/{story}/share")>"Share it"</a>
            </p>
        }
        .into_any()
    } else {
        view! {
            <p class="nothing">
                "Readers cannot see this story. " <a href=format!("/studio/stories/{story}")>"Publish it"</a>
                " first; from then on they are counted."
            </p>
        }
        .into_any()
    }
}

fn totals(total: Seen) -> impl IntoView {
    view! {
        <dl class="totals">
            <div><dt>"Views of the page"</dt><dd>{grouped(total.views)}</dd></div>
            <div><dt>"Loads within other sites"</dt><dd>{grouped(total.embeds)}</dd></div>
        </dl>
    }
}

/// The most sites that are named; more are for the API.
const SITES: usize = 50;

fn by_site(statistics: &Statistics) -> impl IntoView + use<> {
    let Statistics { sites, direct, mut other, .. } = statistics.clone();
    sites.iter().skip(SITES).for_each(|of| other += of.seen);
    let sites = sites.into_iter().take(SITES).map(|of| (of.site, of.seen));
    let rest = [("Unknown: typed, mailed or not told", direct), ("Other sites", other)];
    let rest = rest.into_iter().filter(|(_, seen)| seen.sum() > 0).map(|(words, seen)| (words.to_owned(), seen));
    let rows: Vec<_> =
        sites.chain(rest).map(|(site, seen)| row(view! { <bdi>{site}</bdi> }.into_any(), seen)).collect();
    view! {
        <section aria-labelledby="sites-title">
            <h2 id="sites-title">"Where readers came from"</h2>
            {table("Site", "sites-title", rows)}
        </section>
    }
}

/// The chart again, for those who read numbers better; the latest day first.
fn by_day(days: &[DaySeen]) -> impl IntoView + use<> {
    let rows: Vec<_> = days.iter().rev().map(|of| row(day(of.day).into_any(), of.seen)).collect();
    view! {
        <details class="by-day">
            <summary id="days-title">"Day by day, as a table"</summary>
            {table("Day", "days-title", rows)}
        </details>
    }
}

fn table(first: &'static str, title: &'static str, rows: Vec<impl IntoView>) -> impl IntoView {
    view! {
        <table class="numbers" aria-labelledby=title>
            <thead>
                <tr><th scope="col">{first}</th><th scope="col">"Page"</th><th scope="col">"Embed"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(name: AnyView, seen: Seen) -> impl IntoView {
    view! {
        <tr><th scope="row">{name}</th><td>{grouped(seen.views)}</td><td>{grouped(seen.embeds)}</td></tr>
    }
}

/// "25 Nov 2026".
fn day(day: NaiveDate) -> String {
    time::date(day.and_time(NaiveTime::MIN).and_utc())
}
