//! Getting in: first set-up, signing in and out, joining by invitation. Forms that work without a script.

use axum::Router;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::CookieJar;
use http::header;

use super::settings;
use super::token::Token;
use crate::error::{AppError, AppResult};
use crate::session;
use crate::state::AppState;

mod join;
mod login;
mod next;
mod setup;

pub(crate) use join::join_page;

/// Everything between a stranger and the studio, and the settings.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/setup", get(setup::show).post(setup::submit))
        .route("/login", get(login::show).post(login::submit))
        .route("/logout", post(login::log_out))
        .route("/join/{token}", get(join::show).post(join::submit))
        .merge(settings::router())
}

/// Hands a new session's cookie to the browser and sends it on.
pub(crate) fn enter(state: &AppState, jar: CookieJar, session: &Token, next: Option<&str>) -> Response {
    let cookie = session::cookie(&state.base_url, session.reveal());
    (jar.add(cookie), Redirect::to(&next::after_sign_in(next, &state.base_url))).into_response()
}

/// Answers a form that could not be taken: with the same form again if somebody can put it right there, otherwise
/// with the error's own page.
pub(crate) fn form_again(error: AppError, form: impl FnOnce(String) -> Html<String>) -> AppResult<Response> {
    match error {
        AppError::Invalid(_)
        | AppError::Forbidden(_)
        | AppError::TooManyAttempts { .. }
        | AppError::Busy { .. }
        | AppError::Source(_) => {}
        AppError::NotFound
        | AppError::SignInNeeded
        | AppError::BadRequest(_)
        | AppError::Conflict { .. }
        | AppError::TooLarge(_)
        | AppError::Internal(_) => return Err(error),
    }
    let mut response = (error.status(), form(error.to_string())).into_response();
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(response)
}
