//! Why a source could not answer, in words for curators.

use chrono::{DateTime, Utc};

use crate::fetch::{FetchError, seconds};

/// Why a source could not answer. The message says what happened and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// No answer, or none in time.
    #[error("{host} could not be reached ({reason}). Try again in a moment; nothing in your story has changed.")]
    Unreachable {
        /// The host that was asked.
        host: String,
        /// In a few words: "no answer within 10 seconds", "connection refused".
        reason: String,
    },
    /// It answers members only.
    #[error("{host} does not answer visitors without an account. {advice}")]
    Closed {
        /// The host that was asked.
        host: String,
        /// What to do instead, a sentence.
        advice: String,
    },
    /// The credentials were refused.
    #[error("{host} did not accept the account or token. Check it under Settings → Connections.")]
    AccessRefused {
        /// The host that was asked.
        host: String,
    },
    /// Too many requests.
    #[error("{host} asks us to slow down. Try again {}.", until.map_or_else(|| "in a few minutes".to_owned(), |time| format!("at {} UTC", time.format("%H:%M"))))]
    SlowDown {
        /// The host that was asked.
        host: String,
        /// When it will answer again, if it said so.
        until: Option<DateTime<Utc>>,
    },
    /// Deleted, or never there.
    #[error("This post is not there: it was deleted, or the address has a slip.")]
    Gone,
    /// It broke down, or answered something else than its interface promises (a web page, half an answer).
    #[error("{host} sent an answer that Sheaf could not read ({reason}). It may be overloaded; try again later.")]
    NotUnderstood {
        /// The host that was asked.
        host: String,
        /// In a few words: "a web page instead of data", "status 500".
        reason: String,
    },
    /// The fetcher may not go there.
    #[error("{0}")]
    NotAllowed(String),
    /// The source cannot do this kind of search.
    #[error("{0}")]
    Unsupported(String),
}

impl SourceError {
    /// In a word, for counting.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::Closed { .. } => "closed",
            Self::AccessRefused { .. } => "access_refused",
            Self::SlowDown { .. } => "slow_down",
            Self::Gone => "gone",
            Self::NotUnderstood { .. } => "not_understood",
            Self::NotAllowed(_) => "not_allowed",
            Self::Unsupported(_) => "unsupported",
        }
    }

    /// What happened, without what to do next: for a notice about one place among several.
    #[must_use]
    pub fn in_short(&self) -> String {
        match self {
            Self::Unreachable { host, reason } => format!("{host} could not be reached ({reason})"),
            Self::Closed { host, .. } => format!("{host} does not answer visitors without an account"),
            Self::AccessRefused { host } => format!("{host} did not accept the connected account"),
            Self::SlowDown { host, until: Some(time) } => {
                format!("{host} asks us to slow down until {} UTC", time.format("%H:%M"))
            }
            Self::SlowDown { host, until: None } => format!("{host} asks us to slow down"),
            Self::NotUnderstood { host, reason } => format!("{host} could not be understood ({reason})"),
            Self::Gone => "the post is not there".to_owned(),
            Self::NotAllowed(text) | Self::Unsupported(text) => text.trim_end_matches('.').to_owned(),
        }
    }
}

impl From<FetchError> for SourceError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::NotAllowed(text) | FetchError::Private(text) => Self::NotAllowed(text),
            FetchError::Unreachable { host, reason } => Self::Unreachable { host, reason },
            FetchError::TimedOut { host, limit } => {
                Self::Unreachable { host, reason: format!("no answer within {}", seconds(limit)) }
            }
            FetchError::TooManyRedirects { host } => {
                Self::NotUnderstood { host, reason: "it redirects in circles".to_owned() }
            }
            FetchError::TooLarge { host, limit } => {
                Self::NotUnderstood { host, reason: format!("more than {} MB", limit / 1_000_000) }
            }
            FetchError::WrongType { host, wanted, found } => {
                Self::NotUnderstood { host, reason: format!("{found} instead of {wanted}") }
            }
        }
    }
}
