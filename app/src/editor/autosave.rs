//! Carries the outbox to the server: soon after every gesture, again after every failure, and never two at a time.

mod news;

use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::Card;
use shared::edit::{Changes, EditKind};
use shared::ids::{EditId, ItemId, StoryId};

use super::clash::{Choice, Held};
use super::history::Field;
use super::outbox::Outbox;
use super::state::{EditorState, SaveState};
use super::storage::{Slot, Unsent};
use crate::client::{self, ClientError};

/// Keystrokes are gathered for this long.
const TYPING_PAUSE: Duration = Duration::from_millis(600);
/// Gestures that belong together (a paste of several things) go as one edit.
const GESTURE_PAUSE: Duration = Duration::from_millis(40);
/// While signed out: how often to see whether the curator has signed in again.
const SIGN_IN_PAUSE: Duration = Duration::from_secs(5);
/// The longest wait between two attempts.
const LONGEST_PAUSE: u64 = 30;

/// How soon changes are sent, and as which edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At once.
    Gesture,
    /// After a pause, because more will come.
    Typing {
        /// Whether it goes on with the gesture before.
        goes_on: bool,
    },
    /// At once, as the edit that an earlier page may have sent.
    Again(EditId),
}

/// The outbox and what moves it.
#[derive(Clone, Copy)]
pub struct Autosave {
    outbox: StoredValue<Outbox>,
    slot: StoredValue<Slot>,
    timer: StoredValue<Option<TimeoutHandle>>,
    sending: StoredValue<bool>,
    failures: StoredValue<u32>,
    /// What the last attempt ended in; shown until one succeeds.
    trouble: StoredValue<Option<SaveState>>,
    /// The latest revision that others' edits are known to have reached.
    heard: StoredValue<u64>,
    /// Turns whenever the place where the curator is to choose next is another. (A signal of the place itself would
    /// bring its own copy of all that a signal is.)
    clash: RwSignal<bool>,
    /// Whether the choice is before the curator's eyes.
    pub asking: RwSignal<bool>,
}

impl Autosave {
    /// Nothing to send, on top of a revision.
    #[must_use]
    pub fn new(story: StoryId, revision: u64) -> Self {
        Self {
            outbox: StoredValue::new(Outbox::new(revision)),
            slot: StoredValue::new(Slot::fresh(story)),
            timer: StoredValue::new(None),
            sending: StoredValue::new(false),
            failures: StoredValue::new(0),
            trouble: StoredValue::new(None),
            heard: StoredValue::new(revision),
            clash: RwSignal::new(false),
            asking: RwSignal::new(false),
        }
    }

    /// The last revision of the server that is known here.
    #[must_use]
    pub fn revision(self) -> u64 {
        self.outbox.with_value(Outbox::revision)
    }

    /// Queues changes that were just applied.
    pub fn queue(self, state: EditorState, changes: Changes, kind: EditKind, pace: Pace) {
        self.outbox.update_value(|outbox| match pace {
            Pace::Again(id) => outbox.push_again(id, changes),
            _ => outbox.push(changes, kind, pace == Pace::Typing { goes_on: true }),
        });
        self.keep(state);
        self.show(state);
        match pace {
            Pace::Gesture | Pace::Again(_) => self.send_after(state, GESTURE_PAUSE),
            Pace::Typing { .. } if self.timer.with_value(Option::is_none) => self.send_after(state, TYPING_PAUSE),
            Pace::Typing { .. } => {}
        }
    }

    /// Begins: takes over what earlier editors left unsent, and listens for reasons to send or to catch up.
    pub fn begin(self, state: EditorState) {
        self.slot.with_value(Slot::claim);
        self.take_over(state);
        let online = window_event_listener(ev::online, move |_| self.send_after(state, Duration::ZERO));
        let storage = window_event_listener(ev::storage, move |event| {
            let told = self.slot.with_value(|slot| slot.told(&event));
            if told.is_some_and(|revision| revision > self.outbox.with_value(Outbox::revision)) {
                self.look_for_news(state);
            }
        });
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if state.at_risk.get_value() || !self.outbox.with_value(Outbox::is_empty) {
                event.prevent_default();
            }
        });
        let visibility = window_event_listener(ev::Custom::<ev::Event>::new("visibilitychange"), move |_| {
            // A hidden tab may never get another chance; one that is shown again may have missed something.
            if document().hidden() { self.send_after(state, Duration::ZERO) } else { self.look_for_news(state) }
        });
        on_cleanup(move || [online, storage, leaving, visibility].into_iter().for_each(WindowListenerHandle::remove));
    }

    /// The story has reached a revision: fetches what others did, unless it is known by now.
    pub fn hear(self, state: EditorState, revision: u64) {
        self.heard.update_value(|heard| *heard = revision.max(*heard));
        if self.missed_something() {
            self.look_for_news(state);
        }
    }

    /// Nothing more can be saved here; what is unsaved stays in this browser's storage.
    pub fn cut_off(self, state: EditorState, why: &str) {
        self.trouble.set_value(Some(SaveState::CutOff(why.to_owned())));
        self.keep(state);
        self.show(state);
        state.toast(why, false);
    }

    fn missed_something(self) -> bool {
        self.heard.get_value() > self.revision()
    }

    /// Tries again at once, at the curator's wish.
    pub fn retry(self, state: EditorState) {
        self.send_after(state, Duration::ZERO);
    }

    /// Carries out what the curator chose about the place in [`Self::clash`].
    pub fn choose(self, state: EditorState, choice: Choice) {
        let released = self.outbox.try_update_value(Outbox::release).flatten();
        if let Some(held) = released {
            state.edit("choice", state.document.with_untracked(|document| held.resolve(document, choice)));
            // A line that kept our words while they were written may now show others.
            state.show_again(held.item_id());
        }
        self.keep(state);
        self.show(state);
    }

    /// Goes on writing where our words are held until the curator chooses; gives whether they are.
    pub fn write_on(self, state: EditorState, field: Field, typed: &Changes) -> bool {
        let held = state.document.with_untracked(|document| {
            self.outbox.try_update_value(|outbox| outbox.write_on(document, field, typed)) == Some(true)
        });
        if held {
            self.keep(state);
            self.show(state);
        }
        held
    }

    /// Our words in a field, where they are not the story's until the curator chooses.
    #[must_use]
    pub fn own_words(self, field: Field) -> Option<String> {
        self.clash.track();
        self.outbox.with_value(|outbox| outbox.held_at(field)?.words_in(field))
    }

    /// Whether our words in an item are held.
    #[must_use]
    pub fn holds_item(self, item: ItemId) -> bool {
        self.outbox.with_value(|outbox| outbox.held().iter().any(|held| held.item_id() == Some(item)))
    }

    /// Asks the curator to choose about a field, if its words are held; gives whether they are.
    pub fn ask_about(self, state: EditorState, field: Field) {
        if self.outbox.with_value(|outbox| outbox.held_at(field).is_some()) {
            self.outbox.update_value(|outbox| outbox.ask_first(field));
            self.show(state);
            self.asking.set(true);
        }
    }

    fn send_after(self, state: EditorState, pause: Duration) {
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            *timer = set_timeout_with_handle(move || self.send(state), pause).ok();
        });
    }

    fn send(self, state: EditorState) {
        self.timer.set_value(None);
        if !self.sending.get_value() {
            self.sending.set_value(true);
            spawn_local(async move {
                let end = self.send_all(state).await;
                self.sending.set_value(false);
                let done = end.is_ok();
                self.conclude(state, end);
                if done && self.missed_something() {
                    self.look_for_news(state);
                }
            });
        }
    }

    /// Sends one edit after the other until nothing is left.
    async fn send_all(self, state: EditorState) -> Result<(), ClientError> {
        while let Some(edit) = self.outbox.try_update_value(Outbox::next_edit).flatten() {
            self.keep(state);
            let rebased = match client::send_edit(state.story, &edit).await {
                Ok(answer) => self.outbox.try_update_value(|outbox| outbox.accepted(&answer)).unwrap_or(false),
                Err(error) if error.is_conflict() => {
                    self.outbox.update_value(Outbox::refused);
                    true
                }
                Err(error) => return Err(error),
            };
            if rebased {
                self.catch_up(state).await?;
            }
            self.failures.set_value(0);
            self.trouble.set_value(None);
            self.keep(state);
            self.slot.with_value(|slot| slot.tell_others(self.outbox.with_value(Outbox::revision)));
        }
        Ok(())
    }

    /// Says how sending ended, and tries again where that may help.
    fn conclude(self, state: EditorState, end: Result<(), ClientError>) {
        if let Err(error) = end {
            self.trouble.set_value(Some(self.recover(state, &error)));
        }
        self.keep(state);
        self.show(state);
    }

    /// Does what can be done about a failure, and gives what to show meanwhile.
    fn recover(self, state: EditorState, error: &ClientError) -> SaveState {
        if let Some(over @ SaveState::CutOff(_)) = self.trouble.get_value() {
            return over;
        }
        if error.needs_sign_in() {
            self.send_after(state, SIGN_IN_PAUSE);
            SaveState::SignInNeeded
        } else if error.is_passing() {
            self.failures.update_value(|failures| *failures += 1);
            let pause = error.retry_after().unwrap_or_else(|| pause_after(self.failures.get_value()));
            self.send_after(state, pause);
            SaveState::Offline { waiting: self.outbox.with_value(Outbox::unsaved) }
        } else {
            // What is wrong is in the changes; they wait until the curator has mended it and are then sent as one.
            self.outbox.update_value(Outbox::refused_for_good);
            SaveState::Refused(error.to_string())
        }
    }

    /// Keeps what is unsent in the browser's storage.
    fn keep(self, state: EditorState) {
        let outbox = self.outbox.get_value();
        let cards = state.cards.with_value(|known| {
            let added = outbox.pending().flat_map(|changes| changes.added.values());
            added.filter_map(|item| known.get(&item.body.post_id()?).cloned()).collect::<Vec<Card>>()
        });
        self.slot.with_value(|slot| slot.keep(&Unsent { outbox, cards }));
    }

    /// Shows how things stand.
    fn show(self, state: EditorState) {
        let (saved, is_held, waiting) =
            self.outbox.with_value(|outbox| (outbox.is_empty(), !outbox.held().is_empty(), outbox.unsaved()));
        let save = match self.trouble.get_value() {
            _ if saved => SaveState::Saved,
            Some(SaveState::Offline { .. }) => SaveState::Offline { waiting },
            Some(trouble) => trouble,
            None if is_held => SaveState::Conflict,
            None => SaveState::Saving,
        };
        state.save.maybe_update(|current| {
            let changed = *current != save;
            *current = save;
            changed
        });
        if let Some(is_news) = self.outbox.try_update_value(Outbox::note_shown).flatten() {
            // Politely, since the curator may be writing.
            if let Some(held) = self.first_held().filter(|_| is_news) {
                state.announce(&[&*held.title(), ". Both versions are kept: go on writing, then choose."].concat());
            }
            self.clash.set(!self.clash.get_untracked());
        }
    }

    /// The place where the curator is to choose next; whoever watches is told when it is another.
    #[must_use]
    pub fn clash(self) -> Option<Held> {
        self.clash.track();
        self.first_held()
    }

    fn first_held(self) -> Option<Held> {
        self.outbox.with_value(|outbox| outbox.held().first().cloned())
    }

    /// Whether the curator is to choose; whoever watches is told.
    #[must_use]
    pub fn has_clash(self) -> bool {
        self.clash.track();
        self.outbox.with_value(|outbox| !outbox.held().is_empty())
    }
}

/// How long to wait after a number of failures in a row.
fn pause_after(failures: u32) -> Duration {
    Duration::from_secs(2u64.saturating_pow(failures.saturating_sub(1)).min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit() {
        let pauses: Vec<u64> = (1..8).map(|failures| pause_after(failures).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(pause_after(u32::MAX).as_secs(), LONGEST_PAUSE);
    }
}
