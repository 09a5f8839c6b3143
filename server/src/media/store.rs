//! The table of pictures.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use shared::ids::{AccountId, MediaId};
use sqlx::{FromRow, QueryBuilder, SqliteConnection};
use uuid::Uuid;

/// After the first failure a picture is left alone this long, and four times as long after each further one …
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
/// … up to this.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);
/// How many values one statement binds; engines have limits.
const BATCH: usize = 500;

/// What is known about a picture.
#[derive(Debug, FromRow)]
pub struct Record {
    /// Where it can be copied from.
    pub origin: Option<String>,
    sha256: Option<String>,
    mime: Option<String>,
    bytes: Option<i64>,
    width: Option<i64>,
    height: Option<i64>,
    attempts: i64,
    failure: Option<String>,
    tried_at: Option<DateTime<Utc>>,
}

/// A picture's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The name of the file.
    pub sha256: String,
    /// Its type.
    pub mime: String,
    /// Its length.
    pub bytes: usize,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Record {
    /// The file, once it is copied.
    pub fn kept(&self) -> Option<Kept> {
        Some(Kept {
            sha256: self.sha256.clone()?,
            mime: self.mime.clone()?,
            bytes: usize::try_from(self.bytes?).ok()?,
            width: u32::try_from(self.width?).ok()?,
            height: u32::try_from(self.height?).ok()?,
        })
    }

    /// Why the last attempt failed, while it is too early for another.
    pub fn failure_at(&self, now: DateTime<Utc>) -> Option<&str> {
        let failure = self.failure.as_deref()?;
        let again_at = self.tried_at? + wait_after(self.attempts);
        (now < again_at).then_some(failure)
    }
}

fn wait_after(attempts: i64) -> TimeDelta {
    // Six doublings pass the longest wait; the bound keeps the arithmetic within its type.
    let doublings = u32::try_from(attempts.clamp(1, 7) - 1).unwrap_or_default();
    (FIRST_WAIT * 4_i32.pow(doublings)).min(LONGEST_WAIT)
}

/// Remembers an origin; gives the identifier it is known by, which is `id` when it is new.
pub async fn register(
    conn: &mut SqliteConnection,
    id: MediaId,
    origin: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<MediaId> {
    sqlx::query("INSERT INTO media (id, origin, created_at) VALUES ($1, $2, $3) ON CONFLICT (origin) DO NOTHING")
        .bind(id.0)
        .bind(origin)
        .bind(now)
        .execute(&mut *conn)
        .await?;
    let known: Uuid = sqlx::query_scalar("SELECT id FROM media WHERE origin = $1").bind(origin).fetch_one(conn).await?;
    Ok(MediaId(known))
}

/// Looks a picture up.
pub async fn find(conn: &mut SqliteConnection, id: MediaId) -> sqlx::Result<Option<Record>> {
    sqlx::query_as(
        "SELECT origin, sha256, mime, bytes, width, height, attempts, failure, tried_at FROM media WHERE id = $1",
    )
    .bind(id.0)
    .fetch_optional(conn)
    .await
}

/// Adds a picture that a curator sent.
pub async fn insert_upload(
    conn: &mut SqliteConnection,
    id: MediaId,
    owner: AccountId,
    kept: &Kept,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO media (id, sha256, mime, bytes, width, height, owner_id, created_at, copied_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(id.0)
    .bind(&kept.sha256)
    .bind(&kept.mime)
    .bind(kept.bytes as i64)
    .bind(kept.width)
    .bind(kept.height)
    .bind(owner.0)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a picture that came with a story; gives the identifier to use for it.
///
/// That is its own, unless it names something else here. The place of a picture that is known and not here yet is left
/// to its origin: a file does not say what others see.
pub async fn adopt(
    conn: &mut SqliteConnection,
    id: MediaId,
    owner: AccountId,
    kept: &Kept,
    now: DateTime<Utc>,
) -> sqlx::Result<MediaId> {
    let id = match find(&mut *conn, id).await? {
        Some(known) if known.sha256.as_deref() == Some(&kept.sha256) => return Ok(id),
        Some(_) => MediaId::fresh(),
        None => id,
    };
    insert_upload(conn, id, owner, kept, now).await?;
    Ok(id)
}

/// Makes a picture known that is not here and has no origin, so that a story may name it.
pub async fn reserve(conn: &mut SqliteConnection, id: MediaId, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO media (id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(id.0)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes that a picture is here.
pub async fn mark_copied(
    conn: &mut SqliteConnection,
    id: MediaId,
    kept: &Kept,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE media SET sha256 = $2, mime = $3, bytes = $4, width = $5, height = $6, copied_at = $7,
             tried_at = $7, attempts = attempts + 1, failure = NULL
         WHERE id = $1",
    )
    .bind(id.0)
    .bind(&kept.sha256)
    .bind(&kept.mime)
    .bind(kept.bytes as i64)
    .bind(kept.width)
    .bind(kept.height)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes why a picture could not be copied. Another attempt may have succeeded meanwhile; then there is nothing to
/// note.
pub async fn mark_failed(
    conn: &mut SqliteConnection,
    id: MediaId,
    failure: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE media SET failure = $2, tried_at = $3, attempts = attempts + 1 WHERE id = $1 AND sha256 IS NULL",
    )
    .bind(id.0)
    .bind(failure)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// The types of those of these pictures that are here.
pub async fn types(conn: &mut SqliteConnection, ids: &BTreeSet<MediaId>) -> sqlx::Result<BTreeMap<MediaId, String>> {
    let mut types = BTreeMap::new();
    let ids: Vec<MediaId> = ids.iter().copied().collect();
    for batch in ids.chunks(BATCH) {
        let mut query = QueryBuilder::new("SELECT id, mime FROM media WHERE sha256 IS NOT NULL AND id IN (");
        let mut binds = query.separated(", ");
        for id in batch {
            binds.push_bind(id.0);
        }
        query.push(")");
        let rows: Vec<(Uuid, String)> = query.build_query_as().fetch_all(&mut *conn).await?;
        types.extend(rows.into_iter().map(|(id, mime)| (MediaId(id), mime)));
    }
    Ok(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_makes_the_wait_longer_up_to_a_day() {
        let minutes: Vec<i64> = (1..=8).map(|attempts| wait_after(attempts).num_minutes()).collect();
        assert_eq!(minutes, [1, 4, 16, 64, 256, 1024, 1440, 1440]);
    }
}
