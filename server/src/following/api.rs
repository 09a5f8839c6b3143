//! `/api/v1/stories/{id}/live`.

use axum::extract::State;
use http::StatusCode;
use shared::api::Publication;
use shared::ids::StoryId;
use shared::problem::Problem;

use super::store;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::Json;
use crate::live::Event;
use crate::state::AppState;
use crate::stories::access::EditStory;
use crate::stories::store::{self as stories, StoryRow};

/// Marks the published story as live: open pages show each version as it is published.
///
/// A story that is live already stays live since it was.
#[utoipa::path(post, path = "/stories/{id}/live", tag = "stories", params(("id" = StoryId, Path)),
    responses((status = 200, body = Publication), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem, description = "Readers cannot see the story")))]
pub async fn start(State(state): State<AppState>, may: EditStory) -> AppResult<Json<Publication>> {
    let publication = set(&state, &may.story, true).await?;
    let unpublished = || AppError::Invalid("Readers cannot see this story. Publish it, then start live.".to_owned());
    publication.map(Json).ok_or_else(unpublished)
}

/// Marks the story as no longer live: open pages say so, and stop listening.
#[utoipa::path(delete, path = "/stories/{id}/live", tag = "stories", params(("id" = StoryId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn stop(State(state): State<AppState>, may: EditStory) -> AppResult<StatusCode> {
    set(&state, &may.story, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Starts or stops, and tells readers and those who work on the story. Nothing happens to a story that readers cannot
/// see.
pub(super) async fn set(state: &AppState, story: &StoryRow, live: bool) -> AppResult<Option<Publication>> {
    let (id, now) = (story.id(), state.clock.now());
    let mut tx = begin_write(&state.db).await?;
    let row = stories::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    if row.publication(&state.base_url).is_none() {
        return Ok(None);
    }
    if live {
        store::start(&mut tx, id, now).await?;
    } else {
        store::stop(&mut tx, id, now).await?;
    }
    let row = stories::find(&mut tx, id).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    state.pages.forget(row.owner());
    state.following.wake(id);
    state.live.tell(id, Event::Publication);
    Ok(row.publication(&state.base_url))
}
