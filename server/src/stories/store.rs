//! The SQL of stories: whose they are, where they stand and how they are listed.

use chrono::{DateTime, Utc};
use shared::account::Handle;
use shared::api::{Publication, StorySummary};
use shared::ids::{AccountId, StoryId};
use shared::people::SharedStory;
use shared::story::slug_from_title;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::people::store::role_from;
use crate::accounts::store::parse_handle;

/// A story's row, with its curator's handle.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoryRow {
    id: Uuid,
    account_id: Uuid,
    handle: String,
    /// Its owner's name.
    pub curator: String,
    /// The last part of its public address.
    pub slug: String,
    revision: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    pub updated_at: DateTime<Utc>,
    published_version: Option<i64>,
    first_published_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    published_revision: Option<i64>,
    live_since: Option<DateTime<Utc>>,
}

impl StoryRow {
    /// Its identifier.
    #[must_use]
    pub const fn id(&self) -> StoryId {
        StoryId(self.id)
    }

    /// Its curator.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        AccountId(self.account_id)
    }

    /// Its curator's handle.
    ///
    /// # Errors
    /// When the store holds something that is no handle.
    pub fn handle(&self) -> anyhow::Result<Handle> {
        self.handle.parse().map_err(|error| anyhow::anyhow!("accounts.handle “{}”: {error}", self.handle))
    }

    /// Its owner's handle, for words.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.handle
    }

    /// How many edits it has had.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision.unsigned_abs()
    }

    /// Whether readers have ever seen it, so that its address must stay.
    #[must_use]
    pub const fn was_published(&self) -> bool {
        self.first_published_at.is_some()
    }

    /// When readers first saw it.
    #[must_use]
    pub const fn first_published_at(&self) -> Option<DateTime<Utc>> {
        self.first_published_at
    }

    /// Where it stands with its readers.
    #[must_use]
    pub fn publication(&self, base_url: &str) -> Option<Publication> {
        Some(Publication {
            version: u32::try_from(self.published_version?).ok()?,
            url: public_url(base_url, &self.handle, &self.slug),
            revision: self.published_revision?.unsigned_abs(),
            first_published_at: self.first_published_at?,
            published_at: self.published_at?,
            live_since: self.live_since,
        })
    }
}

/// The path of a story's public page, percent-encoded.
#[must_use]
pub fn public_path(handle: &str, slug: &str) -> String {
    let slug: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
    format!("/@{handle}/{slug}")
}

/// The absolute address of a story's public page.
#[must_use]
pub fn public_url(base_url: &str, handle: &str, slug: &str) -> String {
    format!("{base_url}{}", public_path(handle, slug))
}

const SELECT_STORY: &str = "
    SELECT stories.id, stories.account_id, accounts.handle, accounts.name AS curator, stories.slug, stories.revision, stories.created_at,
           stories.updated_at, stories.published_version, stories.first_published_at, versions.published_at,
           versions.revision AS published_revision,
           CASE WHEN stories.live_until IS NULL THEN stories.live_since END AS live_since
      FROM stories
      JOIN accounts ON accounts.id = stories.account_id
      LEFT JOIN versions ON versions.story_id = stories.id AND versions.number = stories.published_version
     WHERE stories.id = $1";

/// One story.
pub async fn find(conn: &mut SqliteConnection, id: StoryId) -> sqlx::Result<Option<StoryRow>> {
    sqlx::query_as(SELECT_STORY).bind(id.0).fetch_optional(conn).await
}

/// Begins a story with a title and nothing in it.
pub async fn create(
    conn: &mut SqliteConnection,
    account: AccountId,
    title: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<StoryId> {
    let id = StoryId::fresh();
    let slug = free_slug(conn, account, title, id).await?;
    sqlx::query(
        "INSERT INTO stories (id, account_id, slug, title, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(id.0)
    .bind(account.0)
    .bind(slug)
    .bind(title)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(id)
}

/// A slug made from a title that no other story of the account has: `chat`, `chat-2`, `chat-3` …
pub async fn free_slug(
    conn: &mut SqliteConnection,
    account: AccountId,
    title: &str,
    story: StoryId,
) -> sqlx::Result<String> {
    free_slug_like(conn, account, &slug_from_title(title), story).await
}

/// A slug that no other story of the account has: this one, or with a number.
pub async fn free_slug_like(
    conn: &mut SqliteConnection,
    account: AccountId,
    wanted: &str,
    story: StoryId,
) -> sqlx::Result<String> {
    let taken: Vec<String> =
        sqlx::query_scalar("SELECT slug FROM stories WHERE account_id = $1 AND id <> $2 AND slug LIKE $3 || '%'")
            .bind(account.0)
            .bind(story.0)
            .bind(wanted)
            .fetch_all(conn)
            .await?;
    let mut candidates = std::iter::once(wanted.to_owned()).chain((2..).map(|number| format!("{wanted}-{number}")));
    Ok(candidates.find(|slug| !taken.contains(slug)).unwrap_or_else(|| wanted.to_owned()))
}

/// Gives a story another slug.
pub async fn set_slug(conn: &mut SqliteConnection, id: StoryId, slug: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE stories SET slug = $1 WHERE id = $2").bind(slug).bind(id.0).execute(conn).await?;
    Ok(())
}

/// Deletes a story with its items, edits and versions.
pub async fn delete(conn: &mut SqliteConnection, id: StoryId) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM stories WHERE id = $1").bind(id.0).execute(conn).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    #[sqlx(flatten)]
    story: StoryRow,
    title: String,
    items: i64,
}

impl SummaryRow {
    fn into_summary(self, base_url: &str) -> StorySummary {
        StorySummary {
            id: self.story.id(),
            publication: self.story.publication(base_url),
            revision: self.story.revision(),
            slug: self.story.slug,
            title: self.title,
            items: u32::try_from(self.items).unwrap_or(u32::MAX),
            created_at: self.story.created_at,
            updated_at: self.story.updated_at,
        }
    }
}

/// The stories of an account, last edited first.
pub async fn list(conn: &mut SqliteConnection, account: AccountId, base_url: &str) -> sqlx::Result<Vec<StorySummary>> {
    let rows: Vec<SummaryRow> = sqlx::query_as(
        "SELECT stories.id, stories.account_id, accounts.handle, accounts.name AS curator, stories.slug,
                stories.revision, stories.created_at, stories.updated_at, stories.published_version,
                stories.first_published_at, versions.published_at, versions.revision AS published_revision,
           CASE WHEN stories.live_until IS NULL THEN stories.live_since END AS live_since,
                stories.title, (SELECT COUNT(*) FROM items WHERE items.story_id = stories.id) AS items
           FROM stories
           JOIN accounts ON accounts.id = stories.account_id
           LEFT JOIN versions ON versions.story_id = stories.id AND versions.number = stories.published_version
          WHERE stories.account_id = $1
          ORDER BY stories.updated_at DESC, stories.id DESC",
    )
    .bind(account.0)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.into_summary(base_url)).collect())
}

#[derive(sqlx::FromRow)]
struct SharedRow {
    role: String,
    #[sqlx(flatten)]
    summary: SummaryRow,
}

/// The stories of others that an account may see or edit, last edited first.
pub async fn list_shared(
    conn: &mut SqliteConnection,
    account: AccountId,
    base_url: &str,
) -> sqlx::Result<Vec<SharedStory>> {
    let rows: Vec<SharedRow> = sqlx::query_as(
        "SELECT collaborators.role, stories.id, stories.account_id, accounts.handle, accounts.name AS curator,
                stories.slug, stories.revision, stories.created_at, stories.updated_at, stories.published_version,
                stories.first_published_at, versions.published_at, versions.revision AS published_revision,
           CASE WHEN stories.live_until IS NULL THEN stories.live_since END AS live_since,
                stories.title, (SELECT COUNT(*) FROM items WHERE items.story_id = stories.id) AS items
           FROM collaborators
           JOIN stories ON stories.id = collaborators.story_id
           JOIN accounts ON accounts.id = stories.account_id
           LEFT JOIN versions ON versions.story_id = stories.id AND versions.number = stories.published_version
          WHERE collaborators.account_id = $1 AND collaborators.revoked_at IS NULL
          ORDER BY stories.updated_at DESC, stories.id DESC",
    )
    .bind(account.0)
    .fetch_all(conn)
    .await?;
    let shared = |SharedRow { role, summary }: SharedRow| {
        let owner = parse_handle(summary.story.handle.clone())?;
        Ok(SharedStory { owner, role: role_from(&role), story: summary.into_summary(base_url) })
    };
    rows.into_iter().map(shared).collect()
}
