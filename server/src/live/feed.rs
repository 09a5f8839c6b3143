//! One listener: events of a story for one page, in order and without gaps.

use std::pin::pin;
use std::time::Duration;

use axum::response::sse;
use serde::Serialize;
use shared::account::Handle;
use shared::api::LoggedEdit;
use shared::ids::{AccountId, StoryId};
use shared::live::{EditEvent, PresenceEvent, PublicationEvent, RevokedEvent, RoleEvent};
use shared::people::Role;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::{interval, sleep};

use super::Event;
use super::room::{GRACE, Guest};
use crate::error::AppError;
use crate::session::Credential;
use crate::state::AppState;
use crate::stories::access;
use crate::stories::edits;
use crate::stories::store::{self, StoryRow};

/// How often a listener looks whether it missed something, and whether it may still listen.
const BEAT: Duration = Duration::from_secs(15);
/// How long a stream lives: the browser opens another and is asked again who it is.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How many edits of the log are read at once.
const PAGE: u32 = 200;

/// Where a listener's events go.
pub(super) type Outlet = mpsc::Sender<Result<sse::Event, axum::Error>>;

/// Why a listener stops.
enum Stop {
    /// The page is gone.
    Left,
    /// It may not listen any more.
    Revoked(String),
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::Revoked("This story was deleted.".to_owned()),
            AppError::Forbidden(words) => Self::Revoked(words),
            // The browser opens another stream.
            _ => Self::Left,
        }
    }
}

/// A page that listens to a story.
pub(super) struct Feed {
    pub state: AppState,
    pub story: StoryId,
    /// What it showed when it began to listen.
    pub credential: Credential,
    pub account: AccountId,
    pub handle: Handle,
    pub role: Role,
    /// The last revision the page knows.
    pub revision: u64,
    /// The page among those present, when it said which it is.
    pub guest: Option<Guest>,
    pub events: broadcast::Receiver<Event>,
    pub outlet: Outlet,
}

impl Feed {
    /// Listens until the page is gone, may not listen any more, or the server stops.
    pub async fn run(mut self) {
        if let Err(Stop::Revoked(detail)) = self.listen().await {
            drop(self.send("revoked", None, &RevokedEvent { detail }).await);
        }
        let Self { state, story, guest, events, outlet, .. } = self;
        drop((events, outlet));
        if let Some(guest) = guest {
            state.live.leave(story, &guest);
            sleep(GRACE).await;
        }
        state.live.sweep(story);
    }

    async fn listen(&mut self) -> Result<(), Stop> {
        let mut stopping: watch::Receiver<bool> = self.state.live.stopping.subscribe();
        let mut beat = interval(BEAT);
        let mut end = pin!(sleep(LIFETIME));
        self.catch_up().await?;
        self.send_presence().await?;
        loop {
            let outlet = self.outlet.clone();
            tokio::select! {
                () = outlet.closed() => return Err(Stop::Left),
                () = async { drop(stopping.wait_for(|stopping| *stopping).await) } => return Ok(()),
                () = &mut end => return Ok(()),
                heard = self.events.recv() => self.hear(heard).await?,
                _ = beat.tick() => self.look().await?,
            }
        }
    }

    async fn hear(&mut self, heard: Result<Event, RecvError>) -> Result<(), Stop> {
        match heard {
            Ok(Event::Edit(edit)) if edit.revision <= self.revision => Ok(()),
            Ok(Event::Edit(edit)) if edit.revision == self.revision + 1 => self.send_edit(&edit).await,
            // Announcements may overtake each other; the log does not.
            Ok(Event::Edit(_)) => self.catch_up().await,
            Ok(Event::Presence) => self.send_presence().await,
            Ok(Event::Publication) => self.send_publication().await,
            Ok(Event::Access) => self.look().await,
            Err(RecvError::Lagged(_)) => {
                self.look().await?;
                self.send_presence().await?;
                self.send_publication().await
            }
            Err(RecvError::Closed) => Err(Stop::Left),
        }
    }

    /// Looks at the store itself: whether this page may still listen, and whether it missed an edit.
    async fn look(&mut self) -> Result<(), Stop> {
        if !self.credential.is_valid(&self.state).await? {
            // The browser asks for another stream and is told to sign in.
            return Err(Stop::Left);
        }
        let story = self.story_row().await?;
        let role = {
            let mut conn = self.state.db.acquire().await.map_err(AppError::from)?;
            access::role(&mut conn, &story, self.account).await?
        };
        if role != self.role {
            self.role = role;
            self.send("role", None, &RoleEvent { role }).await?;
        }
        if let Some(guest) = &self.guest {
            self.state.live.touch(self.story, guest);
        }
        self.state.live.sweep(self.story);
        if story.revision() > self.revision { self.catch_up().await } else { Ok(()) }
    }

    async fn story_row(&self) -> Result<StoryRow, Stop> {
        let mut conn = self.state.db.acquire().await.map_err(AppError::from)?;
        let story = store::find(&mut conn, self.story).await.map_err(AppError::from)?;
        Ok(story.ok_or(AppError::NotFound)?)
    }

    async fn catch_up(&mut self) -> Result<(), Stop> {
        loop {
            let missed = {
                let mut conn = self.state.db.acquire().await.map_err(AppError::from)?;
                edits::page(&mut conn, self.story, self.revision, PAGE).await?
            };
            if missed.is_empty() {
                return Ok(());
            }
            for edit in &missed {
                self.send_edit(edit).await?;
            }
        }
    }

    async fn send_edit(&mut self, edit: &LoggedEdit) -> Result<(), Stop> {
        let event = EditEvent {
            revision: edit.revision,
            edit_id: edit.edit_id,
            author: edit.author.clone(),
            mine: edit.author == self.handle,
            changes: edit.changes.clone(),
        };
        self.revision = edit.revision;
        self.send("edit", Some(edit.revision), &event).await
    }

    async fn send_presence(&self) -> Result<(), Stop> {
        let people = self.state.live.present(self.story);
        self.send("presence", None, &PresenceEvent { people }).await
    }

    async fn send_publication(&self) -> Result<(), Stop> {
        let publication = self.story_row().await?.publication(&self.state.base_url);
        self.send("publication", None, &PublicationEvent { publication }).await
    }

    async fn send(&self, name: &str, id: Option<u64>, body: &(impl Serialize + Sync)) -> Result<(), Stop> {
        let event = sse::Event::default().event(name).json_data(body).map(|event| match id {
            Some(id) => event.id(id.to_string()),
            None => event,
        });
        self.outlet.send(event).await.map_err(|_| Stop::Left)
    }
}
