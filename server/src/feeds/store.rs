//! The SQL of the sitemap.

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

/// Handle, slug and last publishing of every published story, those of one curator together.
pub async fn addresses(conn: &mut SqliteConnection, most: u32) -> sqlx::Result<Vec<(String, String, DateTime<Utc>)>> {
    sqlx::query_as(
        "SELECT accounts.handle, stories.slug, versions.published_at
           FROM stories
           JOIN accounts ON accounts.id = stories.account_id
           JOIN versions ON versions.story_id = stories.id AND versions.number = stories.published_version
          ORDER BY accounts.handle, versions.published_at DESC
          LIMIT $1",
    )
    .bind(most)
    .fetch_all(conn)
    .await
}
