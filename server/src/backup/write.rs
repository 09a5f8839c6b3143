//! Writing a backup while the server works.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::contents::{
    COMPLETION, Completion, Counts, MANIFEST, MOST_KEY, MOST_PICTURE, Manifest, Part, Pictures, picture_place,
};
use crate::db;
use crate::media;
use crate::media::files::Files;
use crate::secrets::KEY_FILE;
use crate::unfinished::{Unfinished, folder_of};

/// A backup that was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it begins with.
    pub manifest: Manifest,
    /// What it ends with.
    pub completion: Completion,
    /// Pictures that are not in it, by SHA-256: their files were lost or damaged before.
    pub left_out: Vec<String>,
    /// How long the file is.
    pub bytes: u64,
}

/// Writes all of the installation in `data` to `file`, as it is at one moment. A server may be working with it.
///
/// # Errors
/// When there is no installation, `file` is there and is not to be replaced, or the disk is full. Then `file` is as it was.
pub async fn write(data: &Path, file: &Path, replace: bool, now: DateTime<Utc>) -> anyhow::Result<Written> {
    ensure!(replace || !file.exists(), "{} is there already; choose another name, or add --force", file.display());
    let copy = tempfile::Builder::new().prefix(".sheaf-backup-").permissions(private()).tempdir_in(folder_of(file));
    let copy = copy.with_context(|| format!("cannot write into the folder {}", folder_of(file).display()))?;
    copy_database(data, copy.path()).await?;
    let unfinished = Unfinished::beside(file)?;
    let zipped = GzEncoder::new(BufWriter::new(unfinished.0.reopen()?), Compression::fast());
    let mut archive = Archive { tar: tar::Builder::new(zipped), now };
    let mut conn = db::look(copy.path()).await?;
    let manifest = archive.begin(data, copy.path(), &mut conn).await?;
    let (completion, left_out) = archive.pictures(data, &mut conn).await?;
    archive.put(COMPLETION, &serde_json::to_vec_pretty(&completion)?)?;
    archive.tar.into_inner()?.finish()?.flush()?;
    let bytes = if replace { unfinished.put(file)? } else { unfinished.put_new(file)? };
    Ok(Written { manifest, completion, left_out, bytes })
}

fn private() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o700)
}

/// Copies the database as it is at one moment: SQLite reads it in one transaction, which keeps no writer waiting.
async fn copy_database(data: &Path, to: &Path) -> anyhow::Result<()> {
    let file = to.join(db::FILE);
    let Some(name) = file.to_str() else { bail!("the folder {} has a name that is not UTF-8", to.display()) };
    let mut conn = db::look(data).await?;
    let copied = sqlx::query("VACUUM INTO $1").bind(name).execute(&mut conn).await;
    copied.with_context(|| format!("cannot copy the database into {}", to.display()))?;
    Ok(())
}

/// The archive on its way.
struct Archive<W: Write> {
    tar: tar::Builder<W>,
    now: DateTime<Utc>,
}

impl<W: Write> Archive<W> {
    /// Writes everything before the pictures.
    async fn begin(&mut self, data: &Path, copy: &Path, conn: &mut SqliteConnection) -> anyhow::Result<Manifest> {
        let database = copy.join(db::FILE);
        let key = read_key(data)?;
        let migration = db::migrations_of(conn).await?.pop().unwrap_or_default();
        ensure!(
            migration <= db::latest_migration(),
            "the database was changed by a newer Sheaf than this one ({}); back it up with that version",
            env!("CARGO_PKG_VERSION")
        );
        let key_part = key.as_deref().map(|key| Part::copy(key, io::sink())).transpose()?;
        let counts = Counts::of(conn).await?;
        let manifest = Manifest::new(self.now, migration, Part::of_file(&database)?, key_part, counts);
        self.put(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)?;
        self.copy(db::FILE, manifest.database.bytes, File::open(&database)?)?;
        if let Some(key) = key {
            self.put(KEY_FILE, &key)?;
        }
        Ok(manifest)
    }

    /// Writes the pictures that the copy names; gives what they come to, and those that cannot be written.
    async fn pictures(
        &mut self,
        data: &Path,
        conn: &mut SqliteConnection,
    ) -> anyhow::Result<(Completion, Vec<String>)> {
        let files = Files::in_folder(&data.join(media::FOLDER))?;
        let (mut pictures, mut left_out) = (Pictures::default(), Vec::new());
        let mut named =
            sqlx::query_scalar("SELECT DISTINCT sha256 FROM media WHERE sha256 IS NOT NULL ORDER BY sha256")
                .fetch(conn);
        while let Some(sha256) = named.try_next().await? {
            let sha256: String = sha256;
            match files.find(&sha256).await? {
                Some(bytes) if bytes.len() as u64 <= MOST_PICTURE && hex::encode(Sha256::digest(&bytes)) == sha256 => {
                    self.put(&picture_place(&sha256), &bytes)?;
                    pictures.add(&sha256, bytes.len() as u64)?;
                }
                _ => left_out.push(sha256),
            }
        }
        Ok((pictures.complete(left_out.len() as u64), left_out))
    }

    fn put(&mut self, place: &str, bytes: &[u8]) -> io::Result<()> {
        self.copy(place, bytes.len() as u64, bytes)
    }

    fn copy(&mut self, place: &str, bytes: u64, content: impl Read) -> io::Result<()> {
        // GNU's header has room for files of more than 8 GB.
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o600);
        header.set_mtime(self.now.timestamp().unsigned_abs());
        header.set_size(bytes);
        self.tar.append_data(&mut header, place, content)
    }
}

/// The key as it is; whether it is the right one is told by `sheaf check`.
fn read_key(data: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let file = data.join(KEY_FILE);
    match fs::read(&file) {
        Ok(key) => {
            ensure!(key.len() as u64 <= MOST_KEY, "{} is no key; put it back from a backup", file.display());
            Ok(Some(key))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}
