//! The domain of Sheaf, shared by the server and the browser.
//!
//! Everything here is pure: no clock, no network, no database. The server and the editor apply the same
//! functions to the same types, which is what makes autosave, undo, history and working offline one idea
//! (see [`edit`]).

pub mod account;
pub mod api;
pub mod check;
pub mod comparison;
pub mod desk;
pub mod difference;
pub mod display;
pub mod edit;
pub mod gathering;
pub mod html;
pub mod ids;
pub mod item;
pub mod live;
pub mod markdown;
pub mod media;
pub mod mention;
pub mod merge;
pub mod order;
pub mod pasted;
pub mod people;
pub mod post;
pub mod presentation;
pub mod problem;
pub mod search;
pub mod sorting;
pub mod statistics;
pub mod story;
pub mod thread;
