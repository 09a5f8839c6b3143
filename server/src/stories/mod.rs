//! Stories: drafts and the edits that change them.

pub mod access;
pub mod api;
pub mod appearance;
pub mod edits;
pub mod history;
pub mod pages;
pub mod people;
pub mod store;
pub mod writer;
