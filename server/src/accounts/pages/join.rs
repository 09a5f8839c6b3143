//! Joining by an invitation link.

use std::net::IpAddr;

use app::pages::account::{FormState, Join, JoinPage};
use axum::extract::State;
use axum::response::{Html, Response};
use axum_extra::extract::CookieJar;
use leptos::prelude::*;

use super::{enter, form_again};
use crate::accounts::invitations;
use crate::accounts::registration::JoinForm;
use crate::accounts::token::{Token, TokenHash};
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Form, Path};
use crate::limits::ClientAddress;
use crate::render::page;
use crate::session;
use crate::state::AppState;

/// `GET /join/{token}`
pub(super) async fn show(State(state): State<AppState>, Path(token): Path<String>) -> AppResult<Html<String>> {
    let invited_by = inviter(&state, &token).await?;
    Ok(join_page(&state, Join { token, invited_by, story: None, form: FormState::default() }))
}

/// `POST /join/{token}`
pub(super) async fn submit(
    State(state): State<AppState>,
    ClientAddress(client): ClientAddress,
    Path(token): Path<String>,
    jar: CookieJar,
    Form(form): Form<JoinForm>,
) -> AppResult<Response> {
    let invited_by = inviter(&state, &token).await?;
    match join(&state, client, TokenHash::of(&token), &form).await {
        Ok(session) => Ok(enter(&state, jar, &session, None)),
        Err(error) => form_again(error, |error| {
            join_page(&state, Join { token, invited_by, story: None, form: form.again(error) })
        }),
    }
}

async fn inviter(state: &AppState, token: &str) -> AppResult<String> {
    let mut conn = state.db.acquire().await?;
    let inviter = invitations::inviter(&mut conn, TokenHash::of(token), state.clock.now()).await?;
    inviter.ok_or_else(does_not_work)
}

async fn join(state: &AppState, client: IpAddr, invitation: TokenHash, form: &JoinForm) -> AppResult<Token> {
    state.limits.count_code(client)?;
    let now = state.clock.now();
    let registration = form.prepare().await?;
    let mut tx = begin_write(&state.db).await?;
    let account = registration.insert(&mut tx, now).await?;
    if !invitations::redeem(&mut tx, invitation, account, now).await? {
        return Err(does_not_work());
    }
    let session = session::begin(&mut tx, account, now).await?;
    tx.commit().await?;
    Ok(session)
}

fn does_not_work() -> AppError {
    AppError::Forbidden(
        "This invitation does not work: it has been used, was taken back, or is older than seven days. Ask whoever \
         sent it for a new one."
            .to_owned(),
    )
}

/// The form by which somebody joins.
pub(crate) fn join_page(state: &AppState, join: Join) -> Html<String> {
    let site = state.site(None);
    page(move || view! { <JoinPage site=site join=join /> })
}
