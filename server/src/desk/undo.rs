//! What the curator can undo and redo, from the log of edits: so both go on after a reload, for as long as the story
//! is old.
//!
//! The log up to a revision tells what could be undone at that moment, and that is what lies under a step made then
//! for as long as the step stands. So an editor can ask for what lies under the steps it knows at any time, whatever
//! it has undone or still has to send.

use axum::extract::State;
use serde::Deserialize;
use shared::desk::UndoSteps;
use shared::edit::{Changes, EditKind, fold_history};
use shared::ids::{AccountId, StoryId};
use sqlx::SqliteConnection;
use sqlx::types::Json as Stored;

use crate::error::AppResult;
use crate::extract::{Json, Query};
use crate::state::AppState;
use crate::stories::access::EditStory;

/// The most steps that are given at once.
const MOST: usize = 200;

/// Which steps are wanted.
#[derive(Deserialize)]
pub struct Wanted {
    /// The last ones of those that could be undone before this revision was made; without it, now.
    before: Option<u64>,
    /// How many of them, at most [`MOST`].
    #[serde(default = "usual_depth")]
    depth: usize,
}

const fn usual_depth() -> usize {
    50
}

/// The curator's last steps, those done and those taken back, the next one to undo or redo last.
pub async fn steps(
    State(state): State<AppState>,
    may: EditStory,
    Query(Wanted { before, depth }): Query<Wanted>,
) -> AppResult<Json<UndoSteps>> {
    let mut conn = state.db.acquire().await?;
    let kinds = kinds(&mut conn, may.story.id(), may.curator.account_id).await?;
    let (done, undone) = fold_history(kinds.into_iter().filter(|(_, made)| before.is_none_or(|before| *made < before)));
    let (last_done, last_undone) = (last(&done, depth), last(&undone, MOST));
    let earlier = last_done.first().copied().filter(|_| last_done.len() < done.len());
    let done = changes_of(&mut conn, may.story.id(), last_done).await?;
    let undone = changes_of(&mut conn, may.story.id(), last_undone).await?;
    Ok(Json(UndoSteps { done, undone, earlier }))
}

fn last(revisions: &[u64], depth: usize) -> &[u64] {
    &revisions[revisions.len().saturating_sub(depth.min(MOST))..]
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
