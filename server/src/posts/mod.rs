//! Posts: capturing them and finding them again.

pub mod api;
pub mod store;
