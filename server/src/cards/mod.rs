//! The picture that previews of a story show: its title, its curator and a mosaic of its pictures.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::encoding::matches_etag;
use crate::error::{AppError, AppResult};
use crate::extract::Path;
use crate::publish::pages::StoryPath;
use crate::publish::store::{Edition, edition, find};
use crate::state::AppState;

mod drawing;
mod fonts;
mod lines;
mod pictures;
#[cfg(test)]
mod tests;

/// Memory that finished cards may take, in bytes.
const CAPACITY: u64 = 32 * 1024 * 1024;
/// Previews may be a day old; the address in the page changes with the version.
const CACHE_POLICY: &str = "public, max-age=86400";

/// Width and height of a card, in pixels.
pub const SIZE: (u32, u32) = (drawing::WIDTH, drawing::HEIGHT);

/// A card, ready to be sent.
#[derive(Debug)]
struct Card {
    png: Bytes,
    etag: HeaderValue,
}

/// Names a card: a curator may change their name without publishing again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    handle: String,
    slug: String,
    version: i64,
    curator: String,
}

/// Finished cards, bounded by the memory they take.
#[derive(Clone)]
pub struct Cards {
    finished: moka::future::Cache<Key, Arc<Card>>,
    /// One is drawn at a time: readers come first.
    drawing: Arc<Semaphore>,
}

impl Default for Cards {
    fn default() -> Self {
        let weigh = |_: &Key, card: &Arc<Card>| u32::try_from(card.png.len()).unwrap_or(u32::MAX);
        let finished = moka::future::Cache::builder().max_capacity(CAPACITY).weigher(weigh).build();
        Self { finished, drawing: Arc::new(Semaphore::new(1)) }
    }
}

/// The absolute address of a story's card. The version in it makes those who keep previews fetch a new one.
#[must_use]
pub fn card_url(story_url: &str, version: u32) -> String {
    format!("{story_url}/card.png?v={version}")
}

/// `GET /@{handle}/{slug}/card.png`
///
/// # Errors
/// 404 for a story that readers cannot see.
pub async fn card(
    State(state): State<AppState>,
    Path(StoryPath { handle, slug }): Path<StoryPath>,
    headers: HeaderMap,
) -> AppResult<Response> {
    let edition = {
        let mut conn = state.db.acquire().await?;
        edition(&mut conn, &handle, &slug).await?.ok_or(AppError::NotFound)?
    };
    let drawing = async { draw(&state, &handle, &slug).await.map(Arc::new) };
    let Edition { number: version, curator, .. } = edition;
    let key = Key { handle: handle.clone(), slug: slug.clone(), version, curator };
    let made = state.cards.finished.try_get_with(key, drawing).await;
    let card = made.map_err(|error: Arc<AppError>| AppError::Internal(anyhow::anyhow!("a card: {error:?}")))?;
    let fixed = [
        (CACHE_CONTROL, HeaderValue::from_static(CACHE_POLICY)),
        (ETAG, card.etag.clone()),
        (CONTENT_TYPE, HeaderValue::from_static("image/png")),
    ];
    if matches_etag(&headers, &card.etag) {
        return Ok((StatusCode::NOT_MODIFIED, fixed).into_response());
    }
    Ok((fixed, card.png.clone()).into_response())
}

async fn draw(state: &AppState, handle: &str, slug: &str) -> AppResult<Card> {
    let row = {
        let mut conn = state.db.acquire().await?;
        find(&mut conn, handle, slug).await?.ok_or(AppError::NotFound)?
    };
    let mut files = Vec::new();
    for picture in pictures::of_story(&row.document.0) {
        files.extend(state.media.open(picture).await?.map(|stored| stored.bytes));
    }
    let drawing = Arc::clone(&state.cards.drawing);
    let _permit = drawing.acquire().await.map_err(anyhow::Error::from)?;
    let host = state.base_url.split_once("://").map_or("", |(_, host)| host).to_owned();
    let drawn = tokio::task::spawn_blocking(move || {
        let words = drawing::Words { title: &row.document.0.document.title, curator: &row.curator, host: &host };
        drawing::draw(&words, &files)
    });
    let png = Bytes::from(drawn.await.map_err(anyhow::Error::from)??);
    let digest = hex::encode(&Sha256::digest(&png)[..12]);
    let etag = HeaderValue::from_str(&format!("\"{digest}\"")).map_err(anyhow::Error::from)?;
    Ok(Card { png, etag })
}
