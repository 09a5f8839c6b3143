//! What to look at before a story is published.

pub mod api;
mod links;
pub mod pages;
mod review;
mod store;
