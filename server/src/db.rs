//! The database: one SQLite file in the data folder.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};

/// The migrations, compiled in.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// Opens the database in `folder`, making and migrating it as needed.
///
/// # Errors
/// When the folder cannot be written or a migration fails.
pub async fn open(folder: &Path) -> anyhow::Result<SqlitePool> {
    let file = folder.join("sheaf.sqlite");
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged save must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10));
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        // There is no network on which a connection could have died: asking each time costs more than many a query.
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .with_context(|| format!("cannot open the database {}", file.display()))?;
    MIGRATIONS.run(&pool).await.context("cannot bring the database up to date")?;
    Ok(pool)
}

/// Begins a transaction that will write: it takes SQLite's one write lock now, so that it cannot fail half-way because
/// another writer came first.
///
/// # Errors
/// When the lock is not free in time.
pub async fn begin_write(pool: &SqlitePool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    pool.begin_with("BEGIN IMMEDIATE").await
}
