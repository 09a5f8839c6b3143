//! How often stories are seen, counted where their pages are served: no script, no cookie, no address kept.
//!
//! A request only adds to a number in memory. Every few seconds, before statistics are read and when the server stops,
//! the numbers go to the store; a crash loses seconds of them, and nothing else.

use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{Days, NaiveDate};
use shared::ids::{AccountId, StoryId};
use shared::statistics::{Origin, Seen, USUAL_DAYS};
use tokio::time::{MissedTickBehavior, interval};

use crate::db::begin_write;
use crate::state::AppState;

pub mod api;
pub mod pages;
mod reader;
mod store;

pub use reader::{is_reading, origin};

/// How often the numbers go to the store.
const BEAT: Duration = Duration::from_secs(5);
/// The most sites that are told apart for a story and a day.
const MOST_SITES: usize = 100;

/// What was counted of a story on a day.
type Counted = HashMap<Origin, Seen>;

/// The numbers that are not in the store yet.
#[derive(Default)]
pub struct Views(Mutex<HashMap<(StoryId, NaiveDate), Counted>>);

impl Views {
    /// Counts a page or an embed that somebody was sent.
    pub fn count(&self, story: StoryId, day: NaiveDate, origin: Origin, seen: Seen) {
        *place(self.pending().entry((story, day)).or_default(), origin) += seen;
    }

    fn take(&self) -> HashMap<(StoryId, NaiveDate), Counted> {
        mem::take(&mut *self.pending())
    }

    fn pending(&self) -> MutexGuard<'_, HashMap<(StoryId, NaiveDate), Counted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where an origin is counted: whoever invents sites fills one line.
fn place(counted: &mut Counted, origin: Origin) -> &mut Seen {
    let is_full = counted.len() >= MOST_SITES && !counted.contains_key(&origin);
    let origin = if is_full && matches!(origin, Origin::Site(_)) { Origin::Other } else { origin };
    counted.entry(origin).or_default()
}

/// Writes to the store what was counted. What cannot be written is counted on.
///
/// # Errors
/// When the store fails.
pub async fn flush(state: &AppState) -> sqlx::Result<()> {
    let taken = state.views.take();
    if taken.is_empty() {
        return Ok(());
    }
    let written = async {
        let mut tx = begin_write(&state.db).await?;
        for ((story, day), counted) in &taken {
            store::add(&mut tx, *story, *day, counted, MOST_SITES).await?;
        }
        tx.commit().await
    };
    let result = written.await;
    if result.is_err() {
        for ((story, day), counted) in taken {
            counted.into_iter().for_each(|(origin, seen)| state.views.count(story, day, origin, seen));
        }
    }
    result
}

/// How often each story of an account was seen on each of the usual days, today the last of them. Stories that nobody
/// has seen are not there.
///
/// # Errors
/// When the store fails.
pub async fn lately(state: &AppState, account: AccountId) -> sqlx::Result<BTreeMap<StoryId, Vec<u64>>> {
    flush(state).await?;
    let today = state.clock.now().date_naive();
    let days = usize::from(USUAL_DAYS);
    let first = today.checked_sub_days(Days::new(u64::from(USUAL_DAYS) - 1)).unwrap_or(today);
    let counted = store::by_story(&mut *state.db.acquire().await?, account, first).await?;
    let mut stories = BTreeMap::new();
    for (story, day, seen) in counted {
        let line = stories.entry(story).or_insert_with(|| vec![0; days]);
        let place = usize::try_from((day - first).num_days()).ok();
        if let Some(place) = place.and_then(|place| line.get_mut(place)) {
            *place = seen;
        }
    }
    Ok(stories)
}

/// Writes what was counted, again and again, for as long as the server runs.
pub async fn keep(state: AppState) {
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        if let Err(error) = flush(&state).await {
            tracing::warn!(%error, "Views could not be written; they are counted on");
        }
    }
}
