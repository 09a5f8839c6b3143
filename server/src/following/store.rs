//! The SQL of being live.

use chrono::{DateTime, Utc};
use shared::ids::StoryId;
use sqlx::SqliteConnection;

/// Where a story stands for those who follow it. Without a version readers cannot see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The version that readers see.
    pub version: Option<u32>,
    /// Whether it is live.
    pub is_live: bool,
}

/// Where a story stands; one that is gone is one that readers cannot see.
pub async fn standing(conn: &mut SqliteConnection, story: StoryId) -> sqlx::Result<Standing> {
    let row: Option<(Option<i64>, bool)> = sqlx::query_as(
        "SELECT published_version, live_since IS NOT NULL AND live_until IS NULL FROM stories WHERE id = $1",
    )
    .bind(story.0)
    .fetch_optional(conn)
    .await?;
    let (version, is_live) = row.unwrap_or((None, false));
    let version = version.and_then(|version| u32::try_from(version).ok());
    Ok(Standing { version, is_live: is_live && version.is_some() })
}

/// Marks a story as live; one that is stays live since it was.
pub async fn start(conn: &mut SqliteConnection, story: StoryId, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE stories SET live_since = $1, live_until = NULL
          WHERE id = $2 AND (live_since IS NULL OR live_until IS NOT NULL)",
    )
    .bind(now)
    .bind(story.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a story as no longer live.
pub async fn stop(conn: &mut SqliteConnection, story: StoryId, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query("UPDATE stories SET live_until = $1 WHERE id = $2 AND live_since IS NOT NULL AND live_until IS NULL")
        .bind(now)
        .bind(story.0)
        .execute(conn)
        .await?;
    Ok(())
}
