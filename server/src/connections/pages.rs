//! Settings: connecting a source with the curator's own account there.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;
use shared::post::SourceKind;
use url::Url;

use super::store;
use crate::accounts::settings::{Done, page::conclude};
use crate::error::{AppError, AppResult};
use crate::extract::{Form, Path};
use crate::session::BrowserSession;
use crate::sources::Access;
use crate::state::AppState;

#[derive(Deserialize)]
struct BlueskyForm {
    identifier: String,
    app_password: String,
}

#[derive(Deserialize)]
struct MastodonForm {
    server: String,
    token: String,
}

/// `/settings/connections/…`
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/settings/connections/bluesky", post(connect_bluesky))
        .route("/settings/connections/mastodon", post(connect_mastodon))
        .route("/settings/connections/{source}/remove", post(disconnect))
}

async fn connect_bluesky(
    State(state): State<AppState>,
    session: BrowserSession,
    Form(form): Form<BlueskyForm>,
) -> AppResult<Response> {
    let outcome = match bluesky_access(&form) {
        Ok(access) => connect(&state, &session, SourceKind::Bluesky, access).await,
        Err(error) => Err(error),
    };
    conclude(&state, session, SourceKind::Bluesky.key(), outcome).await
}

async fn connect_mastodon(
    State(state): State<AppState>,
    session: BrowserSession,
    Form(form): Form<MastodonForm>,
) -> AppResult<Response> {
    let outcome = match mastodon_access(&form) {
        Ok(access) => connect(&state, &session, SourceKind::Mastodon, access).await,
        Err(error) => Err(error),
    };
    conclude(&state, session, SourceKind::Mastodon.key(), outcome).await
}

async fn disconnect(
    State(state): State<AppState>,
    session: BrowserSession,
    Path(source): Path<SourceKind>,
) -> AppResult<Response> {
    store::remove(&mut *state.db.acquire().await?, session.account.id, source).await?;
    conclude(&state, session, source.key(), Ok(Done::Disconnected)).await
}

/// Keeps credentials once the source itself has accepted them.
async fn connect(state: &AppState, session: &BrowserSession, kind: SourceKind, access: Access) -> AppResult<Done> {
    let source = state.sources.get(kind).ok_or_else(|| {
        AppError::Invalid(format!("{} is not offered by this installation. Ask its operator.", kind.label()))
    })?;
    let label = source.check_access(&access).await?;
    let mut conn = state.db.acquire().await?;
    store::put(&mut conn, &state.secrets, session.account.id, &access, &label, state.clock.now()).await?;
    Ok(Done::Connected)
}

fn bluesky_access(form: &BlueskyForm) -> AppResult<Access> {
    let identifier = form.identifier.trim().trim_start_matches('@');
    let app_password = form.app_password.trim();
    if identifier.is_empty() || app_password.is_empty() {
        return Err(AppError::Invalid(
            "Fill in your Bluesky handle and an app password; you make one in Bluesky under Settings → Privacy and \
             security → App passwords."
                .to_owned(),
        ));
    }
    Ok(Access::Bluesky { identifier: identifier.to_owned(), app_password: app_password.to_owned() })
}

fn mastodon_access(form: &MastodonForm) -> AppResult<Access> {
    let server = server_address(&form.server).ok_or_else(|| {
        AppError::Invalid("Write the address of your server like “https://mastodon.example”.".to_owned())
    })?;
    let token = form.token.trim();
    if token.is_empty() {
        return Err(AppError::Invalid(
            "Fill in an access token; you make one on your server under Preferences → Development → New application, \
             with the scope “read”."
                .to_owned(),
        ));
    }
    Ok(Access::Mastodon { server, token: token.to_owned() })
}

/// The server alone, as people name it: `mastodon.example`, or the address of any page there.
fn server_address(typed: &str) -> Option<Url> {
    let typed = typed.trim();
    let address = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    Url::parse(&url.origin().ascii_serialization()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_understood_as_people_name_it() {
        let understood = |typed| server_address(typed).map(String::from);
        for typed in ["mastodon.example", " https://mastodon.example ", "https://ada@mastodon.example/@ada?x#y"] {
            assert_eq!(understood(typed).as_deref(), Some("https://mastodon.example/"), "{typed}");
        }
        assert_eq!(understood("http://127.0.0.1:4191").as_deref(), Some("http://127.0.0.1:4191/"));
        for bad in ["", "ftp://mastodon.example", "https://", "two words"] {
            assert_eq!(understood(bad), None, "{bad}");
        }
    }

    #[test]
    fn empty_fields_are_told_before_the_source_is_asked() {
        let form = BlueskyForm { identifier: " @ ".to_owned(), app_password: "xxxx".to_owned() };
        assert!(matches!(bluesky_access(&form), Err(AppError::Invalid(_))));
        let form = MastodonForm { server: "mastodon.example".to_owned(), token: " ".to_owned() };
        assert!(matches!(mastodon_access(&form), Err(AppError::Invalid(_))));
    }

    #[test]
    fn a_handle_may_be_pasted_with_its_at_sign() {
        let form = BlueskyForm { identifier: " @ada.example ".to_owned(), app_password: " abcd-efgh ".to_owned() };
        let access = bluesky_access(&form).unwrap();
        assert_eq!(
            access,
            Access::Bluesky { identifier: "ada.example".to_owned(), app_password: "abcd-efgh".to_owned() }
        );
    }
}
