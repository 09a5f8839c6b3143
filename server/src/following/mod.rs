//! Following a live story: while it is marked live, open pages hear of each version and take in what is new.
//!
//! Readers of a story share one room. Its keeper looks at the store when it is woken, and now and then besides, so that
//! nothing depends on being woken; readers wait for what it finds. What changed from the version on a reader's page to the
//! current one is rendered once and sent to all of them as the same bytes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use shared::ids::StoryId;
use tokio::sync::{Notify, watch};
use tokio::time::{MissedTickBehavior, interval};

use crate::state::AppState;
use places::Places;
use store::Standing;
use updates::Updates;

pub mod api;
pub mod pages;
mod places;
mod reader;
pub mod store;
mod updates;

/// How often a keeper looks without being woken: another process may have published.
const BEAT: Duration = Duration::from_secs(15);

/// Every story that somebody follows.
pub struct Following {
    rooms: Mutex<HashMap<StoryId, Room>>,
    places: Places,
    updates: Updates,
    stopping: watch::Sender<bool>,
}

struct Room {
    standing: watch::Sender<Standing>,
    wake: Arc<Notify>,
}

impl Following {
    /// Nobody follows anything; at most so many readers will.
    #[must_use]
    pub fn new(most_readers: usize) -> Self {
        Self {
            rooms: Mutex::default(),
            places: Places::new(most_readers),
            updates: Updates::default(),
            stopping: watch::Sender::new(false),
        }
    }

    /// Says that a story was published, hidden, or is live or no longer. Costs nothing while nobody follows it.
    pub fn wake(&self, story: StoryId) {
        if let Some(room) = self.rooms().get(&story) {
            room.wake.notify_one();
        }
    }

    /// How many readers follow now.
    #[must_use]
    pub fn readers(&self) -> usize {
        self.places.taken()
    }

    /// Ends every stream, so that the server can stop; browsers come back by themselves.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<StoryId, Room>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Enters the room of a story, which opens with the first reader.
fn enter(state: &AppState, story: StoryId, standing: Standing) -> watch::Receiver<Standing> {
    let mut rooms = state.following.rooms();
    let room = rooms.entry(story).or_insert_with(|| {
        let room = Room { standing: watch::Sender::new(standing), wake: Arc::default() };
        tokio::spawn(keep(state.clone(), story, Arc::clone(&room.wake)));
        room
    });
    let receiver = room.standing.subscribe();
    room.wake.notify_one();
    receiver
}

/// Looks at a story for all its readers, until the last one has left.
async fn keep(state: AppState, story: StoryId, wake: Arc<Notify>) {
    let mut stopping = state.following.stopping.subscribe();
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = wake.notified() => {}
            _ = beat.tick() => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
        let looked = look(&state, story).await;
        let mut rooms = state.following.rooms();
        let Some(room) = rooms.get(&story) else { return };
        if room.standing.receiver_count() == 0 {
            rooms.remove(&story);
            return;
        }
        match looked {
            Ok(now) => drop(room.standing.send_if_modified(|before| std::mem::replace(before, now) != now)),
            Err(error) => tracing::warn!(%error, "Readers of a live story could not be told what is new"),
        }
    }
}

async fn look(state: &AppState, story: StoryId) -> sqlx::Result<Standing> {
    let mut conn = state.db.acquire().await?;
    store::standing(&mut conn, story).await
}
