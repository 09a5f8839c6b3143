//! The pages, rendered by the server. Each takes its data as plain values.

pub mod account;
pub mod appearance;
pub mod check;
pub mod dashboard;
pub mod edit_story;
pub mod error;
pub mod history;
pub mod home;
pub mod people;
pub mod profile;
pub mod save;
pub mod settings;
pub mod share;
pub mod story;
mod teasers;
pub mod tray;
