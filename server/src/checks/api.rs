//! `/api/v1/stories/{id}/check`.

use axum::extract::State;
use shared::check::CheckReport;
use shared::ids::StoryId;
use shared::problem::Problem;

use super::{links, review};
use crate::error::AppResult;
use crate::extract::Json;
use crate::posts;
use crate::state::AppState;
use crate::stories::access::EditStory;
use crate::stories::content;

/// What to look at before the story is published: pictures without description, links that lead nowhere, posts that
/// are gone or not for strangers, posts that are there twice, a missing title.
///
/// Links are asked for, a limited number at a time, and what they answered is remembered for a day.
#[utoipa::path(get, path = "/stories/{id}/check", tag = "stories", params(("id" = StoryId, Path)),
    responses((status = 200, body = CheckReport), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn check(State(state): State<AppState>, story: EditStory) -> AppResult<Json<CheckReport>> {
    report(&state, story.story.id()).await.map(Json)
}

/// The check of a story.
///
/// # Errors
/// When the database fails; what a link answers is never an error.
pub async fn report(state: &AppState, story: StoryId) -> AppResult<CheckReport> {
    let (document, posts) = {
        let mut conn = state.db.acquire().await?;
        let document = content::document(&mut conn, story).await?;
        let posts = posts::store::of_document(&mut conn, &document).await?;
        (document, posts)
    };
    let asked = links::look(state, &review::links(&document, &posts)).await?;
    let findings = review::findings(&document, &posts, &asked.failures);
    Ok(CheckReport { findings, unchecked: asked.unchecked })
}
