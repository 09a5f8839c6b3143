//! The folder that a backup is restored into: it gets everything or nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use tempfile::TempDir;

use crate::secrets::KEY_FILE;
use crate::unfinished::{folder_of, sync_folder};
use crate::{db, media};

/// What an installation consists of, the database last: without it there is none.
const PARTS: [&str; 3] = [media::FOLDER, KEY_FILE, db::FILE];

/// What is at the top of a disk of its own.
const OF_THE_DISK: &str = "lost+found";

/// A folder to come, and where it is filled meanwhile.
pub struct Place {
    folder: PathBuf,
    filling: TempDir,
    /// The folder is there, and empty. It may be where another disk is mounted, so it is filled within, not replaced.
    is_there: bool,
}

impl Place {
    /// Prepares to fill `folder`.
    ///
    /// # Errors
    /// When something is in it, or it cannot be written.
    pub fn prepare(folder: &Path) -> anyhow::Result<Self> {
        let is_there = folder.try_exists().with_context(|| format!("cannot look into {}", folder.display()))?;
        if is_there {
            let inside = fs::read_dir(folder).with_context(|| format!("cannot look into {}", folder.display()))?;
            ensure!(
                inside.flatten().all(|entry| entry.file_name() == OF_THE_DISK),
                "{} is not empty; restore into a new folder, or move away what is in this one",
                folder.display()
            );
        }
        let near = if is_there { folder.to_path_buf() } else { folder_of(folder) };
        let filling = fs::create_dir_all(&near).and_then(|()| {
            let private = fs::Permissions::from_mode(0o700);
            tempfile::Builder::new().prefix(".sheaf-restore-").permissions(private).tempdir_in(&near)
        });
        let filling = filling.with_context(|| format!("cannot write into the folder {}", near.display()))?;
        Ok(Self { folder: folder.to_path_buf(), filling, is_there })
    }

    /// Where it is filled.
    pub fn filling(&self) -> &Path {
        self.filling.path()
    }

    /// Makes the filled folder the one that was asked for.
    ///
    /// # Errors
    /// When it cannot be renamed. Then nothing is left of it.
    pub fn settle(self) -> anyhow::Result<()> {
        sync_folder(self.filling())?;
        if self.is_there {
            self.move_parts()?;
        } else if let Err(error) = fs::rename(self.filling(), &self.folder) {
            bail!("cannot make the folder {}: {error}", self.folder.display());
        }
        sync_folder(&self.folder)?;
        sync_folder(&folder_of(&self.folder))?;
        if !self.is_there {
            // It is there under its name now; there is nothing to clean up.
            let _ = self.filling.keep();
        }
        Ok(())
    }

    fn move_parts(&self) -> anyhow::Result<()> {
        let mut moved: Vec<PathBuf> = Vec::new();
        for part in PARTS {
            let (from, to) = (self.filling().join(part), self.folder.join(part));
            if !from.exists() {
                continue;
            }
            if let Err(error) = fs::rename(&from, &to) {
                // Back to where they are cleaned up from.
                moved
                    .iter()
                    .for_each(|done| drop(fs::rename(done, self.filling().join(done.file_name().unwrap_or_default()))));
                bail!("cannot write {}: {error}", to.display());
            }
            moved.push(to);
        }
        Ok(())
    }
}
