//! Sessions in the database.

use chrono::{DateTime, Utc};
use shared::ids::AccountId;
use sqlx::{FromRow, SqliteConnection};

use crate::accounts::store::{Account, AccountRow};
use crate::accounts::token::TokenHash;

#[derive(FromRow)]
struct SessionRow {
    expires_at: DateTime<Utc>,
    #[sqlx(flatten)]
    account: AccountRow,
}

/// A session to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Who is signed in.
    pub account: AccountId,
    /// When it ends unless it is used.
    pub expires_at: DateTime<Utc>,
}

/// A session that has not expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in.
    pub account: Account,
    /// When it ends unless it is used.
    pub expires_at: DateTime<Utc>,
}

/// Begins a session.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut SqliteConnection,
    token: TokenHash,
    session: NewSession,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO sessions (token_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token.as_bytes())
        .bind(session.account.0)
        .bind(now)
        .bind(session.expires_at)
        .execute(conn)
        .await?;
    Ok(())
}

/// The session that this token opens, unless it has expired. Every request of somebody signed in asks this.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut SqliteConnection, token: TokenHash, now: DateTime<Utc>) -> sqlx::Result<Option<Session>> {
    let row = sqlx::query_as::<_, SessionRow>(
        "SELECT sessions.expires_at, accounts.id, accounts.handle, accounts.name, accounts.bio, accounts.is_admin
           FROM sessions
           JOIN accounts ON accounts.id = sessions.account_id
          WHERE sessions.token_hash = $1 AND sessions.expires_at > $2",
    )
    .bind(token.as_bytes())
    .bind(now)
    .fetch_optional(conn)
    .await?;
    let session = |row: SessionRow| Ok(Session { account: row.account.try_into()?, expires_at: row.expires_at });
    row.map(session).transpose()
}

/// Lets a session end later.
///
/// # Errors
/// When the database fails.
pub async fn extend(conn: &mut SqliteConnection, token: TokenHash, expires_at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET expires_at = $1 WHERE token_hash = $2")
        .bind(expires_at)
        .bind(token.as_bytes())
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn delete(conn: &mut SqliteConnection, token: TokenHash) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE token_hash = $1").bind(token.as_bytes()).execute(conn).await?;
    Ok(())
}

/// Ends an account's sessions but for one.
///
/// # Errors
/// When the database fails.
pub async fn delete_others(conn: &mut SqliteConnection, account: AccountId, kept: TokenHash) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2")
        .bind(account.0)
        .bind(kept.as_bytes())
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes the sessions that have expired.
///
/// # Errors
/// When the database fails.
pub async fn delete_expired(conn: &mut SqliteConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(now).execute(conn).await?;
    Ok(())
}
