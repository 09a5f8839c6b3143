//! What the server has not acknowledged yet: a state machine without a network, so that its promises can be tested.
//!
//! Between the story on the server at `revision` and the document on the screen lie the edit in flight and the changes
//! that wait behind it. One edit is in flight at a time; it keeps its identifier however often it is sent, so that a
//! lost answer never doubles it. Words that meet somebody else's in the same place are held until the curator chooses
//! (see [`super::clash`]).

use serde::{Deserialize, Serialize};
use shared::api::{EditAccepted, LoggedEdit, NewEdit};
use shared::edit::{Changes, apply, rebase, reverse, squash};
use shared::ids::EditId;
use shared::story::StoryDocument;

use super::clash::{Held, separate};

/// What the server has not acknowledged yet. Kept in the browser's storage, so that a reload loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outbox {
    revision: u64,
    in_flight: Option<NewEdit>,
    waiting: Changes,
    /// Gestures in flight, and gestures waiting.
    gestures: (u32, u32),
    held: Vec<Held>,
}

/// What the log of others' edits led to.
#[derive(Clone, Debug, PartialEq)]
pub enum CaughtUp {
    /// The document to show now: theirs with ours fitted on.
    Document(StoryDocument),
    /// The log does not continue what is known here: ask for the whole story and call [`Outbox::restart`].
    Gap,
}

impl Outbox {
    /// Nothing to send, on top of a revision.
    #[must_use]
    pub fn new(revision: u64) -> Self {
        Self { revision, ..Self::default() }
    }

    /// The last revision of the server that the document builds on.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether everything is on the server.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.in_flight.is_none() && self.waiting.is_empty() && self.held.is_empty()
    }

    /// Whether an edit is with the server, or may be.
    #[must_use]
    pub const fn is_in_flight(&self) -> bool {
        self.in_flight.is_some()
    }

    /// How many gestures are not acknowledged.
    #[must_use]
    pub const fn unsaved(&self) -> u32 {
        self.gestures.0 + self.gestures.1
    }

    /// What waits for the curator's choice, oldest first.
    #[must_use]
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// The changes that are not on the server, as far as is known here.
    pub fn pending(&self) -> impl Iterator<Item = &Changes> {
        let held = self.held.iter().map(|held| &held.mine);
        self.in_flight.iter().map(|edit| &edit.changes).chain([&self.waiting]).chain(held)
    }

    /// Queues changes that were just applied to the document; `goes_on` when they belong to the gesture before.
    pub fn push(&mut self, changes: Changes, goes_on: bool) {
        self.waiting = squash(std::mem::take(&mut self.waiting), changes);
        self.gestures.1 = match (self.waiting.is_empty(), self.gestures.1) {
            // Undoing what was never sent leaves nothing to send.
            (true, _) => 0,
            (false, waiting) if goes_on && waiting > 0 => waiting,
            (false, waiting) => waiting + 1,
        };
    }

    /// The edit to send now: the one in flight again, or else what waits, under the identifier `fresh`.
    pub fn next_edit(&mut self, fresh: EditId) -> Option<NewEdit> {
        if self.in_flight.is_none() && !self.waiting.is_empty() {
            let changes = std::mem::take(&mut self.waiting);
            self.in_flight = Some(NewEdit { edit_id: fresh, base_revision: self.revision, changes });
            self.gestures = (self.gestures.1, 0);
        }
        self.in_flight.clone()
    }

    /// The server took the edit in flight. Gives whether others had edited before it: then [`Self::catch_up`] must
    /// follow, and until it has, the edit stays in flight.
    #[must_use]
    pub fn accepted(&mut self, answer: &EditAccepted) -> bool {
        if !answer.rebased {
            self.landed(answer.revision);
        }
        answer.rebased
    }

    /// The server refused the edit in flight, and nothing of it happened: it waits again, with what came after it.
    pub fn refused(&mut self) {
        if let Some(edit) = self.in_flight.take() {
            self.waiting = squash(edit.changes, std::mem::take(&mut self.waiting));
            self.gestures = (0, self.gestures.0 + self.gestures.1);
        }
    }

    /// Takes in what was accepted since [`Self::revision`]: `document` is what the screen shows, `log` what the server
    /// answered. An edit in flight must be in the log, that is, known to be accepted.
    #[must_use]
    pub fn catch_up(&mut self, document: &StoryDocument, log: &[LoggedEdit]) -> CaughtUp {
        let Some(server) = self.replay_log(document, log) else { return CaughtUp::Gap };
        let revision = log.last().map_or(self.revision, |edit| edit.revision);
        CaughtUp::Document(self.restart(server, revision))
    }

    /// Takes the story as the server has it, and fits what waits onto it; gives the document to show.
    #[must_use]
    pub fn restart(&mut self, mut server: StoryDocument, revision: u64) -> StoryDocument {
        self.landed(revision);
        let (mine, held) = separate(&server, std::mem::take(&mut self.waiting));
        // `separate` fitted them onto this very document.
        if apply(&mut server, &mine).is_ok() {
            self.waiting = mine;
        }
        if self.waiting.is_empty() {
            self.gestures.1 = 0;
        }
        self.held.extend(held);
        server
    }

    /// Sets aside what cannot be fitted until the curator chooses.
    pub fn hold(&mut self, held: Vec<Held>) {
        self.held.extend(held);
    }

    /// The curator has chosen about the oldest of what was held.
    pub fn release(&mut self) -> Option<Held> {
        if self.held.is_empty() { None } else { Some(self.held.remove(0)) }
    }

    /// After a reload: everything of this stored outbox that the log does not show as accepted.
    #[must_use]
    pub fn unacknowledged(self, log: &[LoggedEdit]) -> Changes {
        let mut changes = Changes::default();
        if let Some(edit) = self.in_flight.filter(|edit| !log.iter().any(|logged| logged.edit_id == edit.edit_id)) {
            changes = edit.changes;
        }
        let held = self.held.into_iter().map(|held| held.mine);
        held.fold(squash(changes, self.waiting), squash)
    }

    fn landed(&mut self, revision: u64) {
        self.in_flight = None;
        self.gestures.0 = 0;
        self.revision = revision;
    }

    /// The story on the server after the log: the document without our changes, then each edit as it was applied.
    fn replay_log(&self, document: &StoryDocument, log: &[LoggedEdit]) -> Option<StoryDocument> {
        let mut server = document.clone();
        apply(&mut server, &reverse(self.waiting.clone())).ok()?;
        if let Some(edit) = &self.in_flight {
            if !log.iter().any(|logged| logged.edit_id == edit.edit_id) {
                return None;
            }
            apply(&mut server, &reverse(edit.changes.clone())).ok()?;
        }
        for (expected, edit) in (self.revision + 1..).zip(log) {
            if edit.revision != expected {
                return None;
            }
            let changes = rebase(&server, edit.changes.clone()).ok()?;
            apply(&mut server, &changes).ok()?;
        }
        Some(server)
    }
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
