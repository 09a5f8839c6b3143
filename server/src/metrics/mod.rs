//! Numbers for an operator's monitoring, in the text format of Prometheus (OpenMetrics).
//!
//! Whoever does something counts it: a [`Counted`] lies with the fetcher, the writer of edits and the cache of pages, and
//! is registered here. A count is one atomic addition; what must be asked for (sizes, who is here) is asked when somebody
//! looks.

use chrono::{DateTime, Utc};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use shared::post::SourceKind;

use crate::fetch::Fetcher;
use crate::publish::cache::PageCache;
use crate::sources::SourceError;
use crate::state::AppState;
use crate::stories::writer::Writer;

mod access;
pub mod pages;
mod requests;
mod sizes;

pub use access::MetricsToken;
pub use requests::{ReadyPages, Requests};
use sizes::Sizes;

/// Those that are asked over a network, and the one to try things with.
const SOURCES: [SourceKind; 4] = [SourceKind::Mastodon, SourceKind::Bluesky, SourceKind::Link, SourceKind::Sample];

/// A number told apart by one label.
pub type Counted = Family<[(&'static str, &'static str); 1], Counter>;
/// A number told apart by two labels.
type CountedByTwo = Family<[(&'static str, &'static str); 2], Counter>;

/// A number told apart by one label, each of whose values stands at zero: a rate needs one to begin from.
#[must_use]
pub fn counted(label: &'static str, values: impl IntoIterator<Item = &'static str>) -> Counted {
    let counted = Counted::default();
    for value in values {
        drop(counted.get_or_create(&[(label, value)]));
    }
    counted
}

/// All that is counted.
pub struct Metrics {
    registry: Registry,
    /// Requests that the router has answered.
    pub requests: Requests,
    /// Pages that were answered before it.
    pub ready: ReadyPages,
    /// Publishes that succeeded.
    pub publishes: Counter,
    searches: Counted,
    search_failures: CountedByTwo,
    hits: Counter,
    sizes: Sizes,
    readers: Gauge,
    editors: Gauge,
}

impl Metrics {
    /// Begins at nothing, and takes in what the parts of the server count.
    #[must_use]
    pub fn new(fetcher: &Fetcher, edits: &Writer, pages: &PageCache, now: DateTime<Utc>) -> Self {
        let requests = Requests::default();
        Self {
            ready: ReadyPages::among(&requests),
            requests,
            registry: Registry::default(),
            publishes: Counter::default(),
            searches: counted("source", SOURCES.map(SourceKind::key)),
            search_failures: CountedByTwo::default(),
            hits: pages.hits().clone(),
            sizes: Sizes::default(),
            readers: Gauge::default(),
            editors: Gauge::default(),
        }
        .registered(fetcher, edits, pages, now)
    }

    fn registered(mut self, fetcher: &Fetcher, edits: &Writer, pages: &PageCache, now: DateTime<Utc>) -> Self {
        let mut all = Registry::default();
        let started: Gauge = Gauge::default();
        started.set(now.timestamp());
        all.register_with_unit("process_start_time", "When this process started, since 1970", Unit::Seconds, started);
        let sheaf = all.sub_registry_with_prefix("sheaf");
        sheaf.register("build", "This Sheaf", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        self.requests.register(sheaf);
        let hits = "Pages of stories that were in memory when a reader came";
        sheaf.register("page_cache_hits", hits, self.hits.clone());
        let misses = "Pages of stories that had to be made, for a reader or ahead of them";
        sheaf.register("page_cache_misses", misses, pages.misses().clone());
        sheaf.register("edits", "Edits that were sent, by what became of them", edits.counted().clone());
        sheaf.register("publishes", "Stories that were published", self.publishes.clone());
        sheaf.register("source_searches", "Searches that sources were asked for", self.searches.clone());
        sheaf.register("source_failures", "Searches that a source did not answer", self.search_failures.clone());
        sheaf.register("fetch_failures", "Requests to other servers that failed", fetcher.failures().clone());
        sheaf.register("live_readers", "Readers who follow live stories now", self.readers.clone());
        sheaf.register("editors", "Pages of the studio that hear of changes now", self.editors.clone());
        self.sizes.register(sheaf);
        self.registry = all;
        self
    }

    /// Counts a search and how it ended.
    pub fn searched<T>(&self, source: SourceKind, answer: &Result<T, SourceError>) {
        self.searches.get_or_create(&[("source", source.key())]).inc();
        if let Err(error) = answer {
            self.search_failures.get_or_create(&[("source", source.key()), ("reason", error.key())]).inc();
        }
    }

    /// Everything as it is now, as text.
    async fn text(&self, state: &AppState) -> anyhow::Result<String> {
        self.hits.inc_by(self.ready.join());
        self.readers.set(state.following.readers() as i64);
        self.editors.set(state.live.listeners() as i64);
        self.sizes.look(state).await?;
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}
