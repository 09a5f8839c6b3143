//! The bytes of pictures, each under the SHA-256 of its content, so that equal pictures are kept once and a file
//! never changes.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use sha2::{Digest, Sha256};

use super::MediaError;

/// A place for files by content: today a folder, behind the interface that cloud stores have too.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// Files in a folder, which is made when it is not there.
    ///
    /// # Errors
    /// The folder cannot be made or read.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        // Written beside their place, flushed to the disk and then renamed: a power cut leaves no half picture.
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))))
    }

    /// Keeps the bytes and gives their SHA-256 in hexadecimal. Bytes that are there already are not written again.
    ///
    /// # Errors
    /// The store failed.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String, MediaError> {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let options = PutOptions::from(PutMode::Create);
        match self.0.put_opts(&key(&sha256), bytes.into(), options).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(sha256),
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes that lie under this SHA-256, if there are any. Nothing but a disk's fault makes them others.
    ///
    /// # Errors
    /// The store failed.
    pub async fn find(&self, sha256: &str) -> Result<Option<Bytes>, MediaError> {
        match self.get(sha256).await {
            Err(MediaError::Store(cause)) if is_not_found(&cause) => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// The bytes with this SHA-256.
    ///
    /// # Errors
    /// They are not there, or the store failed.
    pub async fn get(&self, sha256: &str) -> Result<Bytes, MediaError> {
        Ok(self.0.get(&key(sha256)).await?.bytes().await?)
    }
}

fn is_not_found(cause: &anyhow::Error) -> bool {
    matches!(cause.downcast_ref(), Some(object_store::Error::NotFound { .. }))
}

/// Where a picture lies below the media folder: `ab/cd/abcd…`.
pub fn place(sha256: &str) -> String {
    key(sha256).to_string()
}

/// Two levels of folders keep each small enough to be listed.
fn key(sha256: &str) -> Key {
    let fan = |from: usize| sha256.get(from..from + 2).unwrap_or("00");
    Key::from_iter([fan(0), fan(2), sha256])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_bytes_are_kept_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::in_folder(folder.path()).expect("opens");
        let first = files.put(b"leaf".to_vec()).await.expect("kept");
        let second = files.put(b"leaf".to_vec()).await.expect("kept");
        assert_eq!(first, second);
        assert_eq!(files.get(&first).await.expect("there"), Bytes::from_static(b"leaf"));
        let place = folder.path().join(&first[..2]).join(&first[2..4]);
        assert_eq!(std::fs::read_dir(place).expect("a folder").count(), 1);
    }
}
