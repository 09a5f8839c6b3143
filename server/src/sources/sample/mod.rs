//! The sample chat: a built-in source of invented posts, so that everything can be tried without a network.

use bytes::Bytes;

/// How the origin of a built-in picture begins; its name follows.
pub const PICTURE_SCHEME: &str = "sample:";

#[derive(rust_embed::RustEmbed)]
#[folder = "src/sources/sample/pictures"]
struct Drawings;

/// A built-in picture by its name.
#[must_use]
pub fn picture(name: &str) -> Option<Bytes> {
    Drawings::get(name).map(|file| Bytes::from(file.data.into_owned()))
}
