//! Signed-in sessions: made with an app password, kept in memory, renewed when they run out.

use std::time::Duration;

use moka::future::Cache;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// Tokens of a session.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Session {
    /// For requests; runs out after some hours at most.
    pub access_jwt: String,
    /// For a new session.
    pub refresh_jwt: String,
    /// Whose it is.
    pub handle: String,
}

/// The sessions that are open.
#[derive(Clone)]
pub(super) struct Sessions(Cache<[u8; 32], Session>);

impl Default for Sessions {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(1_000).time_to_idle(Duration::from_secs(24 * 3600)).build())
    }
}

impl Sessions {
    /// By account and password together: who only knows the name does not get in. The password itself is not kept.
    fn key(identifier: &str, app_password: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update((identifier.len() as u64).to_be_bytes());
        hash.update(identifier);
        hash.update(app_password);
        hash.finalize().into()
    }

    pub async fn get(&self, identifier: &str, app_password: &str) -> Option<Session> {
        self.0.get(&Self::key(identifier, app_password)).await
    }

    pub async fn keep(&self, identifier: &str, app_password: &str, session: Session) {
        self.0.insert(Self::key(identifier, app_password), session).await;
    }
}
