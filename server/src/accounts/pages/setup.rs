//! The first set-up: makes the account that administers the installation. Open only while there is none.

use std::net::IpAddr;

use app::pages::account::{FormState, Setup, SetupPage};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use http::{HeaderMap, header};
use leptos::prelude::*;
use serde::Deserialize;
use url::Url;

use super::{enter, form_again};
use crate::accounts::registration::Registration;
use crate::accounts::setup_code::{SetupCode, is_loopback};
use crate::accounts::store;
use crate::accounts::token::Token;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::Form;
use crate::limits::ClientAddress;
use crate::render::page;
use crate::session;
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct SetupForm {
    #[serde(default)]
    code: String,
    name: String,
    handle: String,
    password: String,
}

/// `GET /setup`
pub(super) async fn show(State(state): State<AppState>) -> AppResult<Response> {
    if is_set_up(&state).await? {
        return Ok(Redirect::to("/login").into_response());
    }
    Ok(setup_page(&state, FormState::default()).into_response())
}

/// `POST /setup`
pub(super) async fn submit(
    State(state): State<AppState>,
    ClientAddress(client): ClientAddress,
    jar: CookieJar,
    headers: HeaderMap,
    Form(form): Form<SetupForm>,
) -> AppResult<Response> {
    if is_set_up(&state).await? {
        return Ok(Redirect::to("/login").into_response());
    }
    match set_up(&state, client, &headers, &form).await {
        Ok(session) => Ok(enter(&state, jar, &session, None)),
        Err(error) => form_again(error, |error| {
            let typed = FormState { error: Some(error), name: form.name, handle: form.handle, ..FormState::default() };
            setup_page(&state, typed)
        }),
    }
}

async fn is_set_up(state: &AppState) -> AppResult<bool> {
    Ok(store::count(&mut *state.db.acquire().await?).await? > 0)
}

async fn set_up(state: &AppState, client: IpAddr, headers: &HeaderMap, form: &SetupForm) -> AppResult<Token> {
    match &state.setup_code {
        Some(code) => {
            state.limits.count_code(client)?;
            check_code(code, &form.code)?;
        }
        None => check_host(headers, &state.base_url)?,
    }
    let now = state.clock.now();
    let registration = Registration::prepare(form.handle.parse()?, &form.name, &form.password).await?;
    let mut tx = begin_write(&state.db).await?;
    // Asked again under the write lock: two people may have sent the form at once.
    if store::count(&mut tx).await? > 0 {
        return Err(AppError::Forbidden("Somebody has just set Sheaf up. Ask them for an invitation.".to_owned()));
    }
    let account = registration.insert(&mut tx, now).await?;
    let token = session::begin(&mut tx, account, now).await?;
    tx.commit().await?;
    Ok(token)
}

fn check_code(code: &SetupCode, typed: &str) -> AppResult<()> {
    if code.matches(typed) {
        return Ok(());
    }
    Err(AppError::Forbidden(
        "This is not the set-up code. Copy it from the terminal where Sheaf was started.".to_owned(),
    ))
}

/// Without a code the form must be sent to a name of this machine. A page elsewhere can make its own name lead here
/// ("DNS rebinding"), and then counts as the same site for the browser.
fn check_host(headers: &HeaderMap, base_url: &str) -> AppResult<()> {
    let Some(host) = headers.get(header::HOST) else { return Ok(()) };
    let url = host.to_str().ok().and_then(|host| Url::parse(&format!("http://{host}")).ok());
    match url.as_ref().and_then(Url::host) {
        Some(host) if is_loopback(&host) => Ok(()),
        _ => Err(AppError::Forbidden(format!("Open {base_url} on the machine that runs Sheaf to set it up."))),
    }
}

fn setup_page(state: &AppState, form: FormState) -> Html<String> {
    let (site, needs_code) = (state.site(None), state.setup_code.is_some());
    page(move || view! { <SetupPage site=site setup=Setup { needs_code, form } /> })
}
