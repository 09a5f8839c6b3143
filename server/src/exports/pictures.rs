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
pub struct Pictures(BTreeMap<MediaId, Known>);

#[derive(Debug)]
enum Known {
    /// With its bytes.
    Whole(StoredPicture),
    /// Only its type.
    Type(String),
}

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
                pictures.insert(*id, Known::Whole(picture));
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
    pub async fn types(media: &MediaStore, ids: &BTreeSet<MediaId>) -> AppResult<Self> {
        Ok(Self(media.types(ids).await?.into_iter().map(|(id, mime)| (id, Known::Type(mime))).collect()))
    }

    /// Whether a picture is here.
    #[must_use]
    pub fn has(&self, id: MediaId) -> bool {
        self.0.contains_key(&id)
    }

    /// A picture with its bytes.
    #[must_use]
    pub fn get(&self, id: MediaId) -> Option<&StoredPicture> {
        self.0.get(&id)?.whole()
    }

    /// All that have bytes.
    pub fn iter(&self) -> impl Iterator<Item = (MediaId, &StoredPicture)> {
        self.0.iter().filter_map(|(id, picture)| Some((*id, picture.whole()?)))
    }

    /// All that are here, with their types.
    pub fn iter_types(&self) -> impl Iterator<Item = (MediaId, &str)> {
        self.0.iter().map(|(id, picture)| (*id, picture.mime()))
    }

    /// The type of a picture that is here.
    #[must_use]
    pub fn mime(&self, id: MediaId) -> Option<&str> {
        self.0.get(&id).map(Known::mime)
    }

    /// A picture as an address that holds it.
    #[must_use]
    pub fn data_url(&self, id: MediaId) -> Option<String> {
        let picture = self.get(id)?;
        Some(format!("data:{};base64,{}", picture.mime, STANDARD.encode(&picture.bytes)))
    }
}

impl Known {
    const fn whole(&self) -> Option<&StoredPicture> {
        match self {
            Self::Whole(picture) => Some(picture),
            Self::Type(_) => None,
        }
    }

    fn mime(&self) -> &str {
        match self {
            Self::Whole(picture) => &picture.mime,
            Self::Type(mime) => mime,
        }
    }
}

/// What the name of a picture's file ends in.
#[must_use]
pub fn extension(mime: &str) -> &'static str {
    if mime == "image/png" { "png" } else { "jpg" }
}
