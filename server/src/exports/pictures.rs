//! The pictures of a story on their way out.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::ids::MediaId;

use crate::error::{AppError, AppResult};
use crate::media::{MediaStore, StoredPicture};

/// The most bytes of pictures that one file may hold, all of them in memory for a moment.
const MAX_BYTES: usize = 200_000_000;

/// The pictures that are here, with or without their bytes.
#[derive(Debug, Default)]
pub struct Pictures(BTreeMap<MediaId, Option<StoredPicture>>);

impl Pictures {
    /// Those of these pictures that are here.
    ///
    /// # Errors
    /// [`AppError::TooLarge`] for more than one file should hold.
    pub async fn load(media: &MediaStore, ids: &BTreeSet<MediaId>) -> AppResult<Self> {
        let mut pictures = BTreeMap::new();
        let mut bytes = 0;
        for id in ids {
            if let Some(picture) = media.open(*id).await? {
                bytes += picture.bytes.len();
                pictures.insert(*id, Some(picture));
            }
            if bytes > MAX_BYTES {
                return Err(AppError::TooLarge(
                    "This story has more pictures than fit into one file (200 MB). Its curator can take it away as \
                     Markdown, which names the pictures by their address."
                        .to_owned(),
                ));
            }
        }
        Ok(Self(pictures))
    }

    /// The same without their bytes.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sizes(media: &MediaStore, ids: &BTreeSet<MediaId>) -> AppResult<Self> {
        Ok(Self(media.sizes(ids).await?.into_keys().map(|id| (id, None)).collect()))
    }

    /// Whether a picture is here.
    #[must_use]
    pub fn has(&self, id: MediaId) -> bool {
        self.0.contains_key(&id)
    }

    /// A picture with its bytes.
    #[must_use]
    pub fn get(&self, id: MediaId) -> Option<&StoredPicture> {
        self.0.get(&id)?.as_ref()
    }

    /// All that have bytes.
    pub fn iter(&self) -> impl Iterator<Item = (MediaId, &StoredPicture)> {
        self.0.iter().filter_map(|(id, picture)| Some((*id, picture.as_ref()?)))
    }

    /// All that are here.
    pub fn ids(&self) -> impl Iterator<Item = MediaId> {
        self.0.keys().copied()
    }

    /// A picture as an address that holds it.
    #[must_use]
    pub fn data_url(&self, id: MediaId) -> Option<String> {
        let picture = self.get(id)?;
        Some(format!("data:{};base64,{}", picture.mime, STANDARD.encode(&picture.bytes)))
    }
}

/// What the name of a picture's file ends in.
#[must_use]
pub fn extension(mime: &str) -> &'static str {
    if mime == "image/png" { "png" } else { "jpg" }
}
