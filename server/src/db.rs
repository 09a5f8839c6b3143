//! The database: one SQLite file in the data folder.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Sqlite, SqliteConnection, SqlitePool, Transaction};

/// The migrations, compiled in.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// The name of the database in the data folder.
pub const FILE: &str = "sheaf.sqlite";

/// Opens the database in `folder`, making and migrating it as needed.
///
/// # Errors
/// When the folder cannot be written or a migration fails.
pub async fn open(folder: &Path) -> anyhow::Result<SqlitePool> {
    let file = folder.join(FILE);
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

/// Opens the database in `folder` to look at it as it is: nothing is made, migrated or written, and a server may be
/// working with it.
///
/// # Errors
/// When it is not there or cannot be read.
pub async fn look(folder: &Path) -> anyhow::Result<SqliteConnection> {
    let file = folder.join(FILE);
    let is_there = file.try_exists().with_context(|| format!("cannot look into {}", folder.display()))?;
    ensure!(is_there, "there is no Sheaf in {} ({FILE} is not there); name its folder with --data", folder.display());
    let options = SqliteConnectOptions::new().filename(&file).read_only(true).busy_timeout(Duration::from_secs(10));
    options.connect().await.with_context(|| format!("cannot open the database {}", file.display()))
}

/// The latest migration that this Sheaf knows.
#[must_use]
pub fn latest_migration() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The migrations that a database has seen, in order.
///
/// # Errors
/// When it cannot be read, or is no database of Sheaf's.
pub async fn migrations_of(conn: &mut SqliteConnection) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version").fetch_all(conn).await
}

/// Begins a transaction that will write: it takes SQLite's one write lock now, so that it cannot fail half-way because
/// another writer came first.
///
/// # Errors
/// When the lock is not free in time.
pub async fn begin_write(pool: &SqlitePool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    pool.begin_with("BEGIN IMMEDIATE").await
}
