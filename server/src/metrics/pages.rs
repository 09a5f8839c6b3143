//! `/metrics`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

use super::access::MayRead;
use crate::error::{AppError, AppResult};
use crate::state::AppState;

/// All numbers, for those who may read them.
///
/// # Errors
/// [`AppError::NotFound`] for everybody else.
pub async fn show(State(state): State<AppState>, may: MayRead) -> AppResult<Response> {
    if !may.0 {
        return Err(AppError::NotFound);
    }
    let text = state.metrics.text(&state).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}
