//! What a story was: its log in words, and its document at any moment.
//!
//! The log has both sides of every change, so a moment is reached forwards from an earlier document or backwards from
//! a later one, whichever is nearer; the document of today is always one of them.

use shared::api::{EditAccepted, NewEdit};
use shared::difference::difference;
use shared::edit::{EditKind, apply, reverse};
use shared::ids::{AccountId, EditId, StoryId};
use shared::story::StoryDocument;
use sqlx::SqliteConnection;

use super::content;
use super::edits;
use super::store::{self as stories, StoryRow};
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::state::AppState;

pub mod api;
pub mod pages;
pub mod store;
mod words;

/// After so many edits a snapshot is made.
const EVERY: u64 = 200;

/// Makes a snapshot now and then, after an edit has been committed and beside the answer to it.
pub fn edited(state: &AppState, story: StoryId, revision: u64) {
    if !revision.is_multiple_of(EVERY) {
        return;
    }
    let state = state.clone();
    tokio::spawn(async move {
        if let Err(error) = keep(&state, story).await {
            tracing::warn!(error = format!("{error:#}"), "A snapshot could not be made");
        }
    });
}

/// Keeps the document of today. It is read beside the writers, and only the finished row waits for its turn.
async fn keep(state: &AppState, story: StoryId) -> sqlx::Result<()> {
    let mut reading = state.db.begin().await?;
    let Some(row) = stories::find(&mut reading, story).await? else { return Ok(()) };
    let document = content::document(&mut reading, story).await?;
    reading.commit().await?;
    let mut tx = begin_write(&state.db).await?;
    store::put(&mut tx, story, row.revision(), &document).await?;
    tx.commit().await
}

/// A story's document as it was when it had reached a revision.
///
/// # Errors
/// [`AppError::NotFound`] for a revision that it has not reached.
pub async fn document_at(state: &AppState, story: StoryId, revision: u64) -> AppResult<StoryDocument> {
    let mut reading = state.db.begin().await?;
    let (document, steps) = replay(&mut reading, story, revision).await?;
    reading.commit().await?;
    if steps > 2 * EVERY {
        // A log from before there were snapshots: whoever looks nearby next does not wait again.
        let mut tx = begin_write(&state.db).await?;
        store::put(&mut tx, story, revision, &document).await?;
        tx.commit().await?;
    }
    Ok(document)
}

/// The document, and over how many edits it was reached.
async fn replay(conn: &mut SqliteConnection, story: StoryId, revision: u64) -> AppResult<(StoryDocument, u64)> {
    let now = stories::find(conn, story).await?.ok_or(AppError::NotFound)?.revision();
    if revision > now {
        return Err(AppError::NotFound);
    }
    let earlier = store::nearest_before(conn, story, revision).await?;
    let later = store::nearest_after(conn, story, revision).await?.unwrap_or(now);
    let forwards = earlier.filter(|earlier| revision - earlier <= later - revision);
    let start = forwards.unwrap_or(later);
    let mut document = match store::document(conn, story, start).await? {
        Some(document) => document,
        None => content::document(conn, story).await?,
    };
    let log = store::changes(conn, story, start.min(revision), start.max(revision)).await?;
    let damaged = |_| anyhow::anyhow!("the log of story {story} does not lead from {start} to {revision}");
    if forwards.is_some() {
        for changes in log {
            apply(&mut document, &changes).map_err(damaged)?;
        }
    } else {
        for changes in log.into_iter().rev() {
            apply(&mut document, &reverse(changes)).map_err(damaged)?;
        }
    }
    Ok((document, start.abs_diff(revision)))
}

/// Makes a story what it was at a revision, by an edit like any other: it can be undone, and nothing is lost.
///
/// # Errors
/// As [`document_at`] and [`edits::accept`].
pub async fn restore(state: &AppState, story: &StoryRow, account: AccountId, revision: u64) -> AppResult<EditAccepted> {
    let earlier = document_at(state, story.id(), revision).await?;
    let mut tx = begin_write(&state.db).await?;
    let base_revision = stories::find(&mut tx, story.id()).await?.ok_or(AppError::NotFound)?.revision();
    let changes = difference(&content::document(&mut tx, story.id()).await?, &earlier);
    let edit = NewEdit { edit_id: EditId::fresh(), base_revision, kind: EditKind::Do, changes };
    let accepted = edits::accept(&mut tx, story.id(), account, edit, state.clock.now()).await?;
    tx.commit().await?;
    super::edited(state, story.id(), accepted.revision);
    Ok(accepted)
}
