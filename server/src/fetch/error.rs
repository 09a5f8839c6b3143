//! Why something could not be fetched, in words for people.

use std::time::Duration;

/// Why something could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Not an address that Sheaf opens: no web address, an unusual port, a password in it. Others may open it.
    #[error("{0}")]
    NotAllowed(String),
    /// An address in a private network.
    #[error("{0}")]
    Private(String),
    /// No such host, no connection, or it broke off.
    #[error("{host} could not be reached ({reason})")]
    Unreachable {
        /// The host that was asked.
        host: String,
        /// In a few words.
        reason: String,
    },
    /// The answer was not complete in time.
    #[error("{host} could not be reached (no answer within {})", seconds(*.limit))]
    TimedOut {
        /// The host that was asked.
        host: String,
        /// How long Sheaf waited.
        limit: Duration,
    },
    /// It sent us round in circles.
    #[error("{host} redirects too often")]
    TooManyRedirects {
        /// The host that was asked last.
        host: String,
    },
    /// The body is larger than what is asked for can be.
    #[error("{host} sent more than {} MB", limit / 1_000_000)]
    TooLarge {
        /// The host that was asked.
        host: String,
        /// The most bytes that were allowed.
        limit: usize,
    },
    /// The body is of another type than what was asked for.
    #[error("{host} sent {found} instead of {wanted}")]
    WrongType {
        /// The host that was asked.
        host: String,
        /// What was wanted, in words.
        wanted: &'static str,
        /// What came, in words.
        found: String,
    },
}

impl FetchError {
    /// Every [`Self::key`].
    pub(super) const KEYS: [&str; 7] =
        ["not_allowed", "private", "unreachable", "timed_out", "redirects", "too_large", "wrong_type"];

    /// In a word, for counting.
    pub(super) const fn key(&self) -> &'static str {
        match self {
            Self::NotAllowed(_) => "not_allowed",
            Self::Private(_) => "private",
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut { .. } => "timed_out",
            Self::TooManyRedirects { .. } => "redirects",
            Self::TooLarge { .. } => "too_large",
            Self::WrongType { .. } => "wrong_type",
        }
    }
}

/// A time limit in words: `10 seconds`, `200 milliseconds`.
pub(crate) fn seconds(limit: Duration) -> String {
    match limit.as_secs() {
        0 => format!("{} milliseconds", limit.as_millis()),
        1 => "1 second".to_owned(),
        more => format!("{more} seconds"),
    }
}
