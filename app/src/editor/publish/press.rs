//! The steps of publishing, and the calls that lead from one to the next.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::DeskPublication;
use shared::story::StoryDocument;

use super::standing::Standing;
use crate::client::{self, ClientError};
use crate::editor::lean::{memo, watch};
use crate::editor::state::{EditorState, SaveState};

/// What the dialog shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: it is closed.
    Closed,
    /// What publishing means, before it happens.
    Confirm {
        /// Whether the story had no title when the dialog opened.
        ask_title: bool,
    },
    /// The last changes are still on their way to the server.
    Saving,
    /// The server is at it.
    Publishing,
    /// It is published: the link and the code to embed it.
    Share {
        /// Pictures that could not be copied.
        pictures_missing: u32,
    },
    /// What unpublishing means, before it happens.
    AskUnpublish,
    /// The server is at it.
    Unpublishing,
    /// It did not work.
    Failed {
        /// Why.
        error: ClientError,
        /// What to try again.
        again: Call,
    },
}

/// What the server is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Show the story to readers as it is now.
    Publish,
    /// Hide it from readers.
    Unpublish,
}

/// The signals of publishing.
#[derive(Clone, Copy)]
pub struct Press {
    /// The editor it belongs to.
    pub state: EditorState,
    /// What the dialog shows.
    pub step: RwSignal<Step>,
    /// Where the story stands with its readers.
    pub standing: Memo<Standing>,
}

impl Press {
    /// With the dialog closed.
    pub fn new(state: EditorState) -> Self {
        let standing = memo(move || {
            // Edits of others raise the revision without anything being saved here.
            state.document.track();
            let saved = state.save.with(|save| *save == SaveState::Saved);
            state.publication.with(|publication| Standing::of(publication.as_ref(), state.autosave.revision(), saved))
        });
        let press = Self { state, step: RwSignal::new(Step::Closed), standing };
        watch(move || press.go_on_once_saved());
        press
    }

    /// Shows the first step: the link when there is nothing to publish.
    pub fn open(self) {
        let ask_title = self.state.document.with_untracked(StoryDocument::is_untitled);
        self.step.set(match self.standing.get_untracked() {
            Standing::UpToDate => Step::Share { pictures_missing: 0 },
            Standing::Draft | Standing::Changed => Step::Confirm { ask_title },
        });
    }

    /// The dialog was closed. What the server is doing goes on; what has not begun does not begin.
    pub fn close(self) {
        self.step.set(Step::Closed);
    }

    /// Begins one of the calls.
    pub fn go(self, call: Call) {
        match call {
            Call::Publish => self.step.set(Step::Saving),
            Call::Unpublish => {
                self.step.set(Step::Unpublishing);
                spawn_local(self.unpublish());
            }
        }
    }

    /// The heading of the step.
    pub fn heading(self) -> &'static str {
        match self.step.get() {
            Step::Closed | Step::Confirm { .. } if self.standing.get() == Standing::Draft => "Publish this story",
            Step::Closed | Step::Confirm { .. } => "Publish the changes",
            Step::Saving | Step::Publishing => "Publishing",
            Step::Share { .. } => "Your story is published",
            Step::AskUnpublish | Step::Unpublishing => "Unpublish this story?",
            Step::Failed { again: Call::Publish, .. } => "Not published",
            Step::Failed { again: Call::Unpublish, .. } => "Not unpublished",
        }
    }

    fn go_on_once_saved(self) {
        let saved = self.state.save.with(|save| *save == SaveState::Saved);
        if saved && self.step.get() == Step::Saving {
            self.step.set(Step::Publishing);
            spawn_local(self.publish());
        }
    }

    async fn publish(self) {
        let revision = self.state.autosave.revision();
        match client::publish(self.state.story).await {
            Ok(published) => {
                let pictures_missing = published.pictures_missing;
                self.state.publication.set(Some(DeskPublication { url: published.url, revision }));
                self.show(Step::Share { pictures_missing });
                self.state.announce("Published.");
            }
            Err(error) => self.show(Step::Failed { error, again: Call::Publish }),
        }
    }

    async fn unpublish(self) {
        match client::unpublish(self.state.story).await {
            Ok(()) => {
                self.state.publication.set(None);
                self.close();
                self.state.toast("Unpublished. Readers no longer find the story; it is still here.", false);
            }
            Err(error) => self.show(Step::Failed { error, again: Call::Unpublish }),
        }
    }

    /// Shows a step unless the dialog was closed meanwhile.
    fn show(self, step: Step) {
        if self.step.get_untracked() != Step::Closed {
            self.step.set(step);
        }
    }
}
