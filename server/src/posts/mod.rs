//! Posts: capturing them and finding them again.

pub mod api;
pub mod filters;
pub mod store;
