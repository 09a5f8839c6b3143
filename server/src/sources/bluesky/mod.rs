//! Bluesky, and other networks on the AT Protocol that answer at the configured addresses.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use shared::api::{Notice, NoticeLevel, SourceInfo};
use shared::post::SourceKind;
use shared::search::SearchTerm;
use url::Url;

use super::provenance::Provenance;
use super::{Access, Captured, Found, SearchRequest, Source, SourceError};
use crate::clock::Clock;
use crate::config::SourceConfig;
use crate::fetch::Fetcher;
use address::PostAddress;
use client::Client;
use session::Sessions;

pub(super) use address::web_address;

mod address;
mod client;
mod facets;
mod labels;
mod post;
mod session;
mod thread;
mod types;

/// The connector.
#[derive(Clone)]
pub struct Bluesky {
    appview: Url,
    public: Url,
    client: Client,
}

impl Bluesky {
    /// A connector to the configured services.
    #[must_use]
    pub fn new(config: &SourceConfig, fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        let client = Client { fetcher, clock, pds: config.bluesky_pds.clone(), sessions: Sessions::default() };
        Self { appview: config.bluesky_appview.clone(), public: config.bluesky_public.clone(), client }
    }

    /// The permanent identifier of a post: by DID, because handles change.
    async fn uri(&self, address: &PostAddress) -> Result<String, SourceError> {
        if address.actor.starts_with("did:") {
            return Ok(address.uri(&address.actor));
        }
        let query = [("handle", address.actor.as_str())];
        let answer = self.client.query(&self.public, "com.atproto.identity.resolveHandle", &query).await?;
        answer.get("did").and_then(Value::as_str).map(|did| address.uri(did)).ok_or(SourceError::Gone)
    }

    /// Posts with words or a hashtag. Without an account the network gives the first page only.
    async fn search_posts(&self, words: &str, request: &SearchRequest) -> Result<Found, SourceError> {
        const METHOD: &str = "app.bsky.feed.searchPosts";
        let mut query = vec![("q", words), ("sort", "latest")];
        let Some(access) = &request.access else {
            query.push(("limit", "100"));
            let answer = self.client.query(&self.appview, METHOD, &query).await.map_err(not_searchable)?;
            let there_is_more = cursor(&answer).is_some();
            let posts = posts(answer, &self.client.provenance(&self.appview));
            let notices = there_is_more.then(first_page_only).into_iter().collect();
            return Ok(Found { posts, next: None, notices });
        };
        query.push(("limit", "50"));
        query.extend(request.cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let answer = self.client.query_as(access, METHOD, &query).await.map_err(not_searchable)?;
        let next = cursor(&answer);
        let posts = posts(answer, &self.client.provenance(&self.client.pds));
        Ok(Found { posts, next, notices: Vec::new() })
    }

    async fn author_feed(&self, author: &str, request: &SearchRequest) -> Result<Found, SourceError> {
        let actor = full_handle(author)?;
        let mut query = vec![("actor", actor.as_str()), ("limit", "50")];
        query.extend(request.cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let answer = self.client.query(&self.public, "app.bsky.feed.getAuthorFeed", &query).await;
        let answer = answer.map_err(|error| match error {
            SourceError::Gone => no_account(&actor),
            other => other,
        })?;
        let next = cursor(&answer);
        let posts = posts(answer, &self.client.provenance(&self.public));
        Ok(Found { posts, next, notices: Vec::new() })
    }
}

fn cursor(answer: &Value) -> Option<String> {
    answer.get("cursor").and_then(Value::as_str).filter(|cursor| !cursor.is_empty()).map(str::to_owned)
}

/// The posts of a search (`posts`) or a feed (`feed`, each with the reason it is there).
fn posts(mut answer: Value, provenance: &Provenance) -> Vec<Captured> {
    let mut list = |name: &str| answer.get_mut(name).and_then(Value::as_array_mut).map(std::mem::take);
    if let Some(posts) = list("posts") {
        return posts.into_iter().filter_map(|view| post::captured(view, None, provenance).ok()).collect();
    }
    let feed = list("feed").unwrap_or_default();
    let entry = |mut entry: Value| {
        let view = entry.get_mut("post").map(Value::take)?;
        post::captured(view, entry.pointer("/reason/by"), provenance).ok()
    };
    feed.into_iter().filter_map(entry).collect()
}

fn first_page_only() -> Notice {
    let text = "Without an account Bluesky shows the first page only. Connect an app password under \
        Settings → Connections to see older posts.";
    Notice { level: NoticeLevel::Info, text: text.to_owned() }
}

/// A search that the network refuses as such.
fn not_searchable(error: SourceError) -> SourceError {
    match error {
        SourceError::Gone => SourceError::Unsupported(
            "Bluesky could not make sense of this search. Try plain words or a single hashtag.".to_owned(),
        ),
        other => other,
    }
}

/// A handle as people shorten it.
fn full_handle(author: &str) -> Result<String, SourceError> {
    if author.contains('@') {
        let text =
            format!("@{author} is an account of a Mastodon server. A Bluesky handle looks like @ada.bsky.social.");
        return Err(SourceError::Unsupported(text));
    }
    Ok(if author.contains(['.', ':']) { author.to_owned() } else { format!("{author}.bsky.social") })
}

fn no_account(actor: &str) -> SourceError {
    SourceError::Unsupported(format!("No Bluesky account @{actor} was found. Check the spelling."))
}

#[async_trait]
impl Source for Bluesky {
    fn kind(&self) -> SourceKind {
        SourceKind::Bluesky
    }

    fn info(&self) -> SourceInfo {
        SourceInfo {
            kind: SourceKind::Bluesky,
            label: SourceKind::Bluesky.label().to_owned(),
            hint: "Words and hashtags, people as @name.bsky.social, and posts by their address.".to_owned(),
            example: "#opendata".to_owned(),
            connected: false,
        }
    }

    async fn search(&self, request: &SearchRequest) -> Result<Found, SourceError> {
        match &request.term {
            SearchTerm::Hashtag(tag) => self.search_posts(&format!("#{tag}"), request).await,
            SearchTerm::Words(words) => self.search_posts(words, request).await,
            SearchTerm::Author(author) => self.author_feed(author, request).await,
            SearchTerm::Url(address) => thread::search(self, address).await,
        }
    }

    async fn capture(&self, url: &Url, _access: Option<&Access>) -> Result<Option<Captured>, SourceError> {
        match PostAddress::from_url(url) {
            Some(address) => thread::capture(self, &address).await.map(Some),
            None => Ok(None),
        }
    }

    async fn check_access(&self, access: &Access) -> Result<String, SourceError> {
        self.client.sign_in(access).await.map(|session| session.handle)
    }
}
