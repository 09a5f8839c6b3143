//! `/api/v1/stories/{id}/publish`.

use axum::extract::State;
use http::StatusCode;
use shared::api::Published;
use shared::ids::StoryId;
use shared::problem::Problem;

use super::store;
use crate::db::begin_write;
use crate::error::AppResult;
use crate::extract::Json;
use crate::following;
use crate::live::Event;
use crate::state::AppState;
use crate::stories::access::{EditStory, OwnStory};

/// Publishes the story as it stands.
#[utoipa::path(post, path = "/stories/{id}/publish", tag = "stories", params(("id" = StoryId, Path)),
    responses((status = 200, body = Published), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem, description = "It has no title, nothing in it, or a post whose author asks not to be shown to strangers")))]
pub async fn publish(State(state): State<AppState>, may: EditStory) -> AppResult<Json<Published>> {
    let published = super::publish(&state, &may.story, state.clock.now()).await?;
    state.following.wake(may.story.id());
    state.live.tell(may.story.id(), Event::Publication);
    Ok(Json(published))
}

/// Hides the story from readers; its address answers 404 until it is published again.
#[utoipa::path(delete, path = "/stories/{id}/publish", tag = "stories", params(("id" = StoryId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn unpublish(State(state): State<AppState>, own: OwnStory) -> AppResult<StatusCode> {
    let mut tx = begin_write(&state.db).await?;
    store::unpublish(&mut tx, own.story.id()).await?;
    following::store::stop(&mut tx, own.story.id(), state.clock.now()).await?;
    tx.commit().await?;
    state.pages.forget(own.curator.handle.as_str());
    state.following.wake(own.story.id());
    state.live.tell(own.story.id(), Event::Publication);
    Ok(StatusCode::NO_CONTENT)
}
