//! Asking a network's interface for JSON, with its refusals put into the words of [`SourceError`].

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::Value;

use super::SourceError;
use crate::clock::Clock;
use crate::fetch::{Fetched, Fetcher, Request, host_of};

/// What an interface answered.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// The body.
    pub body: Value,
    /// The exchange, for its headers and final address.
    pub fetched: Fetched,
}

/// As whom a request is made: decides what a refusal means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Caller {
    /// Without an account; what to advise when that is not enough.
    Visitor(&'static str),
    /// With the curator's own access.
    Member,
}

/// Asks for JSON.
pub(super) async fn ask(
    fetcher: &Fetcher,
    clock: &dyn Clock,
    request: Request,
    caller: Caller,
) -> Result<Answer, SourceError> {
    let fetched = fetcher.fetch(request).await?;
    if !fetched.status.is_success() {
        return Err(refusal(&fetched, caller, clock.now()));
    }
    match serde_json::from_slice(&fetched.body) {
        Ok(body) => Ok(Answer { body, fetched }),
        Err(_) => Err(not_understood(&fetched, "half an answer, or not JSON")),
    }
}

/// What a status other than success means. The words in the body are the server's and often localised: not used.
pub(super) fn refusal(fetched: &Fetched, caller: Caller, now: DateTime<Utc>) -> SourceError {
    let host = host_of(&fetched.url);
    // A page saying “not found” comes from something that has no such interface at all.
    let is_json = serde_json::from_slice::<Value>(&fetched.body).is_ok();
    match (fetched.status, caller) {
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, Caller::Visitor(advice)) => {
            SourceError::Closed { host, advice: advice.to_owned() }
        }
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, Caller::Member) => SourceError::AccessRefused { host },
        (StatusCode::NOT_FOUND | StatusCode::GONE, _) if is_json => SourceError::Gone,
        (StatusCode::TOO_MANY_REQUESTS, _) => SourceError::SlowDown { host, until: retry_at(fetched, now) },
        (status, _) => not_understood(fetched, &format!("status {}", status.as_u16())),
    }
}

/// An answer that is not what the interface promises.
pub(super) fn not_understood(fetched: &Fetched, reason: &str) -> SourceError {
    SourceError::NotUnderstood { host: host_of(&fetched.url), reason: reason.to_owned() }
}

/// When a server will answer again: `Retry-After` in seconds or as a date, or the reset of its limit as ISO time
/// (Mastodon), as seconds since 1970 (Bluesky) or as seconds from now.
fn retry_at(fetched: &Fetched, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    ["retry-after", "x-ratelimit-reset", "ratelimit-reset"].into_iter().find_map(|name| {
        let value = fetched.header(name)?.trim();
        if let Ok(number) = value.parse::<i64>() {
            // No limit lasts for thirty years: a number that large is a date.
            return match number > 1_000_000_000 {
                true => DateTime::from_timestamp(number, 0),
                false => now.checked_add_signed(TimeDelta::try_seconds(number)?),
            };
        }
        let iso = DateTime::parse_from_rfc3339(value).ok().map(|time| time.to_utc());
        iso.or_else(|| httpdate::parse_http_date(value).ok().map(DateTime::from))
    })
}
