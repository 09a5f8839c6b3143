//! Stories: drafts and the edits that change them.

pub mod access;
pub mod api;
pub mod appearance;
pub mod content;
pub mod edits;
pub mod history;
pub mod pages;
pub mod people;
pub mod store;
pub mod writer;

use shared::ids::StoryId;

use crate::live;
use crate::state::AppState;

/// What follows from an edit that has been committed, beside the answer to it: others hear of it, and now and then the
/// document is kept.
fn edited(state: &AppState, story: StoryId, revision: u64) {
    live::edited(state, story, revision);
    history::edited(state, story, revision);
}
