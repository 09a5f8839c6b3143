//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use app::document::{Assets, Site, Viewer};
use sqlx::SqlitePool;

use crate::accounts::setup_code::SetupCode;
use crate::clock::Clock;
use crate::config::Config;
use crate::limits::Limits;
use crate::secrets::Secrets;

/// Shared by all handlers; cloning it is cheap.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// The parts of [`AppState`].
pub struct Inner {
    /// The database.
    pub db: SqlitePool,
    /// How the server is set up.
    pub config: Config,
    /// The public address, without a slash at the end.
    pub base_url: String,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Addresses of style sheets and scripts.
    pub assets: Assets,
    /// Seals curators' credentials for sources.
    pub secrets: Secrets,
    /// Counts attempts to get in.
    pub limits: Limits,
    /// What the first set-up asks for, unless only this machine can reach it.
    pub setup_code: Option<SetupCode>,
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// Wraps the parts.
    #[must_use]
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// What a page needs to know, for somebody signed in or for everybody.
    #[must_use]
    pub fn site(&self, viewer: Option<Viewer>) -> Site {
        Site { base_url: self.base_url.clone(), assets: self.assets.clone(), viewer }
    }
}
