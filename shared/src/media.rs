//! Pictures, as a post or a story refers to them.

use serde::{Deserialize, Serialize};

use crate::ids::MediaId;

/// The most bytes of a picture that is uploaded.
pub const MAX_PICTURE_BYTES: usize = 12_000_000;

/// One picture. Its bytes are served at [`Picture::src`] once they are in the media store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    /// Where it is kept.
    pub id: MediaId,
    /// Width in pixels, when known: lets the page leave the right room before the picture arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// What it shows, in the words of whoever posted it; empty when nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
}

impl Picture {
    /// The address of the picture on this installation.
    #[must_use]
    pub fn src(&self) -> String {
        format!("/media/{}", self.id)
    }
}

/// What a post shows besides its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Attachment {
    /// A picture.
    Picture(Picture),
    /// A moving picture: its still is kept, playing it leads to the original.
    Video {
        /// The still, when the network gave one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        still: Option<Picture>,
        /// What it shows; empty when nobody said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        alt: String,
    },
    /// Sound: listening leads to the original.
    Audio {
        /// What is heard; empty when nobody said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        alt: String,
    },
}
