//! Saved searches: what a curator looks for again and again.

pub mod api;
pub mod store;
