//! `/api/v1/stories/{id}/export`.

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use shared::ids::StoryId;
use shared::problem::Problem;
use utoipa::IntoParams;

use super::file::{For, StoryFile};
use super::pages::respond;
use super::story::Carried;
use super::{Format, document, write};
use crate::error::AppResult;
use crate::extract::Query;
use crate::state::AppState;
use crate::stories::access::OwnStory;

/// What to export a story as.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// `json` (everything, to be imported again), `md`, `html`, `epub` or `wxr`.
    #[serde(default = "json")]
    format: String,
}

fn json() -> String {
    Format::Json.key().to_owned()
}

/// The story as a file, for its owner, published or not.
///
/// JSON holds the draft and every version. The formats for reading show the published version, or else the draft.
#[utoipa::path(get, path = "/stories/{id}/export", tag = "stories", params(("id" = StoryId, Path), Wanted),
    responses((status = 200, body = StoryFile, description = "The file; this body for `json`"),
              (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem), (status = 413, body = Problem)))]
pub async fn export(
    State(state): State<AppState>,
    own: OwnStory,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> AppResult<Response> {
    let format: Format = wanted.format.parse()?;
    let bytes = of_curator(&state, own.story.id(), format).await?;
    respond(bytes, &own.story.slug, format, &headers)
}

/// A story as its owner may have it.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] when it is gone.
pub async fn of_curator(state: &AppState, id: StoryId, format: Format) -> AppResult<Vec<u8>> {
    if format == Format::Json {
        return document::write(state, id, For::Curator).await;
    }
    let carried = {
        let mut conn = state.db.acquire().await?;
        Carried::of_curator(&mut conn, &state.base_url, id).await?
    };
    write(state, carried, format).await
}
