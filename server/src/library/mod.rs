//! The library: every post that this installation has captured, searchable without asking any network.

mod fold;
mod index;
mod search;

pub use index::leave_out;
pub use search::{find_by_address, search};
use shared::api::SourceInfo;
use shared::post::SourceKind;

/// How the editor presents it.
#[must_use]
pub fn info() -> SourceInfo {
    SourceInfo {
        kind: SourceKind::Library,
        label: SourceKind::Library.label().to_owned(),
        hint: "Every post that was ever captured here: by words, #hashtag, @author or address. No network is asked."
            .to_owned(),
        example: String::new(),
        connected: false,
    }
}
