//! `POST /api/v1/import`.

use axum::body::Body;
use axum::extract::State;
use http::StatusCode;
use serde::Serialize;
use shared::problem::Problem;

use super::received::receive;
use super::{ImportedStory, import as bring_in};
use crate::error::AppResult;
use crate::extract::Json;
use crate::session::SignedIn;
use crate::state::AppState;

/// Answer of `POST /api/v1/import`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Imported {
    /// The stories, in the order of the file.
    pub stories: Vec<ImportedStory>,
}

/// Imports a story's JSON or an account's archive: the body is the file, at most 2 GB.
///
/// All of it or nothing. A story that readers could see is published here too.
#[utoipa::path(post, path = "/import", tag = "stories",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Imported), (status = 400, body = Problem), (status = 401, body = Problem),
              (status = 413, body = Problem),
              (status = 422, body = Problem, description = "It is not an export, or not as exports are")))]
pub async fn import(
    State(state): State<AppState>,
    curator: SignedIn,
    body: Body,
) -> AppResult<(StatusCode, Json<Imported>)> {
    let account = curator.account(&state).await?;
    let file = receive(&state, body.into_data_stream()).await?;
    let stories = bring_in(&state, &account, file.path().to_owned()).await?;
    Ok((StatusCode::CREATED, Json(Imported { stories })))
}
