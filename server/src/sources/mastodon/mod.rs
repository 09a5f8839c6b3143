//! Mastodon, and every server that speaks its API.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use moka::future::Cache;
use serde::Deserialize as _;
use shared::api::SourceInfo;
use shared::post::SourceKind;
use shared::search::SearchTerm;
use url::Url;

use super::{Access, Captured, Found, SearchRequest, Source, SourceError};
use crate::clock::Clock;
use crate::fetch::{Fetcher, host_of};
use client::{Client, Server};
use types::{Account, Instance};

mod address;
mod author;
mod client;
mod post;
mod thread;
mod timeline;
mod types;
mod words;

/// The connector.
#[derive(Clone)]
pub struct Mastodon {
    configured: Vec<Url>,
    client: Client,
    /// Whether a server hides hashtags from visitors, by its address; asked again after an hour.
    hiding: Cache<String, bool>,
}

impl Mastodon {
    /// A connector that searches on these servers.
    #[must_use]
    pub fn new(servers: &[Url], fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        let hiding = Cache::builder().max_capacity(1_000).time_to_live(Duration::from_secs(3600)).build();
        Self { configured: servers.to_vec(), client: Client { fetcher, clock }, hiding }
    }

    /// The servers to search, the curator's own included.
    fn servers(&self, access: Option<&Access>) -> Vec<Server> {
        let own = match access {
            Some(Access::Mastodon { server, .. }) => Some(server.clone()),
            _ => None,
        };
        let own = own.filter(|own| self.configured.iter().all(|server| server.origin() != own.origin()));
        own.into_iter().chain(self.configured.iter().cloned()).map(|base| Server::new(base, access)).collect()
    }

    /// The server with a host name, as it is configured if it is.
    fn server_at(&self, host: &str, access: Option<&Access>) -> Option<Server> {
        let known = self.servers(access).into_iter().find(|server| server.host() == host.to_lowercase());
        known.or_else(|| Some(Server::new(Url::parse(&format!("https://{host}/")).ok()?, access)))
    }

    /// Whether a server shows hashtags to nobody or to members only. Asked only when it showed nothing, because some
    /// answer with an empty list instead of a refusal.
    async fn hides_hashtags(&self, server: &Server) -> bool {
        let answer = self.hiding.try_get_with(server.base.to_string(), async {
            let answer = self.client.get(server, &["v2", "instance"], &[]).await?;
            let instance = Instance::deserialize(&answer.body).unwrap_or_default();
            let feeds = instance.configuration.timelines_access.hashtag_feeds;
            let closed = |access: &str| matches!(access, "authenticated" | "disabled");
            Ok::<bool, SourceError>(closed(&feeds.local) && closed(&feeds.remote))
        });
        // Older servers do not tell; then an empty list is only an empty list.
        answer.await.unwrap_or(false)
    }
}

#[async_trait]
impl Source for Mastodon {
    fn kind(&self) -> SourceKind {
        SourceKind::Mastodon
    }

    fn info(&self) -> SourceInfo {
        let hosts: Vec<String> = self.configured.iter().map(host_of).collect();
        SourceInfo {
            kind: SourceKind::Mastodon,
            label: SourceKind::Mastodon.label().to_owned(),
            hint: format!("Hashtags on {}, people as @name@server, and posts by their address.", hosts.join(", ")),
            example: "#caturday".to_owned(),
            connected: false,
        }
    }

    async fn search(&self, request: &SearchRequest) -> Result<Found, SourceError> {
        match &request.term {
            SearchTerm::Hashtag(tag) => timeline::search(self, tag, request).await,
            SearchTerm::Author(author) => author::search(self, author, request).await,
            SearchTerm::Words(words) => words::search(self, words, request).await,
            SearchTerm::Url(address) => thread::search(self, address, request).await,
        }
    }

    async fn capture(&self, url: &Url, access: Option<&Access>) -> Result<Option<Captured>, SourceError> {
        thread::capture(self, url, access).await
    }

    async fn check_access(&self, access: &Access) -> Result<String, SourceError> {
        let Access::Mastodon { server, .. } = access else {
            return Err(SourceError::Unsupported("This is not a token of a Mastodon server.".to_owned()));
        };
        let server = Server::new(server.clone(), Some(access));
        let answer = self.client.get(&server, &["v1", "accounts", "verify_credentials"], &[]).await?;
        match Account::deserialize(&answer.body) {
            Ok(account) => Ok(format!("@{}@{}", account.username, server.host())),
            Err(_) => Err(SourceError::AccessRefused { host: server.host() }),
        }
    }
}
