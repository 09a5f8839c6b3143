//! The library: every post that this installation has captured, searchable without asking any network.

mod fold;
mod index;
mod search;

pub use index::leave_out;
pub use search::{find_by_address, search};
