//! The browser files: style sheets, the editor, the icon.
//!
//! `scripts/web/build.mjs` leaves them in `target/site`, named after their content and compressed ahead of time; a
//! release build carries them inside the binary, a debug build reads them from disk.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use app::document::Assets;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use rust_embed::RustEmbed;

use crate::encoding::Encoding;
use crate::error::{AppError, AppResult};
use crate::extract::Path;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct WebFiles;

/// Where pages find the browser files. When they were never built, pages still work, unstyled, and the log says how
/// to build them.
#[must_use]
pub fn addresses() -> Assets {
    let manifest = manifest();
    if manifest.is_empty() {
        tracing::warn!(
            "the browser files are missing, so pages have no style and no editor; build them with `make web`"
        );
    }
    let address = |name: &str| format!("/assets/{}", manifest.get(name).map_or(name, String::as_str));
    Assets {
        story_css: address("story.css"),
        studio_css: address("studio.css"),
        editor_css: address("editor.css"),
        frame_js: address("frame.js"),
        live_js: address("live.js"),
        editor_js: address("editor.js"),
        editor_wasm: address("editor.wasm"),
        icon: address("icon.svg"),
    }
}

/// `GET /assets/{file}`.
pub async fn file(Path(name): Path<String>, headers: HeaderMap) -> AppResult<Response> {
    answer(&name, &headers, |path| WebFiles::get(path).map(|file| file.data))
}

/// `GET /embed.js`: the script for other sites, at an address that stays while the script changes.
pub async fn embed_script(headers: HeaderMap) -> AppResult<Response> {
    static NAME: LazyLock<Option<String>> = LazyLock::new(|| manifest().remove("embed.js"));
    let name = NAME.as_deref().ok_or(AppError::NotFound)?;
    let mut response = answer(name, &headers, |path| WebFiles::get(path).map(|file| file.data))?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(EMBED_SCRIPT_CACHE));
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// Other people's pages should not wait for us at every visit, and get a repair within the hour.
const EMBED_SCRIPT_CACHE: &str = "public, max-age=3600, stale-while-revalidate=86400";

type Content = Cow<'static, [u8]>;

/// The smallest form that the client takes. A name stands for its content, so it may be kept for ever.
fn answer(name: &str, headers: &HeaderMap, read: impl Fn(&str) -> Option<Content>) -> AppResult<Response> {
    let compressed = Encoding::accepted(headers)
        .find_map(|encoding| Some((Some(encoding), read(&format!("assets/{name}.{}", encoding.extension()))?)));
    let (encoding, content) =
        compressed.or_else(|| Some((None, read(&format!("assets/{name}"))?))).ok_or(AppError::NotFound)?;
    let etag = format!("\"{name}.{}\"", encoding.map_or("plain", Encoding::extension));
    let mut response = if headers.get(IF_NONE_MATCH).is_some_and(|known| known == etag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = mime_guess::from_path(name).first_or_octet_stream();
        ([(CONTENT_TYPE, kind.as_ref())], bytes(content)).into_response()
    };
    if let (Some(encoding), StatusCode::OK) = (encoding, response.status()) {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
    }
    let lasting =
        [(CACHE_CONTROL, "public, max-age=31536000, immutable"), (VARY, "accept-encoding"), (ETAG, etag.as_str())];
    Ok((lasting, response).into_response())
}

fn bytes(content: Content) -> Bytes {
    match content {
        Cow::Borrowed(embedded) => Bytes::from_static(embedded),
        Cow::Owned(read) => read.into(),
    }
}

/// Plain name → name with the hash; empty when the files were never built.
fn manifest() -> BTreeMap<String, String> {
    WebFiles::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT_ENCODING;

    use super::*;

    fn read(path: &str) -> Option<Content> {
        let content: &[u8] = match path {
            "assets/editor-1.wasm" => b"plain",
            "assets/editor-1.wasm.br" => b"small",
            "assets/story-1.css" => b"body{}",
            _ => return None,
        };
        Some(Cow::Borrowed(content))
    }

    fn get(name: &str, headers: &[(http::HeaderName, &'static str)]) -> AppResult<Response> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        answer(name, &headers, read)
    }

    fn header(response: &Response, name: http::HeaderName) -> Option<&str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    #[test]
    fn the_smallest_accepted_form_is_sent() {
        let response = get("editor-1.wasm", &[(ACCEPT_ENCODING, "gzip, br")]).unwrap();
        assert_eq!(header(&response, CONTENT_ENCODING), Some("br"));
        assert_eq!(header(&response, CONTENT_TYPE), Some("application/wasm"));
        assert_eq!(header(&response, CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
        assert_eq!(header(&response, VARY), Some("accept-encoding"));
    }

    #[test]
    fn without_a_compressed_form_the_file_itself_is_sent() {
        let response = get("story-1.css", &[(ACCEPT_ENCODING, "br")]).unwrap();
        assert_eq!(header(&response, CONTENT_ENCODING), None);
        assert_eq!(header(&response, CONTENT_TYPE), Some("text/css"));
    }

    #[test]
    fn a_known_file_is_not_sent_again() {
        let etag = "\"editor-1.wasm.br\"";
        let response = get("editor-1.wasm", &[(ACCEPT_ENCODING, "br"), (IF_NONE_MATCH, etag)]).unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header(&response, ETAG), Some(etag));
        let other_form = get("editor-1.wasm", &[(IF_NONE_MATCH, etag)]).unwrap();
        assert_eq!(other_form.status(), StatusCode::OK);
    }

    #[test]
    fn an_unknown_file_is_not_there() {
        assert!(matches!(get("editor-2.wasm", &[]), Err(AppError::NotFound)));
    }
}
