//! Settings: profile and password, invitations and API tokens, connections to sources.

use axum::Router;
use axum::routing::{get, post};

use crate::connections;
use crate::state::AppState;

mod access;
mod done;
pub(crate) mod page;
mod profile;

pub(crate) use done::Done;

/// `/settings` and what its forms post to.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/settings", get(page::show))
        .route("/settings/profile", post(profile::save))
        .route("/settings/password", post(profile::change_password))
        .route("/settings/invitations", post(access::invite))
        .route("/settings/invitations/{id}/remove", post(access::remove_invitation))
        .route("/settings/tokens", post(access::create_token))
        .route("/settings/tokens/{id}/remove", post(access::remove_token))
        .merge(connections::pages::router())
}
