//! The SQL of what links answered.

use std::collections::HashMap;

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// What is remembered of some addresses and still good at `now`, in seconds since 1970: a failure is looked at again
/// sooner than something that was there.
pub async fn known(
    conn: &mut SqliteConnection,
    addresses: &[&str],
    now: i64,
) -> sqlx::Result<HashMap<String, Option<String>>> {
    const HOUR: i64 = 3_600;
    let mut known = HashMap::new();
    for chunk in addresses.chunks(500) {
        let mut query =
            QueryBuilder::<Sqlite>::new("SELECT address, failure, checked_at FROM link_checks WHERE address IN (");
        let mut list = query.separated(", ");
        for address in chunk {
            list.push_bind(*address);
        }
        query.push(")");
        let rows: Vec<(String, Option<String>, i64)> = query.build_query_as().fetch_all(&mut *conn).await?;
        let is_good = |failure: &Option<String>, at: i64| now - at < if failure.is_some() { HOUR } else { 24 * HOUR };
        known.extend(
            rows.into_iter()
                .filter(|(_, failure, at)| is_good(failure, *at))
                .map(|(address, failure, _)| (address, failure)),
        );
    }
    Ok(known)
}

/// Remembers what an address answered.
pub async fn remember(conn: &mut SqliteConnection, address: &str, failure: Option<&str>, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO link_checks (address, failure, checked_at) VALUES ($1, $2, $3)
         ON CONFLICT (address) DO UPDATE SET failure = excluded.failure, checked_at = excluded.checked_at",
    )
    .bind(address)
    .bind(failure)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}
