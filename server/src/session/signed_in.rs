//! Extractors that say who is asking.

use app::document::Viewer;
use axum::extract::FromRequestParts;
use axum_extra::extract::CookieJar;
use http::request::Parts;
use http::{HeaderMap, header};
use shared::account::Handle;
use shared::ids::AccountId;

use super::{EXTENDED_EVERY, IDLE_FOR, cookie_name, store};
use crate::accounts::api_tokens;
use crate::accounts::store::{self as accounts, Account};
use crate::accounts::token::TokenHash;
use crate::error::AppError;
use crate::state::AppState;

/// Somebody who is signed in, in a browser or by an API token. Without either, the request ends with
/// [`AppError::SignInNeeded`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Their account.
    pub account_id: AccountId,
    /// Their name in addresses.
    pub handle: Handle,
    /// Their name for people.
    pub name: String,
    /// Whether they administer the installation.
    pub is_admin: bool,
}

/// [`SignedIn`], if anybody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaybeSignedIn(pub Option<SignedIn>);

/// Somebody who is signed in in a browser. For what a person must do and a leaked API token must not: changing the
/// password, making further tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserSession {
    /// Their account.
    pub account: Account,
    /// Their session.
    pub token: TokenHash,
}

/// What a request shows to say who asks. What outlives the request can ask whether it is still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// A browser's session.
    Session(TokenHash),
    /// A program's token.
    ApiToken(TokenHash),
}

impl Credential {
    /// What a request shows. One that names a token is judged by it alone, whatever cookies come along.
    fn of(headers: &HeaderMap, state: &AppState) -> Option<Self> {
        match bearer_token(headers) {
            Some(token) => Some(Self::ApiToken(TokenHash::of(token))),
            None => session_token(headers, state).map(Self::Session),
        }
    }

    async fn account(self, state: &AppState) -> Result<Option<Account>, AppError> {
        match self {
            Self::Session(token) => session_account(state, token).await,
            Self::ApiToken(token) => api_account(state, token).await,
        }
    }

    /// Whether it still opens what it opened: it may have been signed out, expired or taken back. Asking is no use that
    /// would let a session live longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_valid(self, state: &AppState) -> Result<bool, AppError> {
        let mut conn = state.db.acquire().await?;
        let now = state.clock.now();
        Ok(match self {
            Self::Session(token) => store::find(&mut conn, token, now).await?.is_some(),
            Self::ApiToken(token) => api_tokens::owner(&mut conn, token, now).await?.is_some(),
        })
    }
}

impl FromRequestParts<AppState> for Credential {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        Self::of(&parts.headers, state).ok_or(AppError::SignInNeeded)
    }
}

impl SignedIn {
    /// Their whole account.
    ///
    /// # Errors
    /// [`AppError::SignInNeeded`] when it is gone.
    pub async fn account(&self, state: &AppState) -> Result<Account, AppError> {
        let mut conn = state.db.acquire().await?;
        accounts::by_id(&mut conn, self.account_id).await?.ok_or(AppError::SignInNeeded)
    }
}

impl From<Account> for SignedIn {
    fn from(account: Account) -> Self {
        Self { account_id: account.id, handle: account.handle, name: account.name, is_admin: account.is_admin }
    }
}

impl From<SignedIn> for Viewer {
    fn from(person: SignedIn) -> Self {
        Self { handle: person.handle.into(), name: person.name, is_admin: person.is_admin }
    }
}

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let MaybeSignedIn(person) = MaybeSignedIn::from_request_parts(parts, state).await?;
        person.ok_or(AppError::SignInNeeded)
    }
}

impl FromRequestParts<AppState> for MaybeSignedIn {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let account = match Credential::of(&parts.headers, state) {
            Some(credential) => credential.account(state).await?,
            None => None,
        };
        Ok(Self(account.map(Into::into)))
    }
}

impl FromRequestParts<AppState> for BrowserSession {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        if bearer_token(&parts.headers).is_some() {
            return Err(AppError::Forbidden(
                "An API token cannot do this. Sign in with a browser and use the settings page.".to_owned(),
            ));
        }
        let token = session_token(&parts.headers, state).ok_or(AppError::SignInNeeded)?;
        let account = session_account(state, token).await?.ok_or(AppError::SignInNeeded)?;
        Ok(Self { account, token })
    }
}

/// The token of `Authorization: Bearer …`. Other schemes are not ours: a proxy in front may use one.
pub(super) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn session_token(headers: &HeaderMap, state: &AppState) -> Option<TokenHash> {
    let jar = CookieJar::from_headers(headers);
    jar.get(cookie_name(&state.base_url)).map(|cookie| TokenHash::of(cookie.value()))
}

async fn api_account(state: &AppState, token: TokenHash) -> Result<Option<Account>, AppError> {
    let mut conn = state.db.acquire().await?;
    Ok(api_tokens::owner(&mut conn, token, state.clock.now()).await?)
}

async fn session_account(state: &AppState, token: TokenHash) -> Result<Option<Account>, AppError> {
    let mut conn = state.db.acquire().await?;
    let now = state.clock.now();
    let Some(session) = store::find(&mut conn, token, now).await? else { return Ok(None) };
    let expires_at = now + IDLE_FOR;
    if expires_at - session.expires_at >= EXTENDED_EVERY {
        store::extend(&mut conn, token, expires_at).await?;
    }
    Ok(Some(session.account))
}
