//! Bringing stories in: a story's file or an account's archive (`docs/export-format.md`), all of it or nothing.
//!
//! Whoever wrote the file is not trusted: text is cleaned, pictures are decoded, what the file says a post says is not
//! believed once its source says otherwise, and nothing in an archive is ever a path on this machine.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bytes::Bytes;
use serde::Serialize;
use shared::ids::StoryId;
use tokio::sync::Semaphore;

use crate::accounts::store::Account;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::media::Kept;
use crate::state::AppState;
use parcel::Parcel;

pub mod api;
mod check;
pub mod pages;
mod parcel;
mod received;
mod store;
#[cfg(test)]
mod tests;

/// One at a time: each holds a story in memory, and the write lock at its end.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// A story that was brought in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportedStory {
    /// Its identifier here.
    pub id: StoryId,
    /// The last part of its address: the one it had, unless the account has such a story already.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// Brings in every story of a file, or none.
///
/// Everything is read and checked before the first thing is written. Only files of pictures may stay behind when it
/// fails: nothing names them, and the next attempt finds them there.
///
/// # Errors
/// [`AppError::Invalid`] and [`AppError::TooLarge`] say what is wrong with the file.
pub async fn import(state: &AppState, account: &Account, file: PathBuf) -> AppResult<Vec<ImportedStory>> {
    let _turn = ONE_AT_A_TIME.acquire().await.map_err(anyhow::Error::from)?;
    let mut parcel = blocking(move || Parcel::open(&file)).await?;
    let mut carried = BTreeMap::new();
    for number in 0..parcel.len() {
        let (back, file) = parcel.story(number).await?;
        parcel = back;
        carried.extend(file.media.into_iter().map(|picture| (picture.sha256.clone(), picture)));
    }
    let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
    for (sha256, picture) in carried {
        let (back, bytes) = parcel.picture(picture).await?;
        parcel = back;
        kept.insert(sha256, state.media.adopt(Bytes::from(bytes)).await?);
    }
    let mut tx = begin_write(&state.db).await?;
    let mut imported = Vec::with_capacity(parcel.len());
    for number in 0..parcel.len() {
        let (back, file) = parcel.story(number).await?;
        parcel = back;
        imported.push(store::write(&mut tx, account, file, &kept, state.clock.now()).await?);
    }
    tx.commit().await?;
    state.pages.forget(account.handle.as_str());
    Ok(imported)
}

/// Does what takes a while where that is fine.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> AppResult<T> + Send + 'static) -> AppResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?
}

fn refused(words: impl Into<String>) -> AppError {
    AppError::Invalid(format!("{} Nothing was imported.", words.into()))
}
