//! `GET /media/{id}`: pictures, to everybody. `/media/{id}.jpg` is the same, for those who want to see a file's name.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, StatusCode};
use shared::ids::MediaId;

use super::{MediaError, MediaStore, StoredPicture};
use crate::encoding::matches_etag;
use crate::error::{AppError, AppResult};
use crate::extract::Path;
use crate::session::MaybeSignedIn;
use crate::state::AppState;

/// A picture never changes under its identifier, so whoever has it need not ask again.
const CACHE_POLICY: &str = "public, max-age=31536000, immutable";

/// `GET /media/{id}`.
///
/// # Errors
/// 404 when the picture is not here and could or may not be copied.
pub async fn serve(
    State(state): State<AppState>,
    Path(name): Path<String>,
    MaybeSignedIn(viewer): MaybeSignedIn,
    headers: HeaderMap,
) -> AppResult<Response> {
    let id = named(&name).ok_or(AppError::NotFound)?;
    show_picture(&state.media, id, &headers, viewer.is_some()).await
}

/// The picture of a name, with or without one of the extensions that files of pictures have.
fn named(name: &str) -> Option<MediaId> {
    let id = [".jpg", ".png"].into_iter().find_map(|extension| name.strip_suffix(extension));
    id.unwrap_or(name).parse().ok()
}

/// Serves a picture that is here. One that is not is copied when `may_copy` says so: curators see what they have just
/// found, or a sign that it cannot be had, while strangers cannot make the server fetch anything.
///
/// # Errors
/// 404 when the picture is not here and may not be copied.
pub(super) async fn show_picture(
    media: &MediaStore,
    id: MediaId,
    headers: &HeaderMap,
    may_copy: bool,
) -> AppResult<Response> {
    let mut stored = media.open(id).await?;
    if stored.is_none() && may_copy {
        match media.copy(id).await {
            Ok(()) => stored = media.open(id).await?,
            Err(error @ MediaError::Store(_)) => return Err(error.into()),
            Err(MediaError::Unknown) => return Err(AppError::NotFound),
            Err(error) => {
                tracing::info!(media.id = %id, %error, "A picture could not be copied");
                return Ok(placeholder());
            }
        }
    }
    Ok(respond(stored.ok_or(AppError::NotFound)?, headers)?)
}

/// Stands for a picture that cannot be had now; not kept, since the next attempt may succeed.
fn placeholder() -> Response {
    let fields =
        [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "no-store"), (CONTENT_SECURITY_POLICY, "default-src 'none'")];
    (fields, include_str!("placeholder.svg")).into_response()
}

fn respond(picture: StoredPicture, headers: &HeaderMap) -> anyhow::Result<Response> {
    let etag = HeaderValue::try_from(picture.etag)?;
    let unchanged = matches_etag(headers, &etag);
    let (status, body) =
        if unchanged { (StatusCode::NOT_MODIFIED, Body::empty()) } else { (StatusCode::OK, picture.bytes.into()) };
    let mut response = (status, body).into_response();
    let fields = response.headers_mut();
    fields.insert(ETAG, etag);
    fields.insert(CACHE_CONTROL, HeaderValue::from_static(CACHE_POLICY));
    if !unchanged {
        fields.insert(CONTENT_TYPE, HeaderValue::try_from(picture.mime)?);
        fields.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        // Opened by itself, it is a picture and nothing else.
        fields.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    }
    Ok(response)
}
