//! The tray: posts set aside per account, from results, from other pages ("Save to Sheaf") and from a phone's share
//! sheet; and stories begun from them.

pub mod api;
pub mod pages;
pub mod save;
pub mod store;

pub use api::search;
