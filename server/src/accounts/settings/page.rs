//! The settings page itself, as each of its forms shows it again.

use app::document::Viewer;
use app::pages::settings::{ApiToken, OpenInvitation, Settings, SettingsPage};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use shared::post::SourceKind;

use super::Done;
use crate::accounts::pages::form_again;
use crate::accounts::store::Account;
use crate::accounts::{api_tokens, invitations};
use crate::connections::store as connections;
use crate::error::AppResult;
use crate::extract::Query;
use crate::render::page;
use crate::session::{BrowserSession, SignedIn};
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct SettingsQuery {
    done: Option<String>,
}

/// `GET /settings`
pub(super) async fn show(
    State(state): State<AppState>,
    session: BrowserSession,
    Query(query): Query<SettingsQuery>,
) -> AppResult<Html<String>> {
    let done = query.done.as_deref().and_then(Done::from_key);
    let mut settings = load(&state, &session.account).await?;
    settings.done = done.map(|done| done.words().to_owned());
    Ok(render(&state, session.account, settings))
}

/// Ends a form: leads to the page with what was done, or shows it again with what was wrong in `section`.
///
/// # Errors
/// When the error is not one that the form can show, or the page cannot be loaded.
pub(crate) async fn conclude(
    state: &AppState,
    session: BrowserSession,
    section: &'static str,
    outcome: AppResult<Done>,
) -> AppResult<Response> {
    conclude_with(state, session, section, outcome, |_| {}).await
}

/// [`conclude`], with what was typed put back into the page by `keep_typed`.
pub(super) async fn conclude_with(
    state: &AppState,
    session: BrowserSession,
    section: &'static str,
    outcome: AppResult<Done>,
    keep_typed: impl FnOnce(&mut Settings),
) -> AppResult<Response> {
    match outcome {
        Ok(done) => Ok(Redirect::to(&format!("/settings?done={}", done.key())).into_response()),
        Err(error) => {
            let mut settings = load(state, &session.account).await?;
            keep_typed(&mut settings);
            form_again(error, |error| {
                settings.error = Some((section, error));
                render(state, session.account, settings)
            })
        }
    }
}

/// The page as it is, with nothing said.
pub(super) async fn load(state: &AppState, account: &Account) -> AppResult<Settings> {
    let mut conn = state.db.acquire().await?;
    let connected = connections::list(&mut conn, account.id).await?;
    let label =
        |source| connected.iter().find(|connection| connection.source == source).map(|found| found.label.clone());
    let open = invitations::list_open(&mut conn, account.id, state.clock.now()).await?;
    let tokens = api_tokens::list(&mut conn, account.id).await?;
    Ok(Settings {
        done: None,
        error: None,
        name: account.name.clone(),
        bio: account.bio.clone(),
        bluesky: label(SourceKind::Bluesky),
        mastodon: label(SourceKind::Mastodon),
        new_invitation: None,
        invitations: open.iter().map(shown_invitation).collect(),
        new_token: None,
        tokens: tokens.into_iter().map(shown_token).collect(),
    })
}

/// The page for its owner.
pub(super) fn render(state: &AppState, account: Account, settings: Settings) -> Html<String> {
    let site = state.site(Some(Viewer::from(SignedIn::from(account))));
    page(move || view! { <SettingsPage site=site settings=settings /> })
}

fn shown_invitation(invitation: &invitations::Invitation) -> OpenInvitation {
    OpenInvitation { id: invitation.id.to_string(), expires_at: invitation.expires_at }
}

fn shown_token(token: api_tokens::ApiToken) -> ApiToken {
    ApiToken {
        id: token.id.to_string(),
        name: token.name,
        created_at: token.created_at,
        last_used_at: token.last_used_at,
    }
}
