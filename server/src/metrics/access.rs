//! Who may read the numbers. To anybody else there is no such page.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum_extra::TypedHeader;
use axum_extra::headers::Authorization;
use axum_extra::headers::authorization::Bearer;
use http::request::Parts;

use crate::accounts::setup_code::is_for_this_machine_only;
use crate::accounts::token::TokenHash;
use crate::limits::ClientAddress;
use crate::state::AppState;

/// The fewest characters of a token.
const LEAST: usize = 16;

/// A secret that a monitoring system sends.
#[derive(Clone, PartialEq, Eq)]
pub struct MetricsToken(TokenHash);

/// A token that somebody could guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token has {LEAST} characters or more; `openssl rand -hex 16` makes one")]
pub struct TooShort;

impl FromStr for MetricsToken {
    type Err = TooShort;

    fn from_str(token: &str) -> Result<Self, TooShort> {
        if token.chars().count() < LEAST { Err(TooShort) } else { Ok(Self(TokenHash::of(token))) }
    }
}

impl fmt::Debug for MetricsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MetricsToken(…)")
    }
}

/// Whether whoever asks may read the numbers.
///
/// With a token, who sends it. Without, programs on this machine, as long as nobody else can reach the server: behind a
/// proxy on the same machine everybody's requests come from it, and not every proxy says that they do.
pub struct MayRead(pub bool);

impl FromRequestParts<AppState> for MayRead {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let Some(token) = &state.config.metrics_token else {
            let ClientAddress(client) = ClientAddress::from_request_parts(parts, state).await?;
            return Ok(Self(client.to_canonical().is_loopback() && is_for_this_machine_only(&state.config)));
        };
        let sent = TypedHeader::<Authorization<Bearer>>::from_request_parts(parts, state).await;
        // Compared by hash, so that the time it takes tells nothing.
        Ok(Self(sent.is_ok_and(|TypedHeader(Authorization(sent))| TokenHash::of(sent.token()) == token.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_is_not_shown() {
        assert_eq!("short".parse::<MetricsToken>(), Err(TooShort));
        let token: MetricsToken = "0123456789abcdef".parse().expect("long enough");
        assert_eq!(format!("{token:?}"), "MetricsToken(…)");
    }
}
