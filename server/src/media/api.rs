//! `POST /api/v1/media`: a picture from a curator's disk.

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::State;
use http::StatusCode;
use shared::api::Uploaded;
use shared::ids::AccountId;
use shared::problem::Problem;

use super::{MAX_BYTES, MediaError, MediaStore};
use crate::error::{AppError, AppResult};
use crate::extract::Json;
use crate::session::SignedIn;
use crate::state::AppState;

/// Uploads a picture: the body is the file, JPEG, PNG, GIF or WebP, at most 12 MB.
#[utoipa::path(post, path = "/media", tag = "media", request_body(content = Vec<u8>, content_type = "image/*"),
    responses((status = 201, body = Uploaded), (status = 401, body = Problem), (status = 413, body = Problem),
              (status = 422, body = Problem, description = "It is not a picture that Sheaf can read")))]
pub async fn upload(
    State(state): State<AppState>,
    curator: SignedIn,
    body: Body,
) -> AppResult<(StatusCode, Json<Uploaded>)> {
    let uploaded = upload_picture(&state.media, curator.account_id, body).await?;
    Ok((StatusCode::CREATED, Json(uploaded)))
}

/// Takes the body as the picture's bytes, whatever its declared type.
///
/// # Errors
/// 413 for more than [`MAX_BYTES`] or too many pixels, 422 for what is no picture.
pub(super) async fn upload_picture(media: &MediaStore, owner: AccountId, body: Body) -> AppResult<Uploaded> {
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
