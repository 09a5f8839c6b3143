//! What the editor asks: the API's answers with posts as cards, drawn here, see [`shared::desk`].
//!
//! Not part of the public API: it changes with the editor. Writing goes through `/api/v1` like everybody's.

mod api;
mod cards;
mod paste;
mod undo;

pub use api::{desk_story, router};
pub use cards::{card, cards};
