//! Settings: what readers see of a curator, and the password.

use std::net::IpAddr;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::Done;
use super::page::{conclude, conclude_with};
use crate::accounts::password::{self, NewPassword, Verdict};
use crate::accounts::profile::{parse_bio, parse_name};
use crate::accounts::store;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::Form;
use crate::limits::ClientAddress;
use crate::session::{self, BrowserSession};
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct ProfileForm {
    name: String,
    bio: String,
}

#[derive(Deserialize)]
pub(super) struct PasswordForm {
    current: String,
    new: String,
}

/// `POST /settings/profile`
pub(super) async fn save(
    State(state): State<AppState>,
    session: BrowserSession,
    Form(form): Form<ProfileForm>,
) -> AppResult<Response> {
    let outcome = save_profile(&state, &session, &form).await;
    conclude_with(&state, session, "profile", outcome, |settings| {
        settings.name = form.name;
        settings.bio = form.bio;
    })
    .await
}

/// `POST /settings/password`
pub(super) async fn change_password(
    State(state): State<AppState>,
    session: BrowserSession,
    ClientAddress(client): ClientAddress,
    Form(form): Form<PasswordForm>,
) -> AppResult<Response> {
    let outcome = replace_password(&state, &session, client, form).await;
    conclude(&state, session, "password", outcome).await
}

async fn save_profile(state: &AppState, session: &BrowserSession, form: &ProfileForm) -> AppResult<Done> {
    let (name, bio) = (parse_name(&form.name)?, parse_bio(&form.bio)?);
    store::set_profile(&mut *state.db.acquire().await?, session.account.id, &name, &bio).await?;
    Ok(Done::Profile)
}

/// Asks for the current password, and counts attempts like those to sign in: a browser that was left open must not
/// be enough to take the account over. Whoever else had got in is signed out.
async fn replace_password(
    state: &AppState,
    session: &BrowserSession,
    client: IpAddr,
    form: PasswordForm,
) -> AppResult<Done> {
    let account = &session.account;
    let new = NewPassword::parse(&form.new)?;
    state.limits.count_sign_in(&account.handle, client)?;
    let stored = store::password_hash(&mut *state.db.acquire().await?, account.id).await?;
    if password::verify(form.current, stored).await? == Verdict::Wrong {
        return Err(AppError::Invalid("This is not your current password. Type it again.".to_owned()));
    }
    let hash = password::hash(new).await?;
    let mut tx = begin_write(&state.db).await?;
    store::set_password_hash(&mut tx, account.id, &hash).await?;
    session::store::delete_others(&mut tx, account.id, session.token).await?;
    tx.commit().await?;
    state.live.ask_all();
    Ok(Done::Password)
}
