//! Connections in the database, their credentials sealed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::ids::AccountId;
use shared::post::SourceKind;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

use crate::secrets::Secrets;
use crate::sources::Access;

/// A curator's own access to a source, without the credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The source.
    pub source: SourceKind,
    /// What people see: a handle or a server.
    pub label: String,
}

#[derive(FromRow)]
struct ConnectionRow {
    source: String,
    label: String,
}

#[derive(FromRow)]
struct SealedRow {
    source: String,
    sealed: Vec<u8>,
}

impl TryFrom<ConnectionRow> for Connection {
    type Error = sqlx::Error;

    fn try_from(row: ConnectionRow) -> sqlx::Result<Self> {
        Ok(Self { source: parse_source(&row.source)?, label: row.label })
    }
}

fn parse_source(stored: &str) -> sqlx::Result<SourceKind> {
    stored.parse().map_err(|error: shared::post::UnknownSource| sqlx::Error::ColumnDecode {
        index: "connections.source".to_owned(),
        source: error.into(),
    })
}

/// Keeps credentials for a source, in place of earlier ones.
///
/// # Errors
/// When they cannot be sealed or the database fails.
pub async fn put(
    conn: &mut SqliteConnection,
    secrets: &Secrets,
    account: AccountId,
    access: &Access,
    label: &str,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let source = source_of(access);
    let sealed = secrets.seal(&serde_json::to_vec(access)?, &place(account, source))?;
    sqlx::query(
        "INSERT INTO connections (account_id, source, label, sealed, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account_id, source) DO UPDATE
         SET label = excluded.label, sealed = excluded.sealed, created_at = excluded.created_at",
    )
    .bind(account.0)
    .bind(source.key())
    .bind(label)
    .bind(sealed)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// An account's connections.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut SqliteConnection, account: AccountId) -> sqlx::Result<Vec<Connection>> {
    sqlx::query_as::<_, ConnectionRow>("SELECT source, label FROM connections WHERE account_id = $1 ORDER BY source")
        .bind(account.0)
        .fetch_all(conn)
        .await?
        .into_iter()
        .map(Connection::try_from)
        .collect()
}

/// The credentials of an account for one source, if it has connected one.
///
/// # Errors
/// When the database fails.
pub async fn get(
    conn: &mut SqliteConnection,
    secrets: &Secrets,
    account: AccountId,
    source: SourceKind,
) -> sqlx::Result<Option<Access>> {
    let row =
        sqlx::query_as::<_, SealedRow>("SELECT source, sealed FROM connections WHERE account_id = $1 AND source = $2")
            .bind(account.0)
            .bind(source.key())
            .fetch_optional(conn)
            .await?;
    Ok(row.and_then(|row| unseal(secrets, account, source, &row.sealed)))
}

/// All credentials of an account.
///
/// # Errors
/// When the database fails.
pub async fn accesses(
    conn: &mut SqliteConnection,
    secrets: &Secrets,
    account: AccountId,
) -> sqlx::Result<BTreeMap<SourceKind, Access>> {
    let rows = sqlx::query_as::<_, SealedRow>("SELECT source, sealed FROM connections WHERE account_id = $1")
        .bind(account.0)
        .fetch_all(conn)
        .await?;
    let mut accesses = BTreeMap::new();
    for row in rows {
        let source = parse_source(&row.source)?;
        if let Some(access) = unseal(secrets, account, source, &row.sealed) {
            accesses.insert(source, access);
        }
    }
    Ok(accesses)
}

/// Whose credentials for which source cannot be opened, by handle; without a key none can.
///
/// # Errors
/// When the database fails.
pub async fn unreadable(conn: &mut SqliteConnection, secrets: Option<&Secrets>) -> sqlx::Result<Vec<(String, String)>> {
    let rows: Vec<(Uuid, String, String, Vec<u8>)> = sqlx::query_as(
        "SELECT accounts.id, accounts.handle, connections.source, connections.sealed
           FROM connections JOIN accounts ON accounts.id = connections.account_id
          ORDER BY accounts.handle, connections.source",
    )
    .fetch_all(conn)
    .await?;
    let opens = |account, source: &str, sealed: &[u8]| {
        let source = parse_source(source).ok()?;
        unseal(secrets?, AccountId(account), source, sealed)
    };
    let closed = rows.into_iter().filter(|(account, _, source, sealed)| opens(*account, source, sealed).is_none());
    Ok(closed.map(|(_, handle, source, _)| (handle, source)).collect())
}

/// Forgets the credentials of an account for one source.
///
/// # Errors
/// When the database fails.
pub async fn remove(conn: &mut SqliteConnection, account: AccountId, source: SourceKind) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM connections WHERE account_id = $1 AND source = $2")
        .bind(account.0)
        .bind(source.key())
        .execute(conn)
        .await?;
    Ok(())
}

fn source_of(access: &Access) -> SourceKind {
    match access {
        Access::Mastodon { .. } => SourceKind::Mastodon,
        Access::Bluesky { .. } => SourceKind::Bluesky,
    }
}

/// Credentials are sealed for one account and source: a row copied to another account does not open there.
fn place(account: AccountId, source: SourceKind) -> Vec<u8> {
    [account.0.as_bytes(), source.key().as_bytes()].concat()
}

/// Credentials that cannot be opened count as not connected: the key file was lost with an old machine, and the source
/// still answers what it answers everybody.
fn unseal(secrets: &Secrets, account: AccountId, source: SourceKind, sealed: &[u8]) -> Option<Access> {
    let opened = secrets.unseal(sealed, &place(account, source)).ok();
    // The parser's message could quote the secret, so it is not logged.
    let access = opened.and_then(|json| serde_json::from_slice(&json).ok());
    if access.is_none() {
        tracing::warn!(account.id = %account, %source, "Stored credentials cannot be read and must be entered again");
    }
    access
}
