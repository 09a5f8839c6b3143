//! Sheaf's server: store, sources, publishing.
//!
//! One folder per domain; in each, `pages.rs` and `api.rs` answer requests, `store.rs` holds the SQL and knows no
//! axum. [`router`] is the map of every address.

pub mod accounts;
pub mod assets;
pub mod backup;
pub mod cards;
pub mod checks;
pub mod cli;
pub mod clock;
pub mod config;
pub mod connections;
pub mod db;
pub mod desk;
pub mod embeds;
pub mod encoding;
pub mod error;
pub mod exports;
pub mod extract;
pub mod feeds;
pub mod fetch;
pub mod following;
pub mod imports;
pub mod integrity;
pub mod library;
pub mod limits;
pub mod live;
pub mod media;
pub mod metrics;
pub mod openapi;
pub mod policies;
pub mod posts;
pub mod publish;
pub mod render;
pub mod router;
pub mod sanitize;
pub mod searches;
pub mod secrets;
pub mod seed;
pub mod session;
pub mod sources;
pub mod state;
pub mod statistics;
pub mod stories;
pub mod tray;
pub mod unfinished;
pub mod xml;
