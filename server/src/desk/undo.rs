//! What the curator can undo and redo, from the log of edits: so both go on after a reload, for as long as the story
//! is old.

use axum::extract::State;
use shared::desk::UndoSteps;
use shared::edit::{Changes, EditKind, fold_history};
use shared::ids::{AccountId, StoryId};
use sqlx::SqliteConnection;
use sqlx::types::Json as Stored;

use super::api::Depth;
use crate::error::AppResult;
use crate::extract::{Json, Query};
use crate::state::AppState;
use crate::stories::access::EditStory;

/// The curator's last steps, those done and those taken back, the next one to undo or redo last.
pub async fn steps(
    State(state): State<AppState>,
    may: EditStory,
    Query(Depth { depth }): Query<Depth>,
) -> AppResult<Json<UndoSteps>> {
    let mut conn = state.db.acquire().await?;
    let kinds = kinds(&mut conn, may.story.id(), may.curator.account_id).await?;
    let (done, undone) = fold_history(kinds);
    let last = |revisions: Vec<u64>| revisions[revisions.len().saturating_sub(depth.min(200))..].to_vec();
    let more = done.len() > depth.min(200);
    let done = changes_of(&mut conn, may.story.id(), &last(done)).await?;
    let undone = changes_of(&mut conn, may.story.id(), &last(undone)).await?;
    Ok(Json(UndoSteps { done, undone, more }))
}

/// What each edit of an author's meant, without what it changed: a long log is read in a moment.
async fn kinds(conn: &mut SqliteConnection, story: StoryId, author: AccountId) -> sqlx::Result<Vec<(EditKind, u64)>> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT revision, kind FROM edits WHERE story_id = $1 AND account_id = $2 ORDER BY revision")
            .bind(story.0)
            .bind(author.0)
            .fetch_all(conn)
            .await?;
    let kind = |key: &str| match key {
        "undo" => EditKind::Undo,
        "redo" => EditKind::Redo,
        _ => EditKind::Do,
    };
    Ok(rows.into_iter().map(|(revision, key)| (kind(&key), revision.unsigned_abs())).collect())
}

async fn changes_of(conn: &mut SqliteConnection, story: StoryId, revisions: &[u64]) -> sqlx::Result<Vec<Changes>> {
    let mut steps = Vec::with_capacity(revisions.len());
    for revision in revisions {
        let changes: Stored<Changes> =
            sqlx::query_scalar("SELECT changes FROM edits WHERE story_id = $1 AND revision = $2")
                .bind(story.0)
                .bind(revision.cast_signed())
                .fetch_one(&mut *conn)
                .await?;
        steps.push(changes.0);
    }
    Ok(steps)
}
