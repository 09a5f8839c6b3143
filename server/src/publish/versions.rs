//! The versions of a story, for readers: which there are, and what changed from one to the next.

use std::collections::BTreeMap;

use app::pages::story::{VersionEntry, Versions};
use app::parts::counted::counted;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::comparison::{Comparison, compare};
use shared::ids::PostId;
use shared::post::Post;
use sqlx::SqliteConnection;

use super::store::{PublishedRow, Version};
use crate::error::{AppError, AppResult};
use crate::stories::store::public_url;

/// The SQL of what a version's page shows, of a story that readers can see.
const VERSION: &str = "SELECT accounts.handle, accounts.name AS curator, stories.slug, versions.number,
                stories.first_published_at, versions.published_at, versions.document
           FROM stories
           JOIN accounts ON accounts.id = stories.account_id
           JOIN versions ON versions.story_id = stories.id AND versions.number = $3
          WHERE accounts.handle = $1 AND stories.slug = $2 AND stories.published_version IS NOT NULL";

/// One version of a story that readers can see.
pub async fn find(
    conn: &mut SqliteConnection,
    handle: &str,
    slug: &str,
    number: u32,
) -> sqlx::Result<Option<PublishedRow>> {
    sqlx::query_as(VERSION).bind(handle).bind(slug).bind(number).fetch_optional(conn).await
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    number: i64,
    published_at: DateTime<Utc>,
    is_current: bool,
    document: String,
}

/// The list of the versions of a story that readers can see.
///
/// # Errors
/// [`AppError::NotFound`] when they cannot.
pub async fn list(conn: &mut SqliteConnection, base_url: &str, handle: &str, slug: &str) -> AppResult<Versions> {
    let rows: Vec<VersionRow> = sqlx::query_as(
        "SELECT versions.number, versions.published_at, versions.number = stories.published_version AS is_current,
                versions.document
           FROM stories
           JOIN accounts ON accounts.id = stories.account_id
           JOIN versions ON versions.story_id = stories.id
          WHERE accounts.handle = $1 AND stories.slug = $2 AND stories.published_version IS NOT NULL
          ORDER BY versions.number",
    )
    .bind(handle)
    .bind(slug)
    .fetch_all(conn)
    .await?;
    // Hashing and comparing long stories takes a while: not on the threads that serve.
    let entries = tokio::task::spawn_blocking(move || entries(rows)).await.map_err(anyhow::Error::from)??;
    let title = entries.iter().find(|(_, entry)| entry.is_current).ok_or(AppError::NotFound)?.0.clone();
    let versions = entries.into_iter().rev().map(|(_, entry)| entry).collect();
    Ok(Versions { url: public_url(base_url, handle, slug), title, versions })
}

/// The title and the entry of each version, the first one first.
fn entries(rows: Vec<VersionRow>) -> AppResult<Vec<(String, VersionEntry)>> {
    let mut entries = Vec::with_capacity(rows.len());
    let mut before: Option<Version> = None;
    for row in rows {
        let version: Version = serde_json::from_str(&row.document).map_err(anyhow::Error::from)?;
        let changes = before.as_ref().map_or_else(Vec::new, |before| changes(before, &version));
        let entry = VersionEntry {
            number: u32::try_from(row.number).unwrap_or(u32::MAX),
            published_at: row.published_at,
            hash: hex::encode(Sha256::digest(&row.document)),
            changes,
            is_current: row.is_current,
        };
        entries.push((version.document.title.clone(), entry));
        before = Some(version);
    }
    Ok(entries)
}

fn changes(from: &Version, to: &Version) -> Vec<String> {
    let mut words = in_words(&compare(&from.document, &to.document));
    words.extend(match updated(&from.posts, &to.posts) {
        0 => None,
        1 => Some("1 post changed by its author".to_owned()),
        count => Some(format!("{count} posts changed by their authors")),
    });
    if words.is_empty() {
        words.push("Nothing that readers would notice".to_owned());
    }
    words
}

/// How many posts of both are shown otherwise now.
fn updated(from: &BTreeMap<PostId, Post>, to: &BTreeMap<PostId, Post>) -> usize {
    to.iter().filter(|(id, post)| from.get(id).is_some_and(|before| before != *post)).count()
}

fn in_words(comparison: &Comparison) -> Vec<String> {
    let fields = [
        (comparison.title, "Title changed"),
        (comparison.introduction, "Introduction changed"),
        (comparison.cover, "Cover changed"),
        (comparison.presentation, "Look changed"),
    ];
    let fields = fields.into_iter().filter(|(is_other, _)| *is_other).map(|(_, words)| words.to_owned());
    let items = [
        (comparison.added.len(), "added"),
        (comparison.removed.len(), "removed"),
        (comparison.moved.len(), "moved"),
        (comparison.rewritten.len(), "changed"),
    ];
    let items = items.into_iter().filter(|(count, _)| *count > 0);
    fields.chain(items.map(|(count, what)| format!("{} {what}", counted(count, "item")))).collect()
}
