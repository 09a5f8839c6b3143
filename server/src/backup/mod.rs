//! A whole installation in one file, and back.
//!
//! The file is a compressed tar archive that other programs open too. Its parts come in one order, which is what lets it
//! be written and read as it goes, with no more in memory than one picture:
//!
//! 1. `sheaf-backup.json`, the [`Manifest`]: what follows, with its SHA-256
//! 2. `sheaf.sqlite`, a copy of the database as it was at one moment
//! 3. `secret.key`, if there is one: credentials are sealed with it
//! 4. `media/ab/cd/abcd…`, the pictures of that database, each under its SHA-256, in that order
//! 5. `complete.json`, the [`Completion`]: what came before; without it a file is cut short
//!
//! Pictures are written before the database names them and never changed, so every picture that the copy names is there
//! to be read, whatever the server does meanwhile.

mod contents;
mod place;
mod restore;
mod unpack;
mod write;

pub use contents::{Completion, Counts, Manifest, Part};
pub use restore::{Restored, restore};
pub use write::{Written, write};
