//! What the editor's pieces share, handed down by context.
//!
//! The document changes only through [`EditorState::edit`] and its neighbours here: they apply the changes, record
//! them for undo and queue them for saving.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::api::{Publication, Story};
use shared::edit::{Changes, apply, rebase};
use shared::ids::{ItemId, PostId, StoryId};
use shared::item::ItemBody;
use shared::post::Post;
use shared::story::StoryDocument;

use super::autosave::{Autosave, Pace};
use super::history::{Field, History, Replay};
use super::outline;
pub use super::outline::Shape;
use super::touched::{self, Touched};
use crate::parts::time::TimeStyle;

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
        waiting: u32,
    },
    /// The session is over; saving goes on after signing in again.
    SignInNeeded,
    /// Somebody else changed the same place: the curator is asked.
    Conflict,
    /// The server does not take it. What to do is in the message.
    Refused(String),
}

/// What the pointer or the keyboard holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Dragged {
    /// An item of the story.
    Item(ItemId),
    /// A search result.
    Post(Box<Post>),
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
    /// The posts that items refer to.
    pub posts: RwSignal<BTreeMap<PostId, Post>>,
    /// New things go before this item; at the end when there is none.
    pub insertion: RwSignal<Option<ItemId>>,
    /// How saving goes.
    pub save: RwSignal<SaveState>,
    /// What a phone shows.
    pub view: RwSignal<Pane>,
    /// What is being dragged.
    pub drag: RwSignal<Option<Dragged>>,
    /// Where the story stands with its readers.
    pub publication: RwSignal<Option<Publication>>,
    /// Passing messages.
    pub toasts: RwSignal<Vec<Toast>>,
    /// What the live region says.
    pub announcement: RwSignal<String>,
    /// The identifiers of the items in reading order.
    pub order: Memo<Vec<ItemId>>,
    /// The posts that are in the story.
    pub used: Memo<BTreeSet<PostId>>,
    /// The items whose post goes on from the one before.
    pub joined: Memo<BTreeSet<ItemId>>,
    /// How the posts' times are written.
    pub times: Memo<TimeStyle>,
    /// Whether there is something to undo and to redo.
    pub can_undo_redo: RwSignal<(bool, bool)>,
    /// Carries the changes to the server.
    pub autosave: Autosave,
    pub(super) touched: Touched,
    history: StoredValue<History>,
    last_toast: StoredValue<u32>,
}

impl EditorState {
    /// The state for a story as the server has it.
    #[must_use]
    pub fn new(story: Story) -> Self {
        let document = RwSignal::new(story.document);
        let posts = RwSignal::new(story.posts);
        let outline = Memo::new(move |_| document.with(outline::outline));
        let order = Memo::new(move |_| outline.with(|outline| outline.iter().map(|(item, _)| *item).collect()));
        let used = Memo::new(move |_| outline.with(|outline| outline.iter().filter_map(|(_, post)| *post).collect()));
        // Posts are there before the items that show them, so these need not watch the posts.
        let joined =
            Memo::new(move |_| outline.with(|outline| posts.with_untracked(|posts| outline::joined(outline, posts))));
        let times = Memo::new(move |_| {
            outline.with(|outline| posts.with_untracked(|posts| outline::time_style(outline, posts)))
        });
        Self {
            story: story.id,
            document,
            posts,
            insertion: RwSignal::new(None),
            save: RwSignal::new(SaveState::Saved),
            view: RwSignal::new(Pane::Story),
            drag: RwSignal::new(None),
            publication: RwSignal::new(story.publication),
            toasts: RwSignal::new(Vec::new()),
            announcement: RwSignal::new(String::new()),
            order,
            used,
            joined,
            times,
            can_undo_redo: RwSignal::new((false, false)),
            autosave: Autosave::new(story.id, story.revision),
            touched: Touched::new(),
            history: StoredValue::new(History::default()),
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
        if let Some(changes) = self.fit_and_apply(changes) {
            self.history.update_value(|history| history.record(label, changes.clone()));
            self.after_edit(changes, Pace::Gesture);
        }
    }

    /// Changes the story by a keystroke; a stretch of typing in one field is undone as one.
    pub fn edit_typing(&self, field: Field, changes: Changes) {
        if let Some(changes) = self.fit_and_apply(changes) {
            let joined =
                self.history.try_update_value(|history| history.record_typing("typing", field, changes.clone()));
            self.after_edit(changes, Pace::Typing { goes_on: joined == Some(true) });
        }
    }

    /// Whether a stretch of typing is under way.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.history.with_value(History::is_typing)
    }

    /// Ends a stretch of typing.
    pub fn pause_typing(&self) {
        self.history.update_value(History::pause_typing);
    }

    /// Takes back the last gesture.
    pub fn undo(&self) {
        let replay = self.document.with_untracked(|document| self.history.try_update_value(|h| h.undo(document)));
        self.replay("Undone", replay);
    }

    /// Does again what was taken back last.
    pub fn redo(&self) {
        let replay = self.document.with_untracked(|document| self.history.try_update_value(|h| h.redo(document)));
        self.replay("Redone", replay);
    }

    /// Adds posts in one gesture, before an item or at the end; gives the new items.
    pub fn add_posts(&self, posts: Vec<Post>, before: Option<ItemId>) -> Vec<ItemId> {
        let bodies = posts.iter().map(|post| ItemBody::post(post.id)).collect();
        self.posts.update(|known| known.extend(posts.into_iter().map(|post| (post.id, post))));
        self.add_bodies(bodies, before)
    }

    /// Adds items in one gesture, before an item or at the end; gives the new items.
    pub fn add_bodies(&self, bodies: Vec<ItemBody>, before: Option<ItemId>) -> Vec<ItemId> {
        let new: Vec<_> = bodies.into_iter().map(|body| (ItemId::fresh(), body)).collect();
        let ids = new.iter().map(|(id, _)| *id).collect();
        self.edit("add", self.document.with_untracked(|document| document.insert(new, before)));
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
        set_timeout(move || state.dismiss_toast(id), TOAST_STAYS);
    }

    /// Takes a message away.
    pub fn dismiss_toast(&self, id: u32) {
        if self.toasts.with_untracked(|toasts| toasts.iter().any(|toast| toast.id == id)) {
            self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
        }
    }

    /// Shows the document as it is with others' edits in it; nothing to undo, nothing to send.
    pub(super) fn show_document(&self, document: StoryDocument) {
        let touched = self.document.with_untracked(|current| touched::items_between(current, &document));
        self.document.set(document);
        self.touched.notify(touched);
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
        self.touched.notify(touched::items_in(&changes));
        Some(changes)
    }

    fn after_edit(&self, changes: Changes, pace: Pace) {
        self.autosave.queue(*self, changes, pace);
        // A button that offers to undo means the gesture it came with, not this one.
        if self.toasts.with_untracked(|toasts| toasts.iter().any(|toast| toast.undo)) {
            self.toasts.update(|toasts| toasts.retain(|toast| !toast.undo));
        }
        self.show_history();
    }

    fn replay(&self, done: &str, replay: Option<Replay>) {
        match replay {
            Some(Replay::Apply { label, changes }) => {
                if let Some(changes) = self.fit_and_apply(*changes) {
                    self.after_edit(changes, Pace::Gesture);
                }
                self.announce(&format!("{done}: {label}"));
            }
            Some(Replay::Overtaken { label }) => {
                self.toast(&format!("Somebody has changed this place since, so “{label}” stays as it is."), false);
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
