//! Who is asking: browsers by a session cookie, programs by an API token.
//!
//! A session is 32 random bytes in a cookie and their hash in the database. It ends after thirty days without use;
//! the database alone decides that, the cookie itself just stays with the browser.

use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, header};
use shared::ids::AccountId;
use sqlx::SqliteConnection;

pub use cross_site::refuse_cross_site;
pub use signed_in::{BrowserSession, Credential, MaybeSignedIn, SignedIn};

use crate::accounts::token::Token;
use store::NewSession;

mod cross_site;
mod signed_in;
pub mod store;

/// How long a session lives without being used.
const IDLE_FOR: TimeDelta = TimeDelta::days(30);
/// A session that was extended within this time is not extended again: most requests only read the database.
const EXTENDED_EVERY: TimeDelta = TimeDelta::days(1);

/// Signs an account in: begins a session, and clears away those that have expired.
///
/// # Errors
/// When the database fails.
pub async fn begin(conn: &mut SqliteConnection, account: AccountId, now: DateTime<Utc>) -> sqlx::Result<Token> {
    let token = Token::fresh();
    store::delete_expired(conn, now).await?;
    store::insert(conn, token.hash(), NewSession { account, expires_at: now + IDLE_FOR }, now).await?;
    Ok(token)
}

/// The cookie that carries a session's token. Scripts cannot read it, and other sites' forms do not send it.
#[must_use]
pub fn cookie(base_url: &str, token: &str) -> Cookie<'static> {
    Cookie::build((cookie_name(base_url), token.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_https(base_url))
        .permanent()
        .build()
}

/// Whether a request comes with a session, of which nobody has asked whether it is one.
#[must_use]
pub fn is_claimed(headers: &HeaderMap, base_url: &str) -> bool {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut names = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
    names.any(|(name, _)| name.trim() == cookie_name(base_url))
}

/// Over HTTPS the prefix makes browsers refuse the cookie from anybody but this very host; over plain HTTP, where
/// there is no such promise, they would refuse the prefix.
fn cookie_name(base_url: &str) -> &'static str {
    if is_https(base_url) { "__Host-sheaf_session" } else { "sheaf_session" }
}

fn is_https(base_url: &str) -> bool {
    base_url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites() {
        let text = cookie("http://127.0.0.1:3000", "abc").to_string();
        assert!(text.starts_with("sheaf_session=abc; HttpOnly; SameSite=Lax; Path=/; Max-Age="), "{text}");
        assert!(!text.contains("Secure"), "a browser would drop it over plain HTTP");
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let text = cookie("https://stories.example", "abc").to_string();
        assert!(text.starts_with("__Host-sheaf_session=abc; HttpOnly; SameSite=Lax; Secure; Path=/;"), "{text}");
        assert!(!text.contains("Domain"), "{text}");
    }
}
