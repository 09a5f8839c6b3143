//! Takes in what is on the server, or in the browser's storage, and not on this page: what others did, and what earlier
//! pages of this browser left unsent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::{DeskEdit, DeskLog};
use shared::story::StoryDocument;

use super::{Autosave, Pace, SIGN_IN_PAUSE};
use crate::client::{self, ClientError};
use crate::editor::clash::separate;
use crate::editor::outbox::{CaughtUp, Outbox};
use crate::editor::state::EditorState;

impl Autosave {
    /// Fetches what others did, unless our own edit is on its way: its answer tells.
    pub(super) fn look_for_news(self, state: EditorState) {
        if self.sending.get_value() {
            return;
        }
        if self.outbox.with_value(Outbox::is_in_flight) {
            return self.send(state);
        }
        self.sending.set_value(true);
        spawn_local(async move {
            // Nothing is lost when this fails: the next edit's answer leads here again.
            let news = self.catch_up(state).await;
            self.sending.set_value(false);
            if news.is_ok() {
                self.send(state);
            }
        });
    }

    pub(super) async fn catch_up(self, state: EditorState) -> Result<(), ClientError> {
        let log = client::edits_since(state.story, self.revision()).await?;
        state.know(log.cards);
        self.take_in(state, &log.edits).await
    }

    async fn take_in(self, state: EditorState, edits: &[DeskEdit]) -> Result<(), ClientError> {
        let caught_up = state.document.with_untracked(|document| {
            self.outbox.try_update_value(|outbox| outbox.catch_up(document, edits)).unwrap_or(CaughtUp::Gap)
        });
        match caught_up {
            CaughtUp::Document(document) => self.show_theirs(state, document),
            CaughtUp::Gap => self.start_over(state, edits).await?,
        }
        self.keep(state);
        self.show(state);
        Ok(())
    }

    /// Takes the whole story from the server, and fits what waits onto it, but for what `edits` show to be in it.
    async fn start_over(self, state: EditorState, edits: &[DeskEdit]) -> Result<(), ClientError> {
        let story = client::story(state.story).await?;
        state.know(story.cards);
        state.publication.set(story.publication);
        let shown = self.outbox.try_update_value(|outbox| outbox.restart(story.document, story.revision, edits));
        if let Some(document) = shown {
            self.show_theirs(state, document);
        }
        Ok(())
    }

    /// After a reload: what earlier editors of this story could not send is made again here, before anything is sent.
    pub(super) fn take_over(self, state: EditorState) {
        let later = move || set_timeout(move || self.take_over(state), SIGN_IN_PAUSE);
        if self.sending.get_value() || self.outbox.with_value(Outbox::is_in_flight) {
            return later();
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let taken = self.take_over_all(state).await;
            self.sending.set_value(false);
            if taken.is_err() {
                later();
            }
            self.send(state);
        });
    }

    async fn take_over_all(self, state: EditorState) -> Result<(), ClientError> {
        let left = self.slot.get_value().left_behind().await;
        let Some(oldest) = left.iter().map(|(_, unsent)| unsent.outbox.revision()).min() else { return Ok(()) };
        // Only the log tells what arrived, and what arrives later is answered as it was the first time. When the server
        // had not moved on, nothing arrived, and nobody needs a connection to see their words again.
        let log = match oldest == self.revision() {
            true => DeskLog::default(),
            false => client::edits_since(state.story, oldest).await?,
        };
        state.know(log.cards);
        let news = log.edits.partition_point(|edit| edit.revision <= self.revision());
        self.take_in(state, &log.edits[news..]).await?;
        let mut keys = Vec::new();
        for (key, unsent) in left {
            state.know(unsent.cards);
            for (id, mine) in unsent.outbox.unacknowledged(&log.edits, &log.settled) {
                let (mine, held) = state.document.with_untracked(|document| separate(document, mine));
                self.outbox.update_value(|outbox| outbox.hold(held));
                state.edit_at("changes from last time", mine, id.map_or(Pace::Gesture, Pace::Again));
            }
            keys.push(key);
        }
        self.keep(state);
        self.show(state);
        self.slot.with_value(|slot| slot.forget(&keys));
        Ok(())
    }

    /// Shows the document with others' edits in it. An item that somebody else removed while the curator wrote in it
    /// comes back with their words; where there are none yet, it is said how.
    fn show_theirs(self, state: EditorState, document: StoryDocument) {
        let haunts = state.show_document(document);
        let Some(ghost) = state.ghost() else { return };
        let held = self.outbox.try_update_value(|outbox| outbox.release_item(ghost.id)).flatten();
        if let Some(change) = held.and_then(|mut held| held.mine.updated.remove(&ghost.id)) {
            state.bring_back(change.from);
            state.edit("typing", state.document.with_untracked(|document| document.replace(ghost.id, change.to.body)));
        } else if haunts {
            state.toast("Somebody else deleted what you have open here. Write on to bring it back.", false);
        }
    }
}
