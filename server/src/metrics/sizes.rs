//! How much room the data takes.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use tokio::sync::Mutex;

use crate::db;
use crate::state::AppState;

/// Pictures are added up at most so often: that reads every row of theirs.
const EVERY: TimeDelta = TimeDelta::minutes(1);

/// How much room the data takes.
#[derive(Default)]
pub struct Sizes {
    database: Gauge,
    log: Gauge,
    media: Gauge,
    pictures: Gauge,
    added_up: Mutex<Option<DateTime<Utc>>>,
}

impl Sizes {
    pub(super) fn register(&self, registry: &mut Registry) {
        let mut bytes = |name: &str, help: &str, gauge: &Gauge| {
            registry.register_with_unit(name, help, Unit::Bytes, gauge.clone());
        };
        bytes("database", "The file of the database", &self.database);
        bytes("database_log", "The file of what is not in that file yet (SQLite's WAL)", &self.log);
        bytes("media", "Files of pictures", &self.media);
        registry.register("pictures", "How many files of pictures there are", self.pictures.clone());
    }

    /// Looks again.
    pub(super) async fn look(&self, state: &AppState) -> sqlx::Result<()> {
        self.database.set(length(&state.config.data.join(db::FILE)));
        self.log.set(length(&state.config.data.join(format!("{}-wal", db::FILE))));
        let mut added_up = self.added_up.lock().await;
        let now = state.clock.now();
        if added_up.is_some_and(|last| now < last + EVERY) {
            return Ok(());
        }
        let (pictures, bytes): (i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), COALESCE(SUM(bytes), 0)
               FROM (SELECT MAX(bytes) AS bytes FROM media WHERE sha256 IS NOT NULL GROUP BY sha256)",
        )
        .fetch_one(&state.db)
        .await?;
        self.pictures.set(pictures);
        self.media.set(bytes);
        *added_up = Some(now);
        Ok(())
    }
}

/// The length of a file; nothing when it is not there.
fn length(file: &Path) -> i64 {
    std::fs::metadata(file).map_or(0, |file| file.len().cast_signed())
}
