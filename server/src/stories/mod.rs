//! Stories: drafts and the edits that change them.

pub mod access;
pub mod api;
pub mod edits;
pub mod history;
pub mod pages;
pub mod people;
pub mod store;
