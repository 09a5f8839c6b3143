//! The drawings and avatars of the sample chat. They are our own; `drawings/` holds what they are rendered from.

use std::io::Cursor;

use bytes::Bytes;
use image::ImageReader;
use shared::ids::MediaId;
use shared::media::Picture;

/// How the origin of a built-in picture begins; its name follows.
pub const PICTURE_SCHEME: &str = "sample:";

#[derive(rust_embed::RustEmbed)]
#[folder = "src/sources/sample/pictures"]
struct Files;

/// The file of a built-in picture.
#[must_use]
pub fn picture(name: &str) -> Option<Bytes> {
    Files::get(name).map(|file| Bytes::from(file.data.into_owned()))
}

/// A picture to refer to, with a fresh identifier, and the origin it can be copied from.
#[must_use]
pub fn refer_to(name: &str, alt: &str) -> (Picture, String) {
    let (width, height) = size(name).unzip();
    (Picture { id: MediaId::fresh(), width, height, alt: alt.to_owned() }, format!("{PICTURE_SCHEME}{name}"))
}

/// Read from the first bytes of the file.
fn size(name: &str) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(picture(name)?)).with_guessed_format().ok()?;
    reader.into_dimensions().ok()
}
