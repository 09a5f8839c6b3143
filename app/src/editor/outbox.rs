//! What the server has not acknowledged yet: a state machine without a network, so that its promises can be tested.
//!
//! Between the story on the server at `revision` and the document on the screen lies a queue of edits, one for each
//! gesture. The first may be in flight; it keeps its identifier however often it is sent, by this page or by the next
//! one after a reload, so that a lost answer never doubles it. Words that meet somebody else's in the same place are
//! held until the curator chooses (see [`super::clash`]).

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use shared::api::{EditAccepted, NewEdit};
use shared::desk::DeskEdit;
use shared::edit::{Changes, Conflict, EditKind, apply, rebase, reverse, squash};
use shared::ids::{EditId, ItemId};
use shared::story::StoryDocument;

use super::clash::{Held, separate, take_place};
use super::history::Field;

/// Beyond this many the gestures that wait are joined: a day offline is sent in a minute.
const MOST: usize = 200;

/// A gesture that waits for its turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Waiting {
    id: EditId,
    kind: EditKind,
    changes: Changes,
    /// Whether it was ever sent: then the server may have it, or get it yet, just as it is.
    #[serde(default)]
    sent: bool,
}

/// What the server has not acknowledged yet. Kept in the browser's storage, so that a reload loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outbox {
    revision: u64,
    queue: VecDeque<Waiting>,
    in_flight: bool,
    /// Gestures that were undone before they were sent: the log knows nothing of either.
    cancelled: u32,
    /// Of what is held, only our side is worth keeping: what it meets is on the server.
    #[serde(with = "held")]
    held: Vec<Held>,
    /// The first of what is held, as the page shows it.
    #[serde(skip)]
    shown: Option<Held>,
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
        self.queue.is_empty() && self.held.is_empty()
    }

    /// Whether an edit is with the server, or may be.
    #[must_use]
    pub const fn is_in_flight(&self) -> bool {
        self.in_flight
    }

    /// How many gestures are not acknowledged.
    #[must_use]
    pub fn unsaved(&self) -> usize {
        self.queue.len()
    }

    /// What waits for the curator's choice, oldest first.
    #[must_use]
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// The changes that are not on the server, as far as is known here.
    pub fn pending(&self) -> impl Iterator<Item = &Changes> {
        self.queue.iter().map(|waiting| &waiting.changes).chain(self.held.iter().map(|held| &held.mine))
    }

    /// Queues changes that were just applied to the document; `goes_on` when they belong to the gesture before.
    pub fn push(&mut self, changes: Changes, kind: EditKind, goes_on: bool) {
        let kind = self.kind_to_send(kind);
        let undone_unsent = kind == EditKind::Undo
            && self.last_unsent().is_some_and(|last| {
                last.kind == EditKind::Do && squash(last.changes.clone(), changes.clone()).is_empty()
            });
        if undone_unsent {
            self.queue.pop_back();
            self.cancelled += 1;
            return;
        }
        let full = self.queue.len() >= MOST;
        match self.last_unsent() {
            Some(last) if last.kind == kind && (goes_on || full) => {
                last.changes = squash(std::mem::take(&mut last.changes), changes);
                if last.changes.is_empty() {
                    self.queue.pop_back();
                }
            }
            _ => self.queue.push_back(Waiting { id: EditId::fresh(), kind, changes, sent: false }),
        }
    }

    /// Queues changes, just applied to the document, of an edit that an earlier page may have sent.
    pub fn push_again(&mut self, id: EditId, changes: Changes) {
        self.queue.push_back(Waiting { id, kind: EditKind::Do, changes, sent: true });
    }

    /// What was undone before it was sent is new to the server when it is done again.
    fn kind_to_send(&mut self, kind: EditKind) -> EditKind {
        match kind {
            EditKind::Redo if self.cancelled > 0 => {
                self.cancelled -= 1;
                EditKind::Do
            }
            EditKind::Do => {
                self.cancelled = 0;
                EditKind::Do
            }
            kind => kind,
        }
    }

    /// The last gesture that is surely not with the server.
    fn last_unsent(&mut self) -> Option<&mut Waiting> {
        self.queue.back_mut().filter(|last| !last.sent)
    }

    /// The edit to send now, or to send again.
    pub fn next_edit(&mut self) -> Option<NewEdit> {
        let first = self.queue.front_mut()?;
        first.sent = true;
        self.in_flight = true;
        let Waiting { id, kind, changes, .. } = first.clone();
        Some(NewEdit { edit_id: id, base_revision: self.revision, kind, changes })
    }

    /// The server took the edit in flight, now or earlier. Gives whether it is not simply the next after
    /// [`Self::revision`]: then [`Self::catch_up`] must follow, and until it has, the edit stays in flight.
    #[must_use]
    pub fn accepted(&mut self, answer: &EditAccepted) -> bool {
        let is_next = !answer.rebased && (self.revision..=self.revision + 1).contains(&answer.revision);
        if is_next {
            self.landed(answer.revision);
        }
        !is_next
    }

    /// The server refused the edit in flight, and nothing of it happened: it waits again.
    pub fn refused(&mut self) {
        self.in_flight = false;
    }

    /// The server will not take it as it is: all that waits becomes one edit, which the curator mends before it is
    /// sent.
    pub fn refused_for_good(&mut self) {
        self.in_flight = false;
        let changes = self.queue.drain(..).map(|waiting| waiting.changes).fold(Changes::default(), squash);
        if !changes.is_empty() {
            self.queue.push_back(Waiting { id: EditId::fresh(), kind: EditKind::Do, changes, sent: false });
        }
    }

    /// Takes in what was accepted since [`Self::revision`]: `document` is what the screen shows, `log` what the server
    /// answered. An edit in flight must be in the log, that is, known to be accepted.
    #[must_use]
    pub fn catch_up(&mut self, document: &StoryDocument, log: &[DeskEdit]) -> CaughtUp {
        let Some(server) = self.replay_log(document, log) else { return CaughtUp::Gap };
        let revision = log.last().map_or(self.revision, |edit| edit.revision);
        let mine = self.queue.front().map(|first| first.id);
        let known = self.held.len();
        let document = self.restart(server, revision, log);
        for held in self.held.iter_mut().skip(known) {
            let theirs = log.iter().rev().find(|edit| Some(edit.edit_id) != mine && held.is_touched_by(&edit.changes));
            held.by = theirs.map(|edit| edit.author.to_string());
        }
        CaughtUp::Document(document)
    }

    /// Takes the story as the server has it, and fits what waits onto it, except what the `log` of what was accepted
    /// since [`Self::revision`] shows to be in it; gives the document to show.
    #[must_use]
    pub fn restart(&mut self, mut server: StoryDocument, revision: u64, log: &[DeskEdit]) -> StoryDocument {
        self.landed(revision);
        self.queue.retain(|waiting| !is_in(log, waiting.id));
        let mut met: Vec<Held> = Vec::new();
        for mut waiting in std::mem::take(&mut self.queue) {
            // What goes on with words that could not be fitted stays with them.
            for held in &mut met {
                let more = take_place(&mut waiting.changes, &held.conflict);
                held.mine = squash(std::mem::take(&mut held.mine), more);
            }
            let (mine, held) = separate(&server, waiting.changes);
            met.extend(held);
            // `separate` fitted them onto this very document.
            if !mine.is_empty() && apply(&mut server, &mine).is_ok() {
                waiting.changes = mine;
                self.queue.push_back(waiting);
            }
        }
        met.retain(|held| !held.mine.is_empty());
        self.hold(met);
        server
    }

    /// Sets aside what cannot be fitted until the curator chooses.
    pub fn hold(&mut self, held: Vec<Held>) {
        for held in held {
            if self.held.iter().all(|earlier| earlier.mine != held.mine) {
                self.held.push(held);
            }
        }
    }

    /// What is held of a field's words.
    #[must_use]
    pub fn held_at(&self, field: Field) -> Option<&Held> {
        self.held.iter().find(|held| held.is_at(field))
    }

    /// Goes on writing where our words are held; gives whether they are. `typed` was made on the document's words.
    pub fn write_on(&mut self, document: &StoryDocument, field: Field, typed: &Changes) -> bool {
        let Some(held) = self.held.iter_mut().find(|held| held.is_at(field)) else { return false };
        held.write(document, field, typed);
        true
    }

    /// Notes that the page shows the first of what is held. `None` when it did; else whether it is about another place.
    pub fn note_shown(&mut self) -> Option<bool> {
        let first = self.held.first();
        if first == self.shown.as_ref() {
            return None;
        }
        let is_other = match (first, &self.shown) {
            (Some(first), Some(shown)) => !first.is_same_place(shown),
            _ => true,
        };
        self.shown = first.cloned();
        Some(is_other)
    }

    /// Has the curator choose about a field first.
    pub fn ask_first(&mut self, field: Field) {
        if let Some(at) = self.held.iter().position(|held| held.is_at(field)) {
            let held = self.held.remove(at);
            self.held.insert(0, held);
        }
    }

    /// The curator has chosen about the oldest of what was held.
    pub fn release(&mut self) -> Option<Held> {
        if self.held.is_empty() { None } else { Some(self.held.remove(0)) }
    }

    /// Takes out our words in an item that was removed meanwhile.
    pub fn release_item(&mut self, item: ItemId) -> Option<Held> {
        let removed = |held: &Held| matches!(held.conflict, Conflict::ItemRemoved { id } if id == item);
        self.held.iter().position(removed).map(|at| self.held.remove(at))
    }

    /// After a reload: everything of this stored outbox that the log does not show as accepted, nor what is known to be
    /// settled without a change. What was sent has its identifier and is a set of its own, to be queued by
    /// [`Self::push_again`]; what was held comes last, each place by itself.
    #[must_use]
    pub fn unacknowledged(self, log: &[DeskEdit], settled: &[EditId]) -> Vec<(Option<EditId>, Changes)> {
        let arrived = |id: EditId| settled.contains(&id) || is_in(log, id);
        let mut left: Vec<(Option<EditId>, Changes)> = Vec::new();
        for waiting in self.queue.into_iter().filter(|waiting| !arrived(waiting.id)) {
            match left.last_mut() {
                Some((None, before)) if !waiting.sent => *before = squash(std::mem::take(before), waiting.changes),
                _ => left.push((waiting.sent.then_some(waiting.id), waiting.changes)),
            }
        }
        left.extend(self.held.into_iter().map(|held| (None, held.mine)));
        left
    }

    fn landed(&mut self, revision: u64) {
        if self.in_flight {
            self.queue.pop_front();
        }
        self.in_flight = false;
        self.revision = revision;
    }

    /// The story on the server after the log: the document without our changes, then each edit as it was applied.
    fn replay_log(&self, document: &StoryDocument, log: &[DeskEdit]) -> Option<StoryDocument> {
        let mut server = document.clone();
        for waiting in self.queue.iter().rev() {
            apply(&mut server, &reverse(waiting.changes.clone())).ok()?;
        }
        if self.in_flight && !self.queue.front().is_some_and(|first| is_in(log, first.id)) {
            return None;
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

fn is_in(log: &[DeskEdit], id: EditId) -> bool {
    log.iter().any(|logged| logged.edit_id == id)
}

/// What is held, in the browser's storage: our changes alone, which meet the story anew after a reload.
mod held {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use shared::edit::{Changes, Conflict};

    use super::Held;

    pub fn serialize<S: Serializer>(held: &[Held], serializer: S) -> Result<S::Ok, S::Error> {
        held.iter().map(|held| &held.mine).collect::<Vec<_>>().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Held>, D::Error> {
        let mine = Vec::<Changes>::deserialize(deserializer)?;
        // Never shown: a stored outbox is only asked for what is unacknowledged.
        let conflict = || Conflict::Title { current: String::new() };
        Ok(mine.into_iter().map(|mine| Held { conflict: conflict(), mine, by: None }).collect())
    }
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
