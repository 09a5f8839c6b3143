//! A curator's own access to sources: what an account there can see and a stranger cannot.

pub mod pages;
pub mod store;
