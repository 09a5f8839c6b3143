//! `POST /api/v1/media`: a picture from a curator's disk.

use axum::body::{Body, HttpBody, to_bytes};
use shared::api::Uploaded;
use shared::ids::AccountId;

use super::{MAX_BYTES, MediaError, MediaStore};
use crate::error::{AppError, AppResult};

/// Takes the body as the picture's bytes, whatever its declared type.
///
/// # Errors
/// 413 for more than [`MAX_BYTES`] or too many pixels, 422 for what is no picture.
pub async fn upload_picture(media: &MediaStore, owner: AccountId, body: Body) -> AppResult<Uploaded> {
    if body.size_hint().lower() > MAX_BYTES as u64 {
        return Err(MediaError::TooLarge.into());
    }
    let bytes = to_bytes(body, MAX_BYTES).await.map_err(read_failure)?;
    Ok(Uploaded { picture: media.upload(owner, bytes).await? })
}

fn read_failure(error: axum::Error) -> AppError {
    match error.into_inner().downcast::<http_body_util::LengthLimitError>() {
        Ok(_) => MediaError::TooLarge.into(),
        Err(_) => AppError::BadRequest("The picture did not arrive whole. Try again.".to_owned()),
    }
}
