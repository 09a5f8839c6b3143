//! The SQL of the tray.

use chrono::{DateTime, Utc};
use shared::gathering::TrayEntry;
use shared::ids::{AccountId, PostId};
use shared::post::Post;
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// Sets a post aside; one that is there already stays where it is. Gives whether it is new there.
pub async fn add(
    conn: &mut SqliteConnection,
    account: AccountId,
    post: PostId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "INSERT INTO tray_entries (id, account_id, post_id, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, post_id) DO NOTHING",
    )
    .bind(Uuid::now_v7())
    .bind(account.0)
    .bind(post.0)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether a post is in it.
pub async fn holds(conn: &mut SqliteConnection, account: AccountId, post: PostId) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM tray_entries WHERE account_id = $1 AND post_id = $2)")
        .bind(account.0)
        .bind(post.0)
        .fetch_one(conn)
        .await
}

/// Takes a post out; gives whether it was there.
pub async fn remove(conn: &mut SqliteConnection, account: AccountId, post: PostId) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM tray_entries WHERE account_id = $1 AND post_id = $2")
        .bind(account.0)
        .bind(post.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// How many posts are in it.
pub async fn count(conn: &mut SqliteConnection, account: AccountId) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM tray_entries WHERE account_id = $1").bind(account.0).fetch_one(conn).await
}

/// Some entries, last set aside first, from the one after `after` on.
pub async fn page(
    conn: &mut SqliteConnection,
    account: AccountId,
    after: Option<Uuid>,
    limit: i64,
) -> sqlx::Result<Vec<(Uuid, TrayEntry)>> {
    let rows: Vec<(Uuid, DateTime<Utc>, Json<Post>)> = sqlx::query_as(
        "SELECT tray_entries.id, saved_at, snapshot FROM tray_entries JOIN posts ON posts.id = post_id
         WHERE account_id = $1 AND tray_entries.id < $2 ORDER BY tray_entries.id DESC LIMIT $3",
    )
    .bind(account.0)
    .bind(after.unwrap_or(Uuid::max()))
    .bind(limit)
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|(id, saved_at, post)| (id, TrayEntry { post: post.0, saved_at })).collect())
}
