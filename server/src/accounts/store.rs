//! Accounts in the database.

use chrono::{DateTime, Utc};
use shared::account::Handle;
use shared::ids::AccountId;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The identifier.
    pub id: AccountId,
    /// The name in addresses.
    pub handle: Handle,
    /// The name for people.
    pub name: String,
    /// A few words about them, plain text; may be empty.
    pub bio: String,
    /// Whether they administer the installation.
    pub is_admin: bool,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// The name in addresses.
    pub handle: &'a Handle,
    /// The name for people.
    pub name: &'a str,
    /// The password's hash, a PHC string.
    pub password_hash: &'a str,
}

/// An account's row, as other queries join it: `accounts.id, handle, name, bio, is_admin`.
#[derive(FromRow)]
pub(crate) struct AccountRow {
    id: Uuid,
    handle: String,
    name: String,
    bio: String,
    is_admin: bool,
}

impl TryFrom<AccountRow> for Account {
    type Error = sqlx::Error;

    fn try_from(row: AccountRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: AccountId(row.id),
            handle: parse_handle(row.handle)?,
            name: row.name,
            bio: row.bio,
            is_admin: row.is_admin,
        })
    }
}

/// Handles are checked before they are stored, so a failure means a damaged row.
pub(crate) fn parse_handle(stored: String) -> sqlx::Result<Handle> {
    Handle::try_from(stored)
        .map_err(|error| sqlx::Error::ColumnDecode { index: "accounts.handle".to_owned(), source: error.into() })
}

/// Adds an account; `None` when the handle is taken. The first one administers the installation.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut SqliteConnection,
    account: &NewAccount<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<AccountId>> {
    let added = sqlx::query_scalar::<_, Uuid>(
        "INSERT INTO accounts (id, handle, name, password_hash, is_admin, created_at)
         VALUES ($1, $2, $3, $4, CASE WHEN EXISTS (SELECT 1 FROM accounts) THEN 0 ELSE 1 END, $5)
         ON CONFLICT (handle) DO NOTHING
         RETURNING id",
    )
    .bind(AccountId::fresh().0)
    .bind(account.handle.as_str())
    .bind(account.name)
    .bind(account.password_hash)
    .bind(now)
    .fetch_optional(conn)
    .await?;
    Ok(added.map(AccountId))
}

/// How many accounts there are; none means that Sheaf is not set up.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &mut SqliteConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM accounts").fetch_one(conn).await
}

/// The account with this identifier.
///
/// # Errors
/// When the database fails.
pub async fn by_id(conn: &mut SqliteConnection, id: AccountId) -> sqlx::Result<Option<Account>> {
    sqlx::query_as::<_, AccountRow>("SELECT id, handle, name, bio, is_admin FROM accounts WHERE id = $1")
        .bind(id.0)
        .fetch_optional(conn)
        .await?
        .map(Account::try_from)
        .transpose()
}

/// The account with this handle.
///
/// # Errors
/// When the database fails.
pub async fn by_handle(conn: &mut SqliteConnection, handle: &Handle) -> sqlx::Result<Option<Account>> {
    sqlx::query_as::<_, AccountRow>("SELECT id, handle, name, bio, is_admin FROM accounts WHERE handle = $1")
        .bind(handle.as_str())
        .fetch_optional(conn)
        .await?
        .map(Account::try_from)
        .transpose()
}

/// The account with this handle, and the hash of its password.
///
/// # Errors
/// When the database fails.
pub async fn credentials(conn: &mut SqliteConnection, handle: &Handle) -> sqlx::Result<Option<(AccountId, String)>> {
    let found: Option<(Uuid, String)> = sqlx::query_as("SELECT id, password_hash FROM accounts WHERE handle = $1")
        .bind(handle.as_str())
        .fetch_optional(conn)
        .await?;
    Ok(found.map(|(id, hash)| (AccountId(id), hash)))
}

/// The hash of an account's password.
///
/// # Errors
/// When the database fails.
pub async fn password_hash(conn: &mut SqliteConnection, id: AccountId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT password_hash FROM accounts WHERE id = $1").bind(id.0).fetch_optional(conn).await
}

/// Replaces the hash of an account's password.
///
/// # Errors
/// When the database fails.
pub async fn set_password_hash(conn: &mut SqliteConnection, id: AccountId, hash: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE accounts SET password_hash = $1 WHERE id = $2").bind(hash).bind(id.0).execute(conn).await?;
    Ok(())
}

/// Replaces what people read about an account.
///
/// # Errors
/// When the database fails.
pub async fn set_profile(conn: &mut SqliteConnection, id: AccountId, name: &str, bio: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE accounts SET name = $1, bio = $2 WHERE id = $3")
        .bind(name)
        .bind(bio)
        .bind(id.0)
        .execute(conn)
        .await?;
    Ok(())
}
