//! `/@{handle}/{slug}.{extension}`: a published story, for everybody to take away.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

use super::file::For;
use super::story::Carried;
use super::{Format, document, write};
use crate::encoding::matches_etag;
use crate::error::{AppError, AppResult};
use crate::publish::store;
use crate::state::AppState;

/// Answers with a published story.
///
/// # Errors
/// [`AppError::NotFound`] for a story that readers cannot see.
pub async fn story(
    state: &AppState,
    handle: &str,
    slug: &str,
    format: Format,
    headers: &HeaderMap,
) -> AppResult<Response> {
    let mut conn = state.db.acquire().await?;
    let bytes = if format == Format::Json {
        let edition = store::edition(&mut conn, handle, slug).await?.ok_or(AppError::NotFound)?;
        drop(conn);
        document::write(state, edition.story(), For::Readers).await?
    } else {
        let row = store::find(&mut conn, handle, slug).await?.ok_or(AppError::NotFound)?;
        drop(conn);
        write(state, Carried::published(&state.base_url, row), format).await?
    };
    let mut response = respond(bytes, slug, format, headers)?;
    let fields = response.headers_mut();
    // Asked about each time, as the page is: what was unpublished is gone.
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    fields.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// A file to be saved.
pub(super) fn respond(bytes: Vec<u8>, slug: &str, format: Format, headers: &HeaderMap) -> AppResult<Response> {
    let digest = hex::encode(&Sha256::digest(&bytes)[..12]);
    let etag = HeaderValue::from_str(&format!("\"{digest}\"")).map_err(anyhow::Error::from)?;
    if matches_etag(headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let name = disposition(slug, format.extension());
    let name = HeaderValue::from_str(&name).map_err(anyhow::Error::from)?;
    let fields = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.mime())),
        (header::CONTENT_DISPOSITION, name),
        (header::ETAG, etag),
    ];
    Ok((fields, bytes).into_response())
}

/// What the file is to be called: by RFC 6266, with a plain name for those who read only that.
pub(super) fn disposition(stem: &str, extension: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let plain: String = stem.chars().filter(|c| safe(*c)).collect();
    let plain = if plain.chars().any(|c| c.is_ascii_alphanumeric()) { plain } else { "story".to_owned() };
    let encoded: String = url::form_urlencoded::byte_serialize(stem.as_bytes()).collect();
    let encoded = encoded.replace('+', "%20");
    format!("attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{encoded}.{extension}")
}
