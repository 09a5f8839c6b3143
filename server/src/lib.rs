//! Sheaf's server: store, sources, publishing.
//!
//! One folder per domain; in each, `pages.rs` and `api.rs` answer requests, `store.rs` holds the SQL and knows no
//! axum. [`router`] is the map of every address.

pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod extract;
pub mod fetch;
pub mod sanitize;
pub mod sources;
pub mod state;
