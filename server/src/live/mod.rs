//! Working on a story at the same time: who is here, and what just happened, told to every page that listens.
//!
//! All of it is in memory and none of it matters: what an event tells is in the store already, so a listener that
//! missed one, or is served by another process, reads the log. Those who announce do it after their commit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::api::LoggedEdit;
use shared::ids::StoryId;
use shared::live::{Presence, Present};
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;

use crate::state::AppState;
use crate::stories::edits;
use room::{Guest, Room};

pub mod api;
mod feed;
mod room;

/// How many events a listener may be behind before it reads the log instead.
const BACKLOG: usize = 128;

/// What listeners are told.
#[derive(Clone, Debug)]
pub enum Event {
    /// An edit was accepted.
    Edit(Arc<LoggedEdit>),
    /// Who is here, or where they are, is another.
    Presence,
    /// Readers see another version, or none.
    Publication,
    /// Who may do what is another, somebody signed out, or the story is gone.
    Access,
}

/// Every story that somebody listens to.
pub struct Live {
    rooms: Mutex<HashMap<StoryId, Room>>,
    stopping: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { rooms: Mutex::default(), stopping: watch::Sender::new(false) }
    }
}

impl Live {
    /// Ends every stream, so that the server can stop; browsers come back by themselves.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// How many pages listen now.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.rooms().values().map(Room::listeners).sum()
    }

    /// Tells who listens to a story.
    pub fn tell(&self, story: StoryId, event: Event) {
        if let Some(room) = self.rooms().get(&story) {
            room.tell(event);
        }
    }

    /// Tells everybody who listens to look whether they still may: somebody signed out.
    pub fn ask_all(&self) {
        self.rooms().values().for_each(|room| room.tell(Event::Access));
    }

    /// Notes where somebody is; those who listen are told if it is news.
    pub fn arrive(&self, story: StoryId, guest: Guest, place: Presence) {
        let (mut rooms, now) = (self.rooms(), Instant::now());
        rooms.entry(story).or_default().arrive(guest, place, now);
        // Nobody may be listening who would see to it.
        rooms.retain(|_, room| {
            room.sweep(now);
            !room.is_empty()
        });
    }

    /// Who has the story open.
    pub fn present(&self, story: StoryId) -> Vec<Present> {
        self.rooms().get(&story).map(Room::present).unwrap_or_default()
    }

    fn listen(&self, story: StoryId) -> broadcast::Receiver<Event> {
        self.rooms().entry(story).or_default().listen()
    }

    /// Keeps a page that listens among those present.
    fn touch(&self, story: StoryId, guest: &Guest) {
        if let Some(room) = self.rooms().get_mut(&story) {
            room.touch(guest, Instant::now());
        }
    }

    /// Forgets who has not been heard of, and a story with nobody left.
    fn sweep(&self, story: StoryId) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get_mut(&story) else { return };
        room.sweep(Instant::now());
        if room.is_empty() {
            rooms.remove(&story);
        }
    }

    /// A page stopped listening: unless it comes back in a moment, it is gone.
    fn leave(&self, story: StoryId, guest: &Guest) {
        if let Some(room) = self.rooms().get_mut(&story) {
            room.leave(guest, Instant::now());
        }
    }

    fn has_listeners(&self, story: StoryId) -> bool {
        self.rooms().get(&story).is_some_and(Room::has_listeners)
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<StoryId, Room>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells who listens of an edit that has been committed. Costs nothing while nobody does.
pub fn edited(state: &AppState, story: StoryId, revision: u64) {
    if !state.live.has_listeners(story) {
        return;
    }
    let state = state.clone();
    // Not before the answer to the editor: that one waits.
    tokio::spawn(async move {
        match logged(&state, story, revision).await {
            Ok(Some(edit)) => state.live.tell(story, Event::Edit(Arc::new(edit))),
            Ok(None) => {}
            // Those who listen look at the log now and then anyway.
            Err(error) => tracing::warn!(error = format!("{error:#}"), "An edit could not be announced"),
        }
    });
}

async fn logged(state: &AppState, story: StoryId, revision: u64) -> anyhow::Result<Option<LoggedEdit>> {
    let mut conn = state.db.acquire().await?;
    Ok(edits::page(&mut conn, story, revision.saturating_sub(1), 1).await?.pop())
}
