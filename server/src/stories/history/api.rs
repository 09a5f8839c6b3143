//! `/api/v1/stories/{id}/revisions/{revision}`.

use axum::extract::State;
use serde::Deserialize;
use shared::api::EditAccepted;
use shared::ids::StoryId;
use shared::problem::Problem;
use shared::story::StoryDocument;

use crate::error::AppResult;
use crate::extract::{Json, Path};
use crate::state::AppState;
use crate::stories::access::{EditStory, ViewStory};

/// Names a moment of a story.
#[derive(Deserialize)]
pub struct MomentPath {
    /// The revision it had reached.
    pub(super) revision: u64,
}

/// A story's title, introduction, cover and items as they were.
#[utoipa::path(get, path = "/stories/{id}/revisions/{revision}", tag = "stories",
    params(("id" = StoryId, Path), ("revision" = u64, Path)),
    responses((status = 200, body = StoryDocument), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn show(
    State(state): State<AppState>,
    view: ViewStory,
    Path(MomentPath { revision }): Path<MomentPath>,
) -> AppResult<Json<StoryDocument>> {
    Ok(Json(super::document_at(&state, view.story.id(), revision).await?))
}

/// Makes a story what it was, by an edit that can be undone.
#[utoipa::path(post, path = "/stories/{id}/revisions/{revision}/restore", tag = "stories",
    params(("id" = StoryId, Path), ("revision" = u64, Path)),
    responses((status = 200, body = EditAccepted), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn restore(
    State(state): State<AppState>,
    may: EditStory,
    Path(MomentPath { revision }): Path<MomentPath>,
) -> AppResult<Json<EditAccepted>> {
    Ok(Json(super::restore(&state, &may.story, may.curator.account_id, revision).await?))
}
