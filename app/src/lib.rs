//! What Sheaf shows.
//!
//! The server renders [`pages`] to strings (feature `ssr`); nothing on them needs a script. The one exception is the
//! editor (feature `csr`): it is mounted in the browser by [`start`] and uses the same [`parts`].

#[cfg(feature = "csr")]
mod client;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "csr")]
mod editor;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod parts;
pub mod rows;

#[cfg(feature = "csr")]
pub use editor::start;
