//! Invitations in the database: links by which others may join, each once and within a week.

use chrono::{DateTime, TimeDelta, Utc};
use shared::ids::AccountId;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

use super::token::{Token, TokenHash};

/// How long an invitation can be used.
const VALID_FOR: TimeDelta = TimeDelta::days(7);

/// An invitation that nobody has used yet, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Invitation {
    /// The identifier.
    pub id: Uuid,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// Makes an invitation. This is the only time that its secret is known.
///
/// # Errors
/// When the database fails.
pub async fn create(conn: &mut SqliteConnection, invited_by: AccountId, now: DateTime<Utc>) -> sqlx::Result<Token> {
    let token = Token::fresh();
    sqlx::query(
        "INSERT INTO invitations (id, token_hash, invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(Uuid::now_v7())
    .bind(token.hash().as_bytes())
    .bind(invited_by.0)
    .bind(now)
    .bind(now + VALID_FOR)
    .execute(conn)
    .await?;
    Ok(token)
}

/// The invitations by an account that still work, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list_open(
    conn: &mut SqliteConnection,
    invited_by: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Invitation>> {
    sqlx::query_as(
        "SELECT id, expires_at FROM invitations
         WHERE invited_by = $1 AND used_by IS NULL AND expires_at > $2 ORDER BY id",
    )
    .bind(invited_by.0)
    .bind(now)
    .fetch_all(conn)
    .await
}

/// The name of who made an invitation, if it still works.
///
/// # Errors
/// When the database fails.
pub async fn inviter(
    conn: &mut SqliteConnection,
    token: TokenHash,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT accounts.name FROM invitations JOIN accounts ON accounts.id = invitations.invited_by
         WHERE token_hash = $1 AND used_by IS NULL AND expires_at > $2",
    )
    .bind(token.as_bytes())
    .bind(now)
    .fetch_optional(conn)
    .await
}

/// Uses an invitation up; `false` when it does not work any more.
///
/// It expires as it is used: were only `used_by` set, deleting the account would open the invitation again.
///
/// # Errors
/// When the database fails.
pub async fn redeem(
    conn: &mut SqliteConnection,
    token: TokenHash,
    used_by: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let used = sqlx::query(
        "UPDATE invitations SET used_by = $1, expires_at = $2
         WHERE token_hash = $3 AND used_by IS NULL AND expires_at > $2",
    )
    .bind(used_by.0)
    .bind(now)
    .bind(token.as_bytes())
    .execute(conn)
    .await?;
    Ok(used.rows_affected() > 0)
}

/// Takes an unused invitation back; `false` when the account has none with this identifier.
///
/// # Errors
/// When the database fails.
pub async fn delete(conn: &mut SqliteConnection, invited_by: AccountId, id: Uuid) -> sqlx::Result<bool> {
    let deleted = sqlx::query("DELETE FROM invitations WHERE id = $1 AND invited_by = $2 AND used_by IS NULL")
        .bind(id)
        .bind(invited_by.0)
        .execute(conn)
        .await?;
    Ok(deleted.rows_affected() > 0)
}
