//! Long pages that are kept beside their story, compressed, from one run of the server to the next.
//!
//! A page is made from a version, which never changes, and from little else. All of that is in its stamp: a kept page
//! is shown exactly when rendering it again would give the same.

use std::sync::LazyLock;
use std::time::SystemTime;

use app::document::Site;
use app::pages::story::StoryTeaser;
use bytes::Bytes;
use http::HeaderValue;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::cache::{RenderedPage, Variant};
use super::store::Edition;

/// From this many bytes on a page is worth keeping: shorter ones are rendered sooner than they are told from others.
const LONG: usize = 256 * 1024;

/// This very program: another build may write other markup.
static BUILD: LazyLock<String> = LazyLock::new(|| {
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let made = file.and_then(|file| Ok((file.len(), file.modified()?)));
    let made = made.map(|(length, at)| (length, at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()));
    // A build that cannot be told from others keeps pages for itself only.
    made.map_or_else(|_| Uuid::now_v7().to_string(), |(length, at)| format!("{length} {}", at.as_nanos()))
});

/// The stamp of an edition's page: everything it is made from.
#[must_use]
pub fn stamp(site: &Site, edition: &Edition, others: &[StoryTeaser]) -> String {
    let edition = serde_json::to_string(edition).unwrap_or_default();
    hex::encode(Sha256::digest(format!("{}\n{site:?}\n{edition}\n{others:?}", *BUILD)))
}

/// The page as it was kept, if it still is what would be rendered.
pub async fn find(
    conn: &mut SqliteConnection,
    edition: &Edition,
    variant: Variant,
    stamp: &str,
) -> sqlx::Result<Option<RenderedPage>> {
    let kept: Option<(String, Vec<u8>)> =
        sqlx::query_as("SELECT etag, brotli FROM kept_pages WHERE story_id = $1 AND variant = $2 AND stamp = $3")
            .bind(edition.story_id)
            .bind(variant.key())
            .bind(stamp)
            .fetch_optional(conn)
            .await?;
    Ok(kept.and_then(|(etag, brotli)| {
        Some(RenderedPage::compressed(HeaderValue::from_str(&etag).ok()?, Bytes::from(brotli)))
    }))
}

/// What is worth keeping of a page: its compressed form, if it is long. Compressing takes its time: not for the threads
/// that serve.
#[must_use]
pub fn worth_keeping(page: &RenderedPage) -> Option<Bytes> {
    page.brotli_if_longer_than(LONG).cloned()
}

/// Keeps the compressed form of a page.
pub async fn keep(
    conn: &mut SqliteConnection,
    edition: &Edition,
    variant: Variant,
    stamp: &str,
    etag: &HeaderValue,
    brotli: &[u8],
) -> sqlx::Result<()> {
    let Ok(etag) = etag.to_str() else { return Ok(()) };
    sqlx::query(
        "INSERT INTO kept_pages (story_id, variant, stamp, etag, brotli) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (story_id, variant)
         DO UPDATE SET stamp = excluded.stamp, etag = excluded.etag, brotli = excluded.brotli",
    )
    .bind(edition.story_id)
    .bind(variant.key())
    .bind(stamp)
    .bind(etag)
    .bind(brotli)
    .execute(conn)
    .await?;
    Ok(())
}
