//! People who may sign in: set-up, signing in, invitations, settings, API tokens.

use chrono::{DateTime, Utc};
use shared::account::Handle;
use shared::ids::AccountId;
use sqlx::SqliteConnection;

pub use store::count as count_accounts;

use crate::error::AppResult;
use registration::Registration;

pub mod api_tokens;
pub mod invitations;
pub mod pages;
pub mod password;
mod profile;
pub(crate) mod registration;
pub(crate) mod settings;
pub mod setup_code;
pub mod store;
pub mod token;

/// Makes an account, as the command line does. The first one administers the installation.
///
/// # Errors
/// [`AppError::Invalid`](crate::error::AppError::Invalid) in words when the handle is taken or the name or password
/// cannot be.
pub async fn create_account(
    conn: &mut SqliteConnection,
    handle: &Handle,
    name: &str,
    password: &str,
    now: DateTime<Utc>,
) -> AppResult<AccountId> {
    Registration::prepare(handle.clone(), name, password).await?.insert(conn, now).await
}

/// Makes an account with a password of our choosing and gives the password, which is not kept.
///
/// # Errors
/// As [`create_account`].
pub async fn create_account_with_fresh_password(
    conn: &mut SqliteConnection,
    handle: &Handle,
    name: &str,
    now: DateTime<Utc>,
) -> AppResult<(AccountId, String)> {
    let password = token::Token::fresh().reveal()[..FRESH_PASSWORD].to_owned();
    let id = create_account(conn, handle, name, &password, now).await?;
    Ok((id, password))
}

/// Characters of a password of our choosing; six random bits each.
const FRESH_PASSWORD: usize = 16;

/// Makes an API token for an account and gives its secret, which is not kept.
///
/// # Errors
/// [`AppError::Invalid`](crate::error::AppError::Invalid) when the name cannot be.
pub async fn create_token(
    conn: &mut SqliteConnection,
    account: AccountId,
    name: &str,
    now: DateTime<Utc>,
) -> AppResult<String> {
    let name = profile::parse_token_name(name)?;
    Ok(api_tokens::create(conn, account, &name, now).await?.reveal().to_owned())
}
