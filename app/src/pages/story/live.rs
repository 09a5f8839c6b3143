//! A live story: the line that says so, and where the small script puts what is new.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::PublicStory;
use crate::document::Site;
use crate::parts::time::{self, Time, TimeStyle};

/// When a story is or was live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveTimes {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when; absent while it is.
    pub until: Option<DateTime<Utc>>,
}

impl PublicStory {
    /// Since when it is live, if it is.
    #[must_use]
    pub fn live_since(&self) -> Option<DateTime<Utc>> {
        self.live.filter(|live| live.until.is_none()).map(|live| live.since)
    }
}

/// The line above a live story. Its script (`app/scripts/live.js`) follows the address it is given; without the script
/// the link loads the page anew.
pub fn live_bar(story: &PublicStory, site: &Site, in_frame: bool) -> Option<impl IntoView + use<>> {
    let since = story.live_since()?;
    let path = story.url.strip_prefix(&site.base_url).unwrap_or(&story.url);
    let layout = story.document.presentation.layout;
    let form = if in_frame { "embed" } else { "page" };
    let address = format!("{path}/live?form={form}&layout={}", layout.key());
    Some(view! {
        <aside class="live-bar" aria-label="Live" data-live=address data-version=story.version>
            <p>
                <strong class="live-mark">"Live"</strong>
                " "<span>"since "<Time at=since style=TimeStyle::Moment/>" UTC. "</span>
                <span class="live-state">"More is added as it happens."</span>
                " "<a href="" target="_self" class="live-reload">"Refresh"</a>
            </p>
        </aside>
        <div class="live-news" role="status"></div>
    })
}

/// Says of a story that was live when that was: "Was live 25 Nov 2026, 20:00 to 21:07".
pub fn was_live(story: &PublicStory) -> Option<String> {
    let LiveTimes { since, until } = story.live?;
    let until = until?;
    let end = if since.date_naive() == until.date_naive() { TimeStyle::Clock } else { TimeStyle::Moment };
    Some(format!("Was live {}, {} to {}", time::date(since), time::clock(since), end.format(until)))
}
