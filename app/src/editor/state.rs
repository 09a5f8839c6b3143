//! What the editor's pieces share, handed down by context.
//!
//! The document changes only through [`EditorState::edit`] and its neighbours here: they apply the changes, record
//! them for undo and queue them for saving.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::{Card, Cards, DeskPublication, DeskStory};
use shared::edit::{Changes, EditKind, apply, rebase};
use shared::ids::{ItemId, PostId, StoryId};
use shared::item::{Item, ItemBody};
use shared::story::StoryDocument;

use super::autosave::{Autosave, Pace};
use super::dom;
use super::history::{Field, History, Replay};
use super::rendering::Renderings;
use super::sections;
use super::touched::{self, Touched};
use crate::client;

/// Which of the two views a phone shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The story.
    Story,
    /// Where posts come from.
    Sources,
}

/// How saving goes; shown quietly in the top bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is on the server.
    Saved,
    /// Something is on its way, or about to be.
    Saving,
    /// The server cannot be reached; it is tried again.
    Offline {
        /// How many gestures wait.
        waiting: usize,
    },
    /// The session is over; saving goes on after signing in again.
    SignInNeeded,
    /// Somebody else changed the same place: the curator is asked.
    Conflict,
    /// The server does not take it. What to do is in the message.
    Refused(String),
    /// Nothing more can be saved here, and trying again is no use.
    CutOff(String),
}

/// What the pointer or the keyboard holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Dragged {
    /// Items of the story.
    Items(Vec<ItemId>),
    /// A search result.
    Post(Box<Card>),
}

/// A passing message at the foot of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Tells it from the others.
    pub id: u32,
    /// What happened.
    pub text: String,
    /// Whether it offers to undo the last gesture.
    pub undo: bool,
}

/// How long a toast stays: long enough to read a line twice and reach for the button.
const TOAST_STAYS: std::time::Duration = std::time::Duration::from_secs(8);

/// The editor's signals and the ways to change the story.
#[derive(Clone, Copy)]
pub struct EditorState {
    /// Which story is edited.
    pub story: StoryId,
    /// The story as it stands here. Read it; write through the methods.
    pub document: RwSignal<StoryDocument>,
    /// The posts that items show, and those that were added and removed again.
    pub cards: StoredValue<Cards>,
    /// New things go before this item; at the end when there is none.
    pub insertion: RwSignal<Option<ItemId>>,
    /// How saving goes.
    pub save: RwSignal<SaveState>,
    /// How far pictures and links have come that are on their way into the story, in words; empty when none is.
    pub on_way: RwSignal<String>,
    /// Whether there are pictures that are not on the server yet: leaving the page would lose them.
    pub at_risk: StoredValue<bool>,
    /// What a phone shows.
    pub view: RwSignal<Pane>,
    /// What is being dragged.
    pub drag: RwSignal<Option<Dragged>>,
    /// Where the story stands with its readers.
    pub publication: RwSignal<Option<DeskPublication>>,
    /// Passing messages.
    pub toasts: RwSignal<Vec<Toast>>,
    /// What the live region says.
    pub announcement: RwSignal<String>,
    /// The identifiers of the items in reading order.
    pub order: RwSignal<Vec<ItemId>>,
    /// The posts that are in the story.
    pub used: RwSignal<BTreeSet<PostId>>,
    /// The items that are selected.
    pub selection: RwSignal<BTreeSet<ItemId>>,
    /// The headings whose sections are folded away.
    pub folded: RwSignal<BTreeSet<ItemId>>,
    /// Where a selection that grows began.
    pub anchor: StoredValue<Option<ItemId>>,
    /// Whether there is something to undo and to redo.
    pub can_undo_redo: RwSignal<(bool, bool)>,
    /// What the curator's texts look like.
    pub renderings: Renderings,
    /// Carries the changes to the server.
    pub autosave: Autosave,
    pub(super) touched: Touched,
    history: StoredValue<History>,
    last_toast: StoredValue<u32>,
}

impl EditorState {
    /// The state for a story as the server has it.
    #[must_use]
    pub fn new(story: DeskStory) -> Self {
        let mut cards = Cards::new();
        cards.extend(story.cards.into_iter().map(|card| (card.id, card)));
        let (order, used) = (order_of(&story.document), used_in(&story.document));
        Self {
            story: story.id,
            document: RwSignal::new(story.document),
            cards: StoredValue::new(cards),
            insertion: RwSignal::new(None),
            save: RwSignal::new(SaveState::Saved),
            on_way: RwSignal::new(String::new()),
            at_risk: StoredValue::new(false),
            view: RwSignal::new(Pane::Story),
            drag: RwSignal::new(None),
            publication: RwSignal::new(story.publication),
            toasts: RwSignal::new(Vec::new()),
            announcement: RwSignal::new(String::new()),
            order: RwSignal::new(order),
            used: RwSignal::new(used),
            selection: RwSignal::new(BTreeSet::new()),
            folded: RwSignal::new(BTreeSet::new()),
            anchor: StoredValue::new(None),
            can_undo_redo: RwSignal::new((false, false)),
            renderings: Renderings::new(),
            autosave: Autosave::new(story.id, story.revision),
            touched: Touched::new(),
            history: StoredValue::new(History::since(story.revision)),
            last_toast: StoredValue::new(0),
        }
    }

    /// The state of the editor that the calling component belongs to.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Changes the story in one gesture that can be undone; `label` names it: "move", "delete".
    pub fn edit(&self, label: &'static str, changes: Changes) {
        self.edit_at(label, changes, Pace::Gesture);
    }

    /// Changes the story as [`Self::edit`] does, at a pace.
    pub(super) fn edit_at(&self, label: &'static str, changes: Changes, pace: Pace) {
        if let Some(changes) = self.fit_and_apply(changes) {
            self.history.update_value(|history| history.record(label, changes.clone()));
            self.after_edit(changes, EditKind::Do, pace);
        }
    }

    /// Changes the story by a keystroke; a stretch of typing in one field is undone as one.
    pub fn edit_typing(&self, field: Field, changes: Changes) {
        self.history.update_value(|history| history.written = Some(field));
        if self.autosave.write_on(*self, field, &changes) {
            return;
        }
        if let Some(changes) = self.fit_and_apply(changes) {
            let joined =
                self.history.try_update_value(|history| history.record_typing("typing", field, changes.clone()));
            self.after_edit(changes, EditKind::Do, Pace::Typing { goes_on: joined == Some(true) });
        }
    }

    /// Whether a stretch of typing is under way.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.history.with_value(History::is_typing)
    }

    /// Ends a stretch of typing: what waited until the curator has written comes now, unless they write elsewhere.
    pub fn pause_typing(&self) {
        self.history.update_value(History::pause_typing);
        let state = *self;
        request_animation_frame(move || {
            if !dom::is_focus_in_field() {
                state.end_writing();
            }
        });
    }

    fn end_writing(&self) {
        let ended = self.history.try_update_value(|history| (history.ghost.take(), history.written.take()));
        let Some((ghost, written)) = ended else { return };
        // It stayed on the page only because the curator was writing in it.
        self.show_again(ghost.map(|ghost| ghost.id));
        if let Some(field) = written {
            self.autosave.ask_about(*self, field);
        }
    }

    /// Draws an item again, whatever kept it as it was.
    pub fn show_again(&self, item: Option<ItemId>) {
        if item.is_some() {
            self.show_touched(item.as_slice());
        }
    }

    /// Takes back the last gesture.
    pub fn undo(&self) {
        let replay = self.document.with_untracked(|document| self.history.try_update_value(|h| h.undo(document)));
        self.replay(EditKind::Undo, replay);
        self.look_for_steps();
    }

    /// Does again what was taken back last.
    pub fn redo(&self) {
        let replay = self.document.with_untracked(|document| self.history.try_update_value(|h| h.redo(document)));
        self.replay(EditKind::Redo, replay);
    }

    /// Adds posts in one gesture, before an item or at the end; gives the new items.
    pub fn add_posts(&self, cards: Vec<Card>, before: Option<ItemId>) -> Vec<ItemId> {
        let bodies = cards.iter().map(|card| ItemBody::post(card.id)).collect();
        self.know(cards);
        self.add_bodies(bodies, before)
    }

    /// Takes in posts, so that items can show them.
    pub fn know(&self, cards: impl IntoIterator<Item = Card>) {
        self.cards.update_value(|known| {
            for card in cards {
                known.insert(card.id, card);
            }
        });
    }

    /// The body of an item.
    #[must_use]
    pub fn body(&self, item: ItemId) -> Option<ItemBody> {
        let body = self.document.with_untracked(|document| document.items.get(&item).map(|item| item.body.clone()));
        body.or_else(|| self.ghost_of(item).map(|ghost| ghost.body))
    }

    /// The item as it was, if it was removed while the curator writes in it.
    #[must_use]
    pub fn ghost_of(&self, item: ItemId) -> Option<Item> {
        self.ghost().filter(|ghost| ghost.id == item)
    }

    /// An item that somebody else removed while the curator writes in it: its field stays until they have written.
    #[must_use]
    pub fn ghost(&self) -> Option<Item> {
        self.history.with_value(|history| history.ghost.clone())
    }

    /// Gives an item another body by a keystroke in one of its fields.
    pub fn type_body(&self, field: Field, item: ItemId, body: ItemBody) {
        if let Some(ghost) = self.ghost_of(item) {
            // Somebody else removed it; with new words it is back.
            self.bring_back(ghost);
        }
        let changes = self.document.with_untracked(|document| document.replace(item, body));
        self.edit_typing(field, changes);
    }

    /// Brings back an item as it was before the words that are new: somebody else may bring it back, too, and then it is
    /// the same.
    pub(super) fn bring_back(&self, item: Item) {
        self.edit("typing", Changes { added: [(item.id, item)].into(), ..Changes::default() });
    }

    /// Where steps run low: fetches what the log has from before. Undo works without, for what is done here.
    pub(super) fn look_for_steps(&self) {
        let Some(before) = self.history.try_update_value(History::take_question).flatten() else { return };
        let state = *self;
        spawn_local(async move {
            match client::undo_steps(state.story, before).await {
                Ok(steps) => {
                    let owed = state.history.try_update_value(|history| history.remember(steps)).unwrap_or(0);
                    (0..owed).for_each(|_| state.undo());
                }
                Err(error) if state.history.try_update_value(History::answer_failed) == Some(true) => {
                    state.toast(&["Nothing was undone. ", &error.to_string()].concat(), false);
                }
                Err(_) => {}
            }
            state.show_history();
        });
    }

    /// Adds items in one gesture, before an item or at the end; gives the new items.
    pub fn add_bodies(&self, bodies: Vec<ItemBody>, before: Option<ItemId>) -> Vec<ItemId> {
        let new: Vec<_> = bodies.into_iter().map(|body| (ItemId::fresh(), body)).collect();
        let ids: Vec<ItemId> = new.iter().map(|(id, _)| *id).collect();
        self.edit("add", self.document.with_untracked(|document| document.insert(new, before)));
        sections::unfold_around(*self, &ids);
        ids
    }

    /// Whether a post is in the story.
    #[must_use]
    pub fn is_used(&self, post: PostId) -> bool {
        self.used.with(|used| used.contains(&post))
    }

    /// Says something to people who listen to the page.
    pub fn announce(&self, text: &str) {
        // A live region speaks when its text changes, so the same words twice need a difference nobody hears.
        self.announcement.update(|current| {
            let repeated = current == text;
            text.clone_into(current);
            if repeated {
                current.push('\u{a0}');
            }
        });
    }

    /// Shows a passing message and says it; `undo` offers to take back the gesture just made.
    pub fn toast(&self, text: &str, undo: bool) {
        self.announce(text);
        self.last_toast.update_value(|id| *id += 1);
        let id = self.last_toast.get_value();
        self.toasts.update(|toasts| toasts.push(Toast { id, text: text.to_owned(), undo }));
        let state = *self;
        set_timeout(move || state.expire_toast(id), TOAST_STAYS);
    }

    /// Takes a message away, but not from under the pointer or the focus.
    fn expire_toast(self, id: u32) {
        if dom::find(".toasts:is(:hover, :focus-within)").is_some() {
            set_timeout(move || self.expire_toast(id), TOAST_STAYS);
        } else {
            self.dismiss_toast(id);
        }
    }

    /// Takes a message away.
    pub fn dismiss_toast(&self, id: u32) {
        if self.toasts.with_untracked(|toasts| toasts.iter().any(|toast| toast.id == id)) {
            self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
            dom::rescue_focus(".story-column".to_owned());
        }
    }

    /// Shows the document as it is with others' edits in it; nothing to undo, nothing to send. Gives whether the item
    /// that the curator writes in is gone: its field stays, see [`Self::ghost`].
    pub(super) fn show_document(&self, document: StoryDocument) -> bool {
        let touched = self.document.with_untracked(|current| touched::items_between(current, &document));
        if !touched.is_empty() {
            // What is typed from here on is a step of its own: undoing it must not take back what others wrote.
            self.history.update_value(History::pause_typing);
        }
        let gone = dom::focused_item().filter(|id| !document.items.contains_key(id));
        let gone = gone.and_then(|id| self.document.with_untracked(|current| current.items.get(&id).cloned()));
        let is_gone = gone.is_some();
        let haunts = is_gone && dom::is_focus_in_field();
        self.history.update_value(|history| {
            if haunts {
                history.ghost = gone;
            } else if history.ghost.as_ref().is_some_and(|ghost| document.items.contains_key(&ghost.id)) {
                history.ghost = None;
            }
        });
        self.document.set(document);
        self.show_touched(&touched);
        if is_gone && !haunts {
            self.announce("Somebody else deleted the item you were on.");
        }
        haunts
    }

    /// Fits changes onto the document and applies them; `None` when nothing is left to change.
    fn fit_and_apply(&self, changes: Changes) -> Option<Changes> {
        let fitted = self.document.with_untracked(|document| rebase(document, changes));
        let Ok(changes) = fitted else {
            self.toast("This place was changed meanwhile, so the step was not made. Try it again.", false);
            return None;
        };
        if changes.is_empty() {
            return None;
        }
        self.document.try_update(|document| apply(document, &changes).ok()).flatten()?;
        if self.ghost().is_some_and(|ghost| changes.added.contains_key(&ghost.id)) {
            self.history.update_value(|history| history.ghost = None);
            self.toast("Somebody else deleted what you are writing in. With your words it is back.", false);
        }
        self.show_touched(&touched::items_in(&changes));
        Some(changes)
    }

    /// Tells the column which items to draw again, and everybody else when items came, went or moved.
    fn show_touched(&self, items: &[ItemId]) {
        let structural = self.touched.notify(*self, items);
        if structural {
            let (order, used) = self.document.with_untracked(|document| (order_of(document), used_in(document)));
            self.order.set(order);
            self.used.maybe_update(|known| {
                let changed = *known != used;
                *known = used;
                changed
            });
            self.selection.maybe_update(|selection| {
                let before = selection.len();
                self.document.with_untracked(|document| selection.retain(|item| document.items.contains_key(item)));
                selection.len() != before
            });
        }
    }

    fn after_edit(&self, changes: Changes, kind: EditKind, pace: Pace) {
        self.autosave.queue(*self, changes, kind, pace);
        // A button that offers to undo means the gesture it came with, not this one.
        if self.toasts.with_untracked(|toasts| toasts.iter().any(|toast| toast.undo)) {
            self.toasts.update(|toasts| toasts.retain(|toast| !toast.undo));
        }
        self.show_history();
    }

    fn replay(&self, kind: EditKind, replay: Option<Replay>) {
        match replay {
            Some(Replay::Apply { label, changes }) => {
                if let Some(changes) = self.fit_and_apply(*changes) {
                    self.after_edit(changes, kind, Pace::Gesture);
                }
                let done = if kind == EditKind::Undo { "Undone: " } else { "Redone: " };
                self.announce(&[done, label].concat());
            }
            Some(Replay::Overtaken { label }) => {
                let words = ["Somebody has changed this place since, so “", label, "” stays as it is."];
                self.toast(&words.concat(), false);
            }
            Some(Replay::Nothing) | None => {}
        }
        self.show_history();
    }

    fn show_history(&self) {
        let state = self.history.with_value(|history| (history.can_undo(), history.can_redo()));
        if self.can_undo_redo.get_untracked() != state {
            self.can_undo_redo.set(state);
        }
    }
}

fn order_of(document: &StoryDocument) -> Vec<ItemId> {
    document.ordered().into_iter().map(|item| item.id).collect()
}

fn used_in(document: &StoryDocument) -> BTreeSet<PostId> {
    let mut used = BTreeSet::new();
    used.extend(document.items.values().filter_map(|item| item.body.post_id()));
    used
}
