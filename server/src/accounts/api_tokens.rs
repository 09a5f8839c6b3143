//! API tokens in the database: programs that act for an account.

use chrono::{DateTime, TimeDelta, Utc};
use shared::ids::AccountId;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

use super::store::{Account, AccountRow};
use super::token::{Token, TokenHash};

/// `last_used_at` is no more exact than this, so that reading through the API does not write each time.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::hours(1);

/// An API token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ApiToken {
    /// The identifier.
    pub id: Uuid,
    /// What it is for, in its owner's words.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct OwnerRow {
    token_id: Uuid,
    last_used_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    account: AccountRow,
}

/// Makes a token. This is the only time that its secret is known.
///
/// # Errors
/// When the database fails.
pub async fn create(
    conn: &mut SqliteConnection,
    account: AccountId,
    name: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Token> {
    let token = Token::fresh_for_api();
    sqlx::query("INSERT INTO api_tokens (id, account_id, token_hash, name, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(Uuid::now_v7())
        .bind(account.0)
        .bind(token.hash().as_bytes())
        .bind(name)
        .bind(now)
        .execute(conn)
        .await?;
    Ok(token)
}

/// An account's tokens, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut SqliteConnection, account: AccountId) -> sqlx::Result<Vec<ApiToken>> {
    sqlx::query_as("SELECT id, name, created_at, last_used_at FROM api_tokens WHERE account_id = $1 ORDER BY id")
        .bind(account.0)
        .fetch_all(conn)
        .await
}

/// Ends a token; `false` when the account has none with this identifier.
///
/// # Errors
/// When the database fails.
pub async fn delete(conn: &mut SqliteConnection, account: AccountId, id: Uuid) -> sqlx::Result<bool> {
    let deleted = sqlx::query("DELETE FROM api_tokens WHERE id = $1 AND account_id = $2")
        .bind(id)
        .bind(account.0)
        .execute(conn)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Whose token this is; notes that it was used.
///
/// # Errors
/// When the database fails.
pub async fn owner(conn: &mut SqliteConnection, token: TokenHash, now: DateTime<Utc>) -> sqlx::Result<Option<Account>> {
    let found = sqlx::query_as::<_, OwnerRow>(
        "SELECT api_tokens.id AS token_id, api_tokens.last_used_at,
                accounts.id, accounts.handle, accounts.name, accounts.bio, accounts.is_admin
           FROM api_tokens
           JOIN accounts ON accounts.id = api_tokens.account_id
          WHERE api_tokens.token_hash = $1",
    )
    .bind(token.as_bytes())
    .fetch_optional(&mut *conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    if found.last_used_at.is_none_or(|last| now - last >= USE_NOTED_EVERY) {
        sqlx::query("UPDATE api_tokens SET last_used_at = $1 WHERE id = $2")
            .bind(now)
            .bind(found.token_id)
            .execute(conn)
            .await?;
    }
    found.account.try_into().map(Some)
}
