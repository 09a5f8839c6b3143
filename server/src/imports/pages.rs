//! `POST /settings/import`: the form in the settings.

use axum::extract::{Multipart, State};
use axum::response::Response;

use super::import;
use super::received::receive;
use crate::accounts::settings::{Done, page::conclude};
use crate::error::{AppError, AppResult};
use crate::session::BrowserSession;
use crate::state::AppState;

/// `POST /settings/import`
pub async fn upload(State(state): State<AppState>, session: BrowserSession, form: Multipart) -> AppResult<Response> {
    let outcome = take(&state, &session, form).await.map_err(|error| match error {
        // The form shows what is wrong with a file, however wrong it is.
        AppError::TooLarge(words) | AppError::BadRequest(words) => AppError::Invalid(words),
        other => other,
    });
    conclude(&state, session, "stories", outcome).await
}

async fn take(state: &AppState, session: &BrowserSession, mut form: Multipart) -> AppResult<Done> {
    let broken =
        |_| AppError::BadRequest("The form arrived incomplete. Go back, reload the page and try again.".to_owned());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("file") {
            let file = receive(state, field).await?;
            import(state, &session.account, file.path().to_owned()).await?;
            return Ok(Done::Imported);
        }
    }
    Err(AppError::Invalid("Choose a file that was exported from Sheaf first.".to_owned()))
}
