//! The tray: posts set aside per account, from results, from other pages ("Save to Sheaf") and from a phone's share
//! sheet; and stories begun from them.

pub mod api;
pub mod pages;
pub mod save;
pub mod store;

pub use api::search;
use shared::api::SourceInfo;
use shared::post::SourceKind;

/// How the editor presents it.
#[must_use]
pub fn info() -> SourceInfo {
    SourceInfo {
        kind: SourceKind::Tray,
        label: SourceKind::Tray.label().to_owned(),
        hint: "Posts that you have set aside, for this story or another.".to_owned(),
        example: String::new(),
        connected: false,
    }
}
