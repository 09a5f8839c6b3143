//! From a backup to an installation that can be served.

use std::path::Path;

use anyhow::{Context as _, ensure};
use futures::TryStreamExt as _;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use super::contents::{Completion, Counts, Manifest};
use super::place::Place;
use super::unpack::unpack;
use crate::db;
use crate::media;

/// An installation that was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What the backup began with.
    pub manifest: Manifest,
    /// What it ended with.
    pub completion: Completion,
}

/// Makes the installation in `file` anew in `folder`, which is absent or empty before; whole or not at all.
///
/// Nobody is signed in afterwards: a session that somebody has ended since the backup would live again. Passwords and
/// API tokens are those of the backup.
///
/// # Errors
/// When there is something in `folder`, or the backup is no good: see [`unpack`].
pub async fn restore(file: &Path, folder: &Path) -> anyhow::Result<Restored> {
    let place = Place::prepare(folder)?;
    let (manifest, completion) = unpack(file, place.filling()).await?;
    examine(place.filling(), &manifest, &completion).await?;
    place.settle()?;
    Ok(Restored { manifest, completion })
}

/// Whether the database is what the backup says, and one that this Sheaf can serve.
async fn examine(folder: &Path, manifest: &Manifest, completion: &Completion) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new().filename(folder.join(db::FILE)).foreign_keys(true);
    let mut conn = options.connect().await.context("the database in this backup cannot be opened")?;
    let unlike = "the database in this backup is not one of Sheaf's";
    let applied = db::migrations_of(&mut conn).await.context(unlike)?;
    let known = applied.iter().all(|version| db::MIGRATIONS.version_exists(*version));
    ensure!(
        known && applied.last() == Some(&manifest.migration),
        "the database in this backup was changed by a Sheaf that this one ({}) does not know; restore it with the \
         version that made it ({})",
        env!("CARGO_PKG_VERSION"),
        manifest.sheaf
    );
    let counts = Counts::of(&mut conn).await.context(unlike)?;
    ensure!(counts == manifest.counts, "the database in this backup does not hold what the backup says");
    let missing = missing_pictures(folder, &mut conn).await?;
    ensure!(missing == completion.left_out, "pictures are missing from this backup; use another copy of it");
    sqlx::query("DELETE FROM sessions").execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

async fn missing_pictures(folder: &Path, conn: &mut SqliteConnection) -> anyhow::Result<u64> {
    let folder = folder.join(media::FOLDER);
    let mut named = sqlx::query_scalar("SELECT DISTINCT sha256 FROM media WHERE sha256 IS NOT NULL").fetch(conn);
    let mut missing = 0;
    while let Some(sha256) = named.try_next().await? {
        let sha256: String = sha256;
        missing += u64::from(!folder.join(media::files::place(&sha256)).is_file());
    }
    Ok(missing)
}
