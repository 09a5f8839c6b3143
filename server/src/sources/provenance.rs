//! Where captured posts came from, and when.

use chrono::{DateTime, Utc};
use url::Url;

use crate::clock::Clock;
use crate::fetch::host_of;

/// Where captured posts came from, and when: becomes `captured_via` and `captured_at`.
#[derive(Clone, Debug)]
pub(super) struct Provenance {
    /// The host that answered.
    pub host: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Provenance {
    /// Of what `service` answers now.
    pub fn now(service: &Url, clock: &dyn Clock) -> Self {
        Self { host: host_of(service), at: clock.now() }
    }
}
