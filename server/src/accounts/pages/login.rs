//! Signing in and out.

use std::net::IpAddr;

use app::pages::account::{FormState, Login, LoginPage};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use leptos::prelude::*;
use serde::Deserialize;
use shared::account::Handle;
use shared::ids::AccountId;

use super::next::after_sign_in;
use super::{enter, form_again};
use crate::accounts::password::{self, NewPassword, Verdict};
use crate::accounts::store;
use crate::accounts::token::Token;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Form, Query};
use crate::limits::ClientAddress;
use crate::render::page;
use crate::session::{self, BrowserSession, MaybeSignedIn};
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct LoginQuery {
    next: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct LoginForm {
    handle: String,
    password: String,
    next: Option<String>,
}

/// `GET /login`
pub(super) async fn show(
    State(state): State<AppState>,
    MaybeSignedIn(person): MaybeSignedIn,
    Query(query): Query<LoginQuery>,
) -> AppResult<Response> {
    if person.is_some() {
        return Ok(Redirect::to(&after_sign_in(query.next.as_deref(), &state.base_url)).into_response());
    }
    if store::count(&mut *state.db.acquire().await?).await? == 0 {
        return Ok(Redirect::to("/setup").into_response());
    }
    Ok(login_page(&state, FormState { next: query.next, ..FormState::default() }).into_response())
}

/// `POST /login`
pub(super) async fn submit(
    State(state): State<AppState>,
    ClientAddress(client): ClientAddress,
    jar: CookieJar,
    Form(form): Form<LoginForm>,
) -> AppResult<Response> {
    match sign_in(&state, client, &form).await {
        Ok(session) => Ok(enter(&state, jar, &session, form.next.as_deref())),
        Err(error) => form_again(error, |error| {
            let typed = FormState { error: Some(error), handle: form.handle, next: form.next, ..FormState::default() };
            login_page(&state, typed)
        }),
    }
}

/// `POST /logout`
pub(super) async fn log_out(
    State(state): State<AppState>,
    session: Result<BrowserSession, AppError>,
    jar: CookieJar,
) -> AppResult<Response> {
    if let Ok(session) = session {
        session::store::delete(&mut *state.db.acquire().await?, session.token).await?;
        state.live.ask_all();
    }
    Ok((jar.remove(session::cookie(&state.base_url, "")), Redirect::to("/")).into_response())
}

/// Takes as long for a handle that nobody has as for a wrong password.
async fn sign_in(state: &AppState, client: IpAddr, form: &LoginForm) -> AppResult<Token> {
    let credentials = match form.handle.parse::<Handle>() {
        Ok(handle) => {
            state.limits.count_sign_in(&handle, client)?;
            store::credentials(&mut *state.db.acquire().await?, &handle).await?
        }
        Err(_) => {
            state.limits.count_sign_in_from(client)?;
            None
        }
    };
    let (account, hash) = credentials.unzip();
    let verdict = password::verify(form.password.clone(), hash).await?;
    match (account, verdict) {
        (Some(account), Verdict::Right) => begin_session(state, account).await,
        (Some(account), Verdict::RightButWeak) => {
            hash_again(state, account, &form.password).await?;
            begin_session(state, account).await
        }
        _ => Err(AppError::Invalid(
            "This handle and this password do not belong together. Check both and try again.".to_owned(),
        )),
    }
}

async fn begin_session(state: &AppState, account: AccountId) -> AppResult<Token> {
    let mut tx = begin_write(&state.db).await?;
    let token = session::begin(&mut tx, account, state.clock.now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// A password from before the length rules changed stays as it is.
async fn hash_again(state: &AppState, account: AccountId, password: &str) -> AppResult<()> {
    if let Ok(password) = NewPassword::parse(password) {
        let hash = password::hash(password).await?;
        store::set_password_hash(&mut *state.db.acquire().await?, account, &hash).await?;
    }
    Ok(())
}

fn login_page(state: &AppState, form: FormState) -> Html<String> {
    let site = state.site(None);
    page(move || view! { <LoginPage site=site login=Login { form } /> })
}
