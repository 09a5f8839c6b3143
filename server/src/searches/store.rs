//! The SQL of saved searches.

use chrono::{DateTime, Utc};
use shared::ids::AccountId;
use shared::post::SourceKind;
use sqlx::types::Json;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

use super::api::SavedSearch;
use crate::posts::filters::Filters;

#[derive(FromRow)]
struct SearchRow {
    id: Uuid,
    source: String,
    words: String,
    filters: Json<Filters>,
    saved_at: DateTime<Utc>,
}

impl TryFrom<SearchRow> for SavedSearch {
    type Error = sqlx::Error;

    fn try_from(row: SearchRow) -> sqlx::Result<Self> {
        let unknown = |error: shared::post::UnknownSource| sqlx::Error::ColumnDecode {
            index: format!("saved_searches.source of {}", row.id),
            source: error.into(),
        };
        let source: SourceKind = row.source.parse().map_err(unknown)?;
        Ok(Self { id: row.id, source, q: row.words, filters: row.filters.0, saved_at: row.saved_at })
    }
}

/// Keeps a search; the same again is the one that is kept already.
pub async fn add(conn: &mut SqliteConnection, account: AccountId, search: &SavedSearch) -> sqlx::Result<SavedSearch> {
    let row: SearchRow = sqlx::query_as(
        "INSERT INTO saved_searches (id, account_id, source, words, filters, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account_id, source, words, filters) DO UPDATE SET saved_at = saved_searches.saved_at
         RETURNING id, source, words, filters, saved_at",
    )
    .bind(search.id)
    .bind(account.0)
    .bind(search.source.key())
    .bind(&search.q)
    .bind(Json(&search.filters))
    .bind(search.saved_at)
    .fetch_one(conn)
    .await?;
    row.try_into()
}

/// An account's searches, last kept first.
pub async fn list(conn: &mut SqliteConnection, account: AccountId) -> sqlx::Result<Vec<SavedSearch>> {
    let rows: Vec<SearchRow> = sqlx::query_as(
        "SELECT id, source, words, filters, saved_at FROM saved_searches WHERE account_id = $1 ORDER BY id DESC",
    )
    .bind(account.0)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Forgets a search; gives whether it was there.
pub async fn remove(conn: &mut SqliteConnection, account: AccountId, id: Uuid) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM saved_searches WHERE account_id = $1 AND id = $2")
        .bind(account.0)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}
