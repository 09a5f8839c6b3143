//! One error for every handler. Handlers return it; [`crate::router`] renders it, as problem+json for the API and as
//! a page for people.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use shared::edit::Conflict;
use shared::problem::Problem;

use crate::sources::SourceError;

/// What a handler returns.
pub type AppResult<T> = Result<T, AppError>;

/// Why a request could not be answered. Messages are for people: what happened, and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// 404: not there, or not for this person; the two look the same.
    #[error("There is nothing at this address. It may have been moved, unpublished or deleted.")]
    NotFound,
    /// 401: nobody is signed in. Pages lead to the sign-in form.
    #[error("Sign in first. Your session may have expired; nothing you wrote here is lost while this page is open.")]
    SignInNeeded,
    /// 403: this person may not.
    #[error("{0}")]
    Forbidden(String),
    /// 400: the request itself is broken.
    #[error("{0}")]
    BadRequest(String),
    /// 422: well-formed, but something in it cannot be.
    #[error("{0}")]
    Invalid(String),
    /// 409: the story is no longer what this edit was made on.
    #[error("Somebody changed the same place meanwhile. Nothing was overwritten; choose which version to keep.")]
    Conflict {
        /// What the story holds now in the places at issue.
        conflicts: Vec<Conflict>,
        /// Where the story is now.
        revision: u64,
    },
    /// 429: too many attempts.
    #[error("Too many attempts. Wait {} and try again.", in_words(*retry_after))]
    TooManyAttempts {
        /// Seconds until it is worth trying again.
        retry_after: u64,
    },
    /// 503: no place left for now.
    #[error("{detail}")]
    Busy {
        /// What is full, and what to do.
        detail: String,
        /// Seconds until it is worth trying again.
        retry_after: u64,
    },
    /// 413: more than Sheaf takes.
    #[error("{0}")]
    TooLarge(String),
    /// A source could not answer; the status depends on why.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// 500: our fault. The cause goes to the log, never to the visitor.
    #[error(
        "Something went wrong on our side. Your work is kept; try again, and tell the operator if it happens again."
    )]
    Internal(#[source] anyhow::Error),
}

fn in_words(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<shared::story::LimitExceeded> for AppError {
    fn from(error: shared::story::LimitExceeded) -> Self {
        Self::TooLarge(error.to_string())
    }
}

impl AppError {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Source(error) => match error {
                SourceError::Unreachable { .. } => StatusCode::GATEWAY_TIMEOUT,
                SourceError::NotUnderstood { .. } => StatusCode::BAD_GATEWAY,
                SourceError::SlowDown { .. } => StatusCode::SERVICE_UNAVAILABLE,
                SourceError::Gone => StatusCode::NOT_FOUND,
                SourceError::Closed { .. } | SourceError::AccessRefused { .. } => StatusCode::FAILED_DEPENDENCY,
                SourceError::NotAllowed(_) | SourceError::Unsupported(_) => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A stable name for programs and a short title for people.
    #[must_use]
    pub fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("not-found", "Not found"),
            Self::SignInNeeded => ("sign-in-needed", "Sign in needed"),
            Self::Forbidden(_) => ("forbidden", "Not allowed"),
            Self::BadRequest(_) => ("bad-request", "Request not understood"),
            Self::Invalid(_) => ("invalid", "Something does not fit"),
            Self::Conflict { .. } => ("conflict", "Changed meanwhile"),
            Self::TooManyAttempts { .. } => ("too-many-attempts", "Too many attempts"),
            Self::Busy { .. } => ("busy", "No place left"),
            Self::TooLarge(_) => ("too-large", "Too large"),
            Self::Source(error) => match error {
                SourceError::Unreachable { .. } => ("source-unreachable", "Source not reached"),
                SourceError::Closed { .. } => ("source-closed", "Source closed to visitors"),
                SourceError::AccessRefused { .. } => ("source-access-refused", "Source refused the account"),
                SourceError::SlowDown { .. } => ("source-slow-down", "Source asks to slow down"),
                SourceError::Gone => ("source-gone", "Post not there"),
                SourceError::NotUnderstood { .. } => ("source-not-understood", "Source broke down"),
                SourceError::NotAllowed(_) => ("address-not-allowed", "Address not allowed"),
                SourceError::Unsupported(_) => ("search-unsupported", "Search not possible here"),
            },
            Self::Internal(_) => ("internal", "Our mistake"),
        }
    }

    /// Seconds until it is worth trying again, when that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyAttempts { retry_after } | Self::Busy { retry_after, .. } => Some(*retry_after),
            _ => None,
        }
    }

    /// The error as the API tells it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (kind, title) = self.kind();
        let (conflicts, revision) = match self {
            Self::Conflict { conflicts, revision } => (conflicts.clone(), Some(*revision)),
            _ => (Vec::new(), None),
        };
        Problem {
            kind: format!("/problems/{kind}"),
            title: title.to_owned(),
            status: self.status().as_u16(),
            detail: self.to_string(),
            conflicts,
            revision,
            retry_after: self.retry_after(),
        }
    }
}

/// Carries the error to the layer that renders it; see [`crate::router`].
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(error = format!("{cause:#}"), "A request failed on our side");
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}
