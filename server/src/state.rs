//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use anyhow::Context;
use app::document::{Assets, Site, Viewer};
use http::HeaderValue;
use sqlx::SqlitePool;

use crate::accounts::setup_code::SetupCode;
use crate::cards::Cards;
use crate::clock::Clock;
use crate::config::Config;
use crate::fetch::Fetcher;
use crate::following::Following;
use crate::limits::Limits;
use crate::live::Live;
use crate::media::MediaStore;
use crate::metrics::Metrics;
use crate::publish::cache::PageCache;
use crate::secrets::Secrets;
use crate::sources::Sources;
use crate::sources::sample::Sample;
use crate::statistics::Views;
use crate::stories::writer::Writer;
use crate::{assets, db, media, policies};

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
    /// What embeds let browsers do, and who may frame them.
    pub embed_policy: HeaderValue,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Addresses of style sheets and scripts.
    pub assets: Assets,
    /// The places posts come from.
    pub sources: Sources,
    /// The way out to other servers.
    pub fetcher: Fetcher,
    /// Pictures.
    pub media: MediaStore,
    /// Seals credentials.
    pub secrets: Secrets,
    /// Counts attempts.
    pub limits: Limits,
    /// Writes edits.
    pub edits: Writer,
    /// Who works on a story right now.
    pub live: Live,
    /// Who follows a live story.
    pub following: Following,
    /// Rendered pages.
    pub pages: PageCache,
    /// Who has seen what, until it is written.
    pub views: Views,
    /// Pictures for previews of stories.
    pub cards: Cards,
    /// What is counted.
    pub metrics: Metrics,
    /// Must be given at the first set-up; `None` when only this machine can reach the server.
    pub setup_code: Option<SetupCode>,
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// Opens the data folder, making and migrating it as needed, and prepares everything to serve.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub async fn open(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let folder = &config.data.clone();
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let db = db::open(folder).await?;
        let base_url = config.base_url();
        let fetcher = Fetcher::new(&base_url, &config.sources.allow_private_hosts)?;
        let media =
            MediaStore::new(db.clone(), &folder.join(media::FOLDER), Arc::new(fetcher.clone()), Arc::clone(&clock))?;
        let (edits, pages) = (Writer::start(db.clone()), PageCache::default());
        Ok(Self(Arc::new(Inner {
            metrics: Metrics::new(&fetcher, &edits, &pages, clock.now()),
            sources: Sources::new(&config.sources, &fetcher, &clock).with(Arc::new(Sample::new(Arc::clone(&clock)))),
            media,
            fetcher,
            secrets: Secrets::open(folder)?,
            limits: Limits::new(&clock),
            edits,
            live: Live::default(),
            following: Following::new(config.live_readers),
            pages,
            views: Views::default(),
            cards: Cards::default(),
            setup_code: SetupCode::if_needed(&config),
            assets: assets::addresses(),
            db,
            base_url,
            clock,
            embed_policy: policies::embed(&config),
            config,
        })))
    }

    /// What a page needs to know, for somebody signed in or for everybody.
    #[must_use]
    pub fn site(&self, viewer: Option<Viewer>) -> Site {
        Site {
            base_url: self.base_url.clone(),
            assets: self.assets.clone(),
            contact: self.config.contact.clone(),
            viewer,
        }
    }
}
