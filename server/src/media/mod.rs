//! Pictures: whatever a story shows is copied here, so that it shows without asking anyone.
//!
//! A picture is first known by where it can be copied from ([`MediaStore::register`]) and copied when somebody needs
//! it: when it is looked at in the studio, at the latest when the story is published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt;
use shared::ids::{AccountId, MediaId};
use shared::media::Picture;
use sqlx::{SqliteConnection, SqlitePool};
use tokio::sync::Semaphore;
use url::Url;

use crate::clock::Clock;
use crate::sources::{SourceError, sample};

pub use decode::MAX_BYTES;
pub use error::MediaError;

use decode::Encoded;
use files::Files;
pub(crate) use store::Kept;

pub mod api;
mod decode;
mod error;
pub(crate) mod files;
pub mod pages;
pub(crate) mod store;
mod web;

/// The folder of the pictures within the data folder.
pub const FOLDER: &str = "media";
/// How many pictures are fetched at once: bounds memory, and is polite to the hosts they lie on.
const COPIES_AT_ONCE: usize = 8;
/// How many are decoded at once; each may need some hundred megabytes.
const DECODED_AT_ONCE: usize = 2;

/// Where pictures on the web are fetched from: the fetcher, or in tests something that needs no network.
#[async_trait]
pub trait PictureSource: Send + Sync {
    /// The bytes at an address, not more than [`MAX_BYTES`].
    async fn fetch_picture(&self, url: &Url) -> Result<Bytes, SourceError>;
}

/// A picture, ready to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    /// The file.
    pub bytes: Bytes,
    /// Its type.
    pub mime: String,
    /// Changes with the bytes; with the quotes that HTTP wants.
    pub etag: String,
}

/// All pictures of the installation; cloning it is cheap.
#[derive(Clone)]
pub struct MediaStore(Arc<Inner>);

struct Inner {
    db: SqlitePool,
    files: Files,
    web: Arc<dyn PictureSource>,
    clock: Arc<dyn Clock>,
    copying: Semaphore,
    decoding: Arc<Semaphore>,
}

impl MediaStore {
    /// A store with its files in `folder`, which is made when it is not there.
    ///
    /// # Errors
    /// The folder cannot be made or read.
    pub fn new(
        db: SqlitePool,
        folder: &Path,
        web: Arc<dyn PictureSource>,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let files = Files::in_folder(folder)?;
        let copying = Semaphore::new(COPIES_AT_ONCE);
        let decoding = Arc::new(Semaphore::new(DECODED_AT_ONCE));
        Ok(Self(Arc::new(Inner { db, files, web, clock, copying, decoding })))
    }

    /// Remembers where a picture can be copied from, and gives the identifier to use for it: `id`, or the one under
    /// which the same origin is known already.
    ///
    /// # Errors
    /// The database failed.
    pub async fn register(&self, conn: &mut SqliteConnection, id: MediaId, origin: &str) -> sqlx::Result<MediaId> {
        store::register(conn, id, origin, self.0.clock.now()).await
    }

    /// Keeps a picture that a curator sends.
    ///
    /// # Errors
    /// The bytes are no picture, a damaged one, or more than the limits allow.
    pub async fn upload(&self, owner: AccountId, bytes: Bytes) -> Result<Picture, MediaError> {
        let kept = self.keep(bytes).await?;
        let id = MediaId::fresh();
        let mut conn = self.0.db.acquire().await?;
        store::insert_upload(&mut conn, id, owner, &kept, self.0.clock.now()).await?;
        Ok(Picture { id, width: Some(kept.width), height: Some(kept.height), alt: String::new() })
    }

    /// Keeps the file of a picture that another installation has encoded, byte for byte, when it is one that this could
    /// have written: JPEG or PNG, and whole.
    ///
    /// # Errors
    /// The bytes are no such picture, a damaged one, or more than the limits allow.
    pub(crate) async fn adopt(&self, bytes: Bytes) -> Result<Kept, MediaError> {
        let decoding = Arc::clone(&self.0.decoding);
        let permit = decoding.acquire_owned().await.map_err(|closed| MediaError::Store(closed.into()))?;
        let look = bytes.clone();
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            decode::examine(&look)
        });
        let (mime, width, height) = work.await.map_err(|panicked| MediaError::Store(panicked.into()))??;
        let length = bytes.len();
        let sha256 = self.0.files.put(bytes.to_vec()).await?;
        Ok(Kept { sha256, mime: mime.to_owned(), bytes: length, width, height })
    }

    /// Copies a picture from its origin, unless it is here already.
    ///
    /// A failure is remembered in words. The next attempts wait longer and longer, so that a page full of dead
    /// pictures does not ask for them at every look.
    ///
    /// # Errors
    /// The picture is unknown, could not be fetched now or the last time, or is none.
    pub async fn copy(&self, id: MediaId) -> Result<(), MediaError> {
        let _permit = self.0.copying.acquire().await.map_err(|closed| MediaError::Store(closed.into()))?;
        let record = store::find(&mut *self.0.db.acquire().await?, id).await?.ok_or(MediaError::Unknown)?;
        if record.kept().is_some() {
            return Ok(());
        }
        if let Some(failure) = record.failure_at(self.0.clock.now()) {
            return Err(MediaError::FailedBefore(failure.to_owned()));
        }
        let origin = record.origin.as_deref().ok_or(MediaError::Unknown)?;
        let result = self.fetch_and_keep(origin).await;
        let mut conn = self.0.db.acquire().await?;
        let now = self.0.clock.now();
        match &result {
            Ok(kept) => store::mark_copied(&mut conn, id, kept, now).await?,
            // A full disk is no fault of the picture's.
            Err(MediaError::Store(_)) => {}
            Err(failure) => store::mark_failed(&mut conn, id, &failure.to_string(), now).await?,
        }
        result.map(drop)
    }

    /// Copies many pictures, several at once, and gives those that are not here when `budget` is spent.
    ///
    /// # Errors
    /// The database failed. A picture that cannot be copied is no error but in the answer.
    pub async fn copy_all(&self, ids: &BTreeSet<MediaId>, budget: Duration) -> Result<BTreeSet<MediaId>, MediaError> {
        let here = self.types(ids).await?;
        let mut missing: BTreeSet<MediaId> = ids.iter().filter(|id| !here.contains_key(id)).copied().collect();
        let copies = futures::stream::iter(missing.clone())
            .map(async |id| (id, self.copy(id).await))
            .buffer_unordered(COPIES_AT_ONCE)
            .take_until(tokio::time::sleep(budget));
        let mut copies = std::pin::pin!(copies);
        while let Some((id, result)) = copies.next().await {
            match result {
                Ok(()) => drop(missing.remove(&id)),
                Err(error) => tracing::info!(media.id = %id, %error, "A picture could not be copied"),
            }
        }
        Ok(missing)
    }

    /// The types (`image/png`) of those of these pictures that are here.
    ///
    /// # Errors
    /// The database failed.
    pub async fn types(&self, ids: &BTreeSet<MediaId>) -> sqlx::Result<BTreeMap<MediaId, String>> {
        store::types(&mut *self.0.db.acquire().await?, ids).await
    }

    /// A picture's file; `None` when it is unknown or not copied yet.
    ///
    /// # Errors
    /// The database or the files failed.
    pub async fn open(&self, id: MediaId) -> Result<Option<StoredPicture>, MediaError> {
        let record = store::find(&mut *self.0.db.acquire().await?, id).await?;
        let Some(kept) = record.and_then(|record| record.kept()) else { return Ok(None) };
        let bytes = self.0.files.get(&kept.sha256).await?;
        Ok(Some(StoredPicture { bytes, mime: kept.mime, etag: format!("\"{}\"", kept.sha256) }))
    }

    async fn fetch_and_keep(&self, origin: &str) -> Result<Kept, MediaError> {
        let bytes = match origin.strip_prefix(sample::PICTURE_SCHEME) {
            Some(name) => sample::picture(name).ok_or(MediaError::Unknown)?,
            None => {
                let url = Url::parse(origin).map_err(|_| MediaError::Unknown)?;
                self.0.web.fetch_picture(&url).await?
            }
        };
        self.keep(bytes).await
    }

    /// Encodes the picture anew and writes its file; the database is told afterwards, so it never names a file that
    /// is not there.
    async fn keep(&self, bytes: Bytes) -> Result<Kept, MediaError> {
        let Encoded { bytes, mime, width, height } = self.reencode(bytes).await?;
        let length = bytes.len();
        let sha256 = self.0.files.put(bytes).await?;
        Ok(Kept { sha256, mime: mime.to_owned(), bytes: length, width, height })
    }

    async fn reencode(&self, bytes: Bytes) -> Result<Encoded, MediaError> {
        let decoding = Arc::clone(&self.0.decoding);
        let permit = decoding.acquire_owned().await.map_err(|closed| MediaError::Store(closed.into()))?;
        let work = tokio::task::spawn_blocking(move || {
            // Held until the work ends, even when nobody waits for it any more.
            let _permit = permit;
            decode::reencode(&bytes)
        });
        work.await.map_err(|panicked| MediaError::Store(panicked.into()))?
    }
}

#[cfg(test)]
mod tests;
