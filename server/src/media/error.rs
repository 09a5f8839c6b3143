//! Why a picture could not be taken, in words for curators.

use crate::error::AppError;
use crate::sources::SourceError;

use super::decode::{MAX_BYTES, MAX_MEGAPIXELS};

/// Why a picture could not be taken. The message says what happened and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Neither its name nor what its sender says counts: the bytes are no picture.
    #[error(
        "This file is not a picture Sheaf can read (JPEG, PNG, GIF or WebP). Save it in one of these formats and try again."
    )]
    NotAPicture,
    /// It begins like a picture and does not go on like one.
    #[error("This picture is damaged or incomplete. Open it in a picture editor, save it anew and try again.")]
    Damaged,
    /// Too many bytes.
    #[error("This picture is larger than {} MB. Save it smaller and try again.", MAX_BYTES / 1_000_000)]
    TooLarge,
    /// Few bytes can claim many pixels.
    #[error("This picture has more than {MAX_MEGAPIXELS} megapixels. Scale it down and try again.")]
    TooManyPixels,
    /// There is no such picture, or nowhere to copy it from.
    #[error("There is no such picture.")]
    Unknown,
    /// An earlier attempt failed, and it is too early for another.
    #[error("{0}")]
    FailedBefore(String),
    /// The place it is copied from did not give it.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Our own store failed.
    #[error("The picture could not be stored. Try again, and tell the operator if it happens again.")]
    Store(#[source] anyhow::Error),
}

impl From<sqlx::Error> for MediaError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<object_store::Error> for MediaError {
    fn from(error: object_store::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<MediaError> for AppError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Unknown | MediaError::FailedBefore(_) => Self::NotFound,
            MediaError::NotAPicture | MediaError::Damaged => Self::Invalid(error.to_string()),
            MediaError::TooLarge | MediaError::TooManyPixels => Self::TooLarge(error.to_string()),
            MediaError::Source(error) => Self::Source(error),
            MediaError::Store(cause) => Self::Internal(cause),
        }
    }
}
