//! The pictures of one captured post: where each is to be copied from.

use std::collections::HashMap;

use shared::ids::MediaId;
use shared::media::Picture;
use url::Url;

use super::Captured;
use crate::sanitize;

/// The most characters of a description that are kept.
const MAX_ALT: usize = 2_000;

/// Collects the pictures of a post while it is normalised. The same address is the same picture.
#[derive(Debug, Default)]
pub struct Pictures {
    found: Vec<(MediaId, String)>,
}

impl Pictures {
    /// Notes a picture; `None` when there is no address, or not one that can be copied from.
    pub fn add(&mut self, origin: Option<&str>, alt: Option<&str>) -> Option<Picture> {
        let origin = origin
            .map(str::trim)
            .filter(|origin| Url::parse(origin).is_ok_and(|url| matches!(url.scheme(), "http" | "https")))?;
        let id = match self.found.iter().find(|(_, known)| known == origin) {
            Some((id, _)) => *id,
            None => {
                let id = MediaId::fresh();
                self.found.push((id, origin.to_owned()));
                id
            }
        };
        Some(Picture { id, width: None, height: None, alt: sanitize::lines(alt.unwrap_or_default(), MAX_ALT) })
    }

    /// The same with its size, as far as it is known.
    pub fn add_sized(&mut self, origin: Option<&str>, alt: Option<&str>, size: Option<(u32, u32)>) -> Option<Picture> {
        let (width, height) = size.filter(|(width, height)| *width > 0 && *height > 0).unzip();
        self.add(origin, alt).map(|picture| Picture { width, height, ..picture })
    }

    /// What was collected, for [`Captured::pictures`].
    #[must_use]
    pub fn into_origins(self) -> Vec<(MediaId, String)> {
        self.found
    }
}

impl Captured {
    /// Gives pictures the identifiers by which the store knows them, everywhere in the post.
    pub fn renumber(&mut self, known: &HashMap<MediaId, MediaId>) {
        let renumbered = |id: MediaId| known.get(&id).copied().unwrap_or(id);
        for (id, _) in &mut self.pictures {
            *id = renumbered(*id);
        }
        let emoji: Vec<Picture> = self.post.emoji.clone();
        for picture in self.post.pictures_mut() {
            picture.id = renumbered(picture.id);
        }
        for (old, new) in emoji.iter().zip(self.post.emoji.clone()) {
            for text in self.post.texts_mut() {
                text.replace_address(&old.src(), &new.src());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_address_is_the_same_picture() {
        let mut pictures = Pictures::default();
        let first = pictures.add(Some("https://example.org/a.png"), Some("A")).expect("taken");
        let again = pictures.add(Some("https://example.org/a.png"), None).expect("taken");
        assert_eq!(first.id, again.id);
        assert_eq!(pictures.into_origins().len(), 1);
    }

    #[test]
    fn what_cannot_be_copied_is_no_picture() {
        let mut pictures = Pictures::default();
        for origin in ["", "/missing.png", "data:image/png;base64,AAAA", "javascript:alert(1)"] {
            assert_eq!(pictures.add(Some(origin), None), None, "{origin}");
        }
        assert_eq!(pictures.add_sized(Some("https://example.org/a"), None, Some((0, 9))).and_then(|p| p.width), None);
    }
}
