//! Settings: who and what else may get in, by invitations and API tokens.
//!
//! A new link or token is in the answer to the form itself, this once: a redirect would have to carry it in the
//! address.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::Done;
use super::page::{conclude, load, render};
use crate::accounts::profile::parse_token_name;
use crate::accounts::{api_tokens, invitations};
use crate::error::{AppError, AppResult};
use crate::extract::{Form, Path};
use crate::session::BrowserSession;
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct TokenForm {
    token_name: String,
}

/// `POST /settings/invitations`
pub(super) async fn invite(State(state): State<AppState>, session: BrowserSession) -> AppResult<Html<String>> {
    let now = state.clock.now();
    let token = invitations::create(&mut *state.db.acquire().await?, session.account.id, now).await?;
    let mut settings = load(&state, &session.account).await?;
    settings.new_invitation = Some(format!("{}/join/{}", state.base_url, token.reveal()));
    Ok(render(&state, session.account, settings))
}

/// `POST /settings/invitations/{id}/remove`
pub(super) async fn remove_invitation(
    State(state): State<AppState>,
    session: BrowserSession,
    Path(id): Path<Uuid>,
) -> AppResult<Response> {
    let removed = invitations::delete(&mut *state.db.acquire().await?, session.account.id, id).await?;
    let outcome = removed.then_some(Done::InvitationRemoved).ok_or(AppError::NotFound);
    conclude(&state, session, "invitations", outcome).await
}

/// `POST /settings/tokens`
pub(super) async fn create_token(
    State(state): State<AppState>,
    session: BrowserSession,
    Form(form): Form<TokenForm>,
) -> AppResult<Response> {
    let name = match parse_token_name(&form.token_name) {
        Ok(name) => name,
        Err(error) => return conclude(&state, session, "tokens", Err(error)).await,
    };
    let now = state.clock.now();
    let token = api_tokens::create(&mut *state.db.acquire().await?, session.account.id, &name, now).await?;
    let mut settings = load(&state, &session.account).await?;
    settings.new_token = Some(token.reveal().to_owned());
    Ok(render(&state, session.account, settings).into_response())
}

/// `POST /settings/tokens/{id}/remove`
pub(super) async fn remove_token(
    State(state): State<AppState>,
    session: BrowserSession,
    Path(id): Path<Uuid>,
) -> AppResult<Response> {
    let removed = api_tokens::delete(&mut *state.db.acquire().await?, session.account.id, id).await?;
    state.live.ask_all();
    let outcome = removed.then_some(Done::TokenRemoved).ok_or(AppError::NotFound);
    conclude(&state, session, "tokens", outcome).await
}
