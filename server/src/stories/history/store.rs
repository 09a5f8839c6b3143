//! The SQL of snapshots and of the log as its readers see it.

use chrono::{DateTime, Utc};
use shared::edit::Changes;
use shared::ids::StoryId;
use shared::story::StoryDocument;
use sqlx::SqliteConnection;
use sqlx::types::Json;

/// Keeps a document of a revision.
pub async fn put(
    conn: &mut SqliteConnection,
    story: StoryId,
    revision: u64,
    document: &StoryDocument,
) -> sqlx::Result<()> {
    // A story may have been deleted meanwhile.
    sqlx::query(
        "INSERT INTO snapshots (story_id, revision, document)
         SELECT id, $2, $3 FROM stories WHERE id = $1
             ON CONFLICT (story_id, revision) DO NOTHING",
    )
    .bind(story.0)
    .bind(revision.cast_signed())
    .bind(Json(document))
    .execute(conn)
    .await?;
    Ok(())
}

/// The last revision up to this one that is kept.
pub async fn nearest_before(conn: &mut SqliteConnection, story: StoryId, revision: u64) -> sqlx::Result<Option<u64>> {
    let found: Option<i64> =
        sqlx::query_scalar("SELECT MAX(revision) FROM snapshots WHERE story_id = $1 AND revision <= $2")
            .bind(story.0)
            .bind(revision.cast_signed())
            .fetch_one(conn)
            .await?;
    Ok(found.map(i64::unsigned_abs))
}

/// The first revision from this one on that is kept.
pub async fn nearest_after(conn: &mut SqliteConnection, story: StoryId, revision: u64) -> sqlx::Result<Option<u64>> {
    let found: Option<i64> =
        sqlx::query_scalar("SELECT MIN(revision) FROM snapshots WHERE story_id = $1 AND revision >= $2")
            .bind(story.0)
            .bind(revision.cast_signed())
            .fetch_one(conn)
            .await?;
    Ok(found.map(i64::unsigned_abs))
}

/// The document that was kept of a revision.
pub async fn document(
    conn: &mut SqliteConnection,
    story: StoryId,
    revision: u64,
) -> sqlx::Result<Option<StoryDocument>> {
    let found: Option<Json<StoryDocument>> =
        sqlx::query_scalar("SELECT document FROM snapshots WHERE story_id = $1 AND revision = $2")
            .bind(story.0)
            .bind(revision.cast_signed())
            .fetch_optional(conn)
            .await?;
    Ok(found.map(|document| document.0))
}

/// What changed after one revision up to another, in order.
pub async fn changes(conn: &mut SqliteConnection, story: StoryId, after: u64, to: u64) -> sqlx::Result<Vec<Changes>> {
    let rows: Vec<Json<Changes>> = sqlx::query_scalar(
        "SELECT changes FROM edits WHERE story_id = $1 AND revision > $2 AND revision <= $3 ORDER BY revision",
    )
    .bind(story.0)
    .bind(after.cast_signed())
    .bind(to.cast_signed())
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|changes| changes.0).collect())
}

/// An edit as its log's readers see it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HistoryRow {
    /// The revision it made.
    pub revision: i64,
    /// Who made it, by handle; nothing when the account is gone.
    pub handle: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// `do`, `undo` or `redo`.
    pub kind: String,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
    /// What it changed.
    pub changes: Json<Changes>,
    /// The version that froze this revision.
    pub version: Option<i64>,
}

/// The last edits before a revision, at most so many, the latest first.
pub async fn before(
    conn: &mut SqliteConnection,
    story: StoryId,
    revision: u64,
    most: u32,
) -> sqlx::Result<Vec<HistoryRow>> {
    sqlx::query_as(
        "SELECT edits.revision, accounts.handle, accounts.name, edits.kind, edits.accepted_at, edits.changes,
                (SELECT MAX(number) FROM versions
                  WHERE versions.story_id = edits.story_id AND versions.revision = edits.revision) AS version
           FROM edits
           LEFT JOIN accounts ON accounts.id = edits.account_id
          WHERE edits.story_id = $1 AND edits.revision < $2
          ORDER BY edits.revision DESC
          LIMIT $3",
    )
    .bind(story.0)
    .bind(i64::try_from(revision).unwrap_or(i64::MAX))
    .bind(most)
    .fetch_all(conn)
    .await
}
