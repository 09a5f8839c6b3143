//! Files that appear under their name only when they are whole.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::NamedTempFile;

/// A file that is written beside its place and put there when it is whole: what is cut short leaves no half file under
/// its name. Only its owner may read it.
pub struct Unfinished(pub NamedTempFile);

impl Unfinished {
    /// Begins a file that will be at `path`.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn beside(path: &Path) -> anyhow::Result<Self> {
        let folder = folder_of(path);
        let file = tempfile::Builder::new().prefix(".sheaf-").tempfile_in(&folder);
        Ok(Self(file.with_context(|| format!("cannot write into the folder {}", folder.display()))?))
    }

    /// Gives it its name, in place of what has it; says how many bytes it has.
    ///
    /// # Errors
    /// When it cannot be brought to the disk or renamed.
    pub fn put(self, path: &Path) -> anyhow::Result<u64> {
        let bytes = self.sync()?;
        self.0.persist(path).with_context(|| cannot_write(path))?;
        sync_folder(&folder_of(path))?;
        Ok(bytes)
    }

    /// The same, where nothing has the name yet.
    ///
    /// # Errors
    /// As [`Self::put`], and when something came to have it.
    pub fn put_new(self, path: &Path) -> anyhow::Result<u64> {
        let bytes = self.sync()?;
        self.0.persist_noclobber(path).with_context(|| cannot_write(path))?;
        sync_folder(&folder_of(path))?;
        Ok(bytes)
    }

    fn sync(&self) -> anyhow::Result<u64> {
        self.0.as_file().flush()?;
        self.0.as_file().sync_all()?;
        Ok(self.0.as_file().metadata()?.len())
    }
}

/// The folder that a file is in or will be.
#[must_use]
pub fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Brings the names in a folder to the disk.
///
/// # Errors
/// When the folder cannot be opened or the disk fails.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_whole_does_not_appear() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("story.json");
        let mut whole = Unfinished::beside(&path).expect("a file");
        whole.0.write_all(b"old").expect("written");
        assert!(!path.exists());
        assert_eq!(whole.put(&path).expect("put"), 3);
        let mut broken = Unfinished::beside(&path).expect("a file");
        broken.0.write_all(b"ne").expect("written");
        drop(broken);
        let late = Unfinished::beside(&path).expect("a file");
        assert!(late.put_new(&path).is_err(), "somebody else was there first");
        assert_eq!(std::fs::read(&path).expect("there"), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "no half file is left");
    }
}
