//! The SQL of feeds and of the sitemap.

use chrono::{DateTime, Utc};
use shared::media::Picture;
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// A published story in a feed.
#[derive(sqlx::FromRow)]
pub struct FeedRow {
    /// The story.
    pub id: Uuid,
    /// The curator's handle.
    pub handle: String,
    /// The curator's name.
    pub curator: String,
    /// The last part of the address.
    pub slug: String,
    /// The title of the version.
    pub title: String,
    /// The introduction of the version, CommonMark.
    pub introduction: String,
    /// The cover of the version.
    pub cover: Option<Json<Picture>>,
    /// How many items the version has.
    pub items: i64,
    /// When the story was first published.
    pub first_published_at: DateTime<Utc>,
    /// When this version was.
    pub published_at: DateTime<Utc>,
}

/// The stories that were published last: of one curator, or of everybody.
pub async fn stories(conn: &mut SqliteConnection, handle: Option<&str>, most: u32) -> sqlx::Result<Vec<FeedRow>> {
    sqlx::query_as(
        "SELECT stories.id, accounts.handle, accounts.name AS curator, stories.slug, versions.title,
                versions.introduction, versions.cover, versions.items, stories.first_published_at,
                versions.published_at
           FROM stories
           JOIN accounts ON accounts.id = stories.account_id
           JOIN versions ON versions.story_id = stories.id AND versions.number = stories.published_version
          WHERE $1 IS NULL OR accounts.handle = $1
          ORDER BY versions.published_at DESC, stories.id DESC
          LIMIT $2",
    )
    .bind(handle)
    .bind(most)
    .fetch_all(conn)
    .await
}

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
