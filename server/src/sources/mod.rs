//! Sources: the networks and kinds of places that posts come from, behind one trait.
//!
//! A connector turns a network's answers into [`Captured`] posts: normalised, sanitised, attributed. It asks
//! through the shared [`Fetcher`](crate::fetch::Fetcher) only, never by a client of its own, and knows nothing of
//! the store.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use shared::api::{Notice, SourceInfo};
use shared::ids::MediaId;
use shared::post::{Post, SourceKind};
use shared::search::SearchTerm;
use url::Url;

pub use error::SourceError;
pub use pictures::Pictures;
pub use registry::Sources;

mod answer;
pub mod bluesky;
mod cursor;
mod error;
mod lenient;
pub mod link;
pub mod mastodon;
mod pictures;
mod provenance;
mod registry;
pub mod sample;

/// A post as a connector found it.
///
/// Its own identifiers are fresh; the store replaces them when it knows the post or a picture already.
#[derive(Clone, Debug, PartialEq)]
pub struct Captured {
    /// The post, ready to be shown.
    pub post: Post,
    /// Where each of its pictures can be copied from (`https:` addresses, or `sample:` for built-in ones).
    pub pictures: Vec<(MediaId, String)>,
    /// The network's own answer about it, kept as provenance.
    pub raw: serde_json::Value,
}

/// One page of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Newest first for searches; in reading order for a thread.
    pub posts: Vec<Captured>,
    /// Opaque: handed back as [`SearchRequest::cursor`] for the next page.
    pub next: Option<String>,
    /// What the curator should know about the answer.
    pub notices: Vec<Notice>,
}

/// What to search for.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// The search, understood.
    pub term: SearchTerm,
    /// Where to go on, from [`Found::next`].
    pub cursor: Option<String>,
    /// The curator's own access to this source, if they connected one.
    pub access: Option<Access>,
}

/// A curator's credentials for a source; encrypted at rest, never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Access {
    /// A user token of one Mastodon server.
    Mastodon {
        /// The server that issued it.
        server: Url,
        /// The token.
        token: String,
    },
    /// An account with an app password.
    Bluesky {
        /// Handle or e-mail.
        identifier: String,
        /// The app password.
        app_password: String,
    },
}

impl Access {
    /// The source it is for.
    #[must_use]
    pub const fn kind(&self) -> SourceKind {
        match self {
            Self::Mastodon { .. } => SourceKind::Mastodon,
            Self::Bluesky { .. } => SourceKind::Bluesky,
        }
    }
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Access(…)")
    }
}

/// One network or kind of place.
#[async_trait]
pub trait Source: Send + Sync {
    /// Which it is.
    fn kind(&self) -> SourceKind;

    /// How the editor presents it.
    fn info(&self) -> SourceInfo;

    /// Answers a search. A [`SearchTerm::Url`] gives that post first, then what else is in its thread.
    async fn search(&self, request: &SearchRequest) -> Result<Found, SourceError>;

    /// The post at an address; `None` when the address is not one of this source's.
    async fn capture(&self, url: &Url, access: Option<&Access>) -> Result<Option<Captured>, SourceError>;

    /// Tries credentials before they are kept; gives the label to show for them (a handle or a server's name).
    async fn check_access(&self, access: &Access) -> Result<String, SourceError>;
}
