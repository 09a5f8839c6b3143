//! The SQL of versions and of what readers can find.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::ids::{MediaId, PostId, StoryId};
use shared::media::Picture;
use shared::mention;
use shared::post::Post;
use shared::story::StoryDocument;
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::stories::store::StoryRow;

/// What a publish froze.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The document.
    pub document: StoryDocument,
    /// The posts its items show, as they were then.
    pub posts: BTreeMap<PostId, Post>,
    /// Pictures that could not be copied by then.
    pub missing_pictures: BTreeSet<MediaId>,
}

impl Version {
    /// As it is shown: a mention of what is not in it is only its words.
    #[must_use]
    pub fn shown(self) -> Self {
        Self { document: self.document.leading_mentions(mention::in_page), ..self }
    }
}

/// Freezes a version and shows it to readers; gives its number. The last version serves again when nothing changed.
pub async fn publish(
    conn: &mut SqliteConnection,
    story: &StoryRow,
    version: &Version,
    now: DateTime<Utc>,
) -> sqlx::Result<u32> {
    let last: Option<(i64, i64, Json<Version>)> = sqlx::query_as(
        "SELECT number, revision, document FROM versions WHERE story_id = $1 ORDER BY number DESC LIMIT 1",
    )
    .bind(story.id().0)
    .fetch_optional(&mut *conn)
    .await?;
    let number = match last {
        Some((number, revision, last)) if revision == story.revision().cast_signed() && last.0 == *version => number,
        last => {
            let number = last.map_or(1, |(number, ..)| number + 1);
            insert(conn, (story.id(), story.revision()), number, version, now).await?;
            number
        }
    };
    show(conn, story.id(), number, now).await?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Keeps a version of a story at a revision.
pub async fn insert(
    conn: &mut SqliteConnection,
    (story, revision): (StoryId, u64),
    number: i64,
    version: &Version,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO versions (story_id, number, revision, title, introduction, cover, items, document, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(story.0)
    .bind(number)
    .bind(revision.cast_signed())
    .bind(&version.document.title)
    .bind(&version.document.introduction)
    .bind(version.document.cover.as_ref().map(Json))
    .bind(i64::try_from(version.document.items.len()).unwrap_or(i64::MAX))
    .bind(Json(version))
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

async fn show(conn: &mut SqliteConnection, story: StoryId, number: i64, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE stories SET published_version = $1, first_published_at = COALESCE(first_published_at, $2) WHERE id = $3",
    )
    .bind(number)
    .bind(now)
    .bind(story.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Hides a story from readers. Its versions stay.
pub async fn unpublish(conn: &mut SqliteConnection, story: StoryId) -> sqlx::Result<()> {
    sqlx::query("UPDATE stories SET published_version = NULL WHERE id = $1").bind(story.0).execute(conn).await?;
    Ok(())
}

/// A published story, as found for readers.
#[derive(sqlx::FromRow)]
pub struct PublishedRow {
    /// The curator's handle.
    pub handle: String,
    /// The curator's name.
    pub curator: String,
    /// The last part of the address.
    pub slug: String,
    /// The version's number.
    pub number: i64,
    /// When the story was first published.
    pub first_published_at: DateTime<Utc>,
    /// When this version was.
    pub published_at: DateTime<Utc>,
    /// The version.
    pub document: Json<Version>,
}

/// The version that readers see at an address.
pub async fn find(conn: &mut SqliteConnection, handle: &str, slug: &str) -> sqlx::Result<Option<PublishedRow>> {
    sqlx::query_as(
        "SELECT accounts.handle, accounts.name AS curator, stories.slug, versions.number, stories.first_published_at,
                versions.published_at, versions.document
           FROM stories
           JOIN accounts ON accounts.id = stories.account_id
           JOIN versions ON versions.story_id = stories.id AND versions.number = stories.published_version
          WHERE accounts.handle = $1 AND stories.slug = $2",
    )
    .bind(handle)
    .bind(slug)
    .fetch_optional(conn)
    .await
}

/// What tells one edition of a published story from another: everything about it but its document, which can be
/// megabytes.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub struct Edition {
    /// Since when the story is live, or was.
    pub live_since: Option<DateTime<Utc>>,
    /// Until when it was; absent while it is.
    pub live_until: Option<DateTime<Utc>>,
    /// The story.
    pub story_id: Uuid,
    /// The curator's handle.
    pub handle: String,
    /// The curator's name.
    pub curator: String,
    /// The last part of the address.
    pub slug: String,
    /// The version's number.
    pub number: i64,
    /// The version's title.
    pub title: String,
    /// When the story was first published.
    pub first_published_at: DateTime<Utc>,
    /// When this version was.
    pub published_at: DateTime<Utc>,
}

impl Edition {
    /// The story.
    #[must_use]
    pub const fn story(&self) -> StoryId {
        StoryId(self.story_id)
    }
}

/// The edition that readers see at an address.
pub async fn edition(conn: &mut SqliteConnection, handle: &str, slug: &str) -> sqlx::Result<Option<Edition>> {
    sqlx::query_as(
        "SELECT stories.live_since, stories.live_until, stories.id AS story_id, accounts.handle, accounts.name AS curator, stories.slug, versions.number,
                versions.title, stories.first_published_at, versions.published_at
           FROM stories
           JOIN accounts ON accounts.id = stories.account_id
           JOIN versions ON versions.story_id = stories.id AND versions.number = stories.published_version
          WHERE accounts.handle = $1 AND stories.slug = $2",
    )
    .bind(handle)
    .bind(slug)
    .fetch_optional(conn)
    .await
}

/// A published story in a list.
#[derive(sqlx::FromRow)]
pub struct ListedRow {
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
    /// When the version was published.
    pub published_at: DateTime<Utc>,
}

/// The latest published stories: of one curator, or of everybody.
///
/// Versions are gone through from the latest on (`CROSS JOIN` keeps SQLite from another order), until there are enough.
pub async fn latest(conn: &mut SqliteConnection, handle: Option<&str>, most: u32) -> sqlx::Result<Vec<ListedRow>> {
    sqlx::query_as(
        "SELECT stories.id, accounts.handle, accounts.name AS curator, stories.slug, versions.title,
                versions.introduction, versions.cover, versions.items, stories.first_published_at,
                versions.published_at
           FROM versions
          CROSS JOIN stories ON stories.id = versions.story_id AND stories.published_version = versions.number
           JOIN accounts ON accounts.id = stories.account_id
          WHERE $1 IS NULL OR accounts.handle = $1
          ORDER BY versions.published_at DESC, versions.story_id DESC
          LIMIT $2",
    )
    .bind(handle)
    .bind(most)
    .fetch_all(conn)
    .await
}
