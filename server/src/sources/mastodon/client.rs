//! Asking one server with the Mastodon API.

use std::sync::Arc;

use serde_json::Value;
use url::Url;

use crate::clock::Clock;
use crate::fetch::{Expect, Fetcher, Request, host_of};
use crate::sources::answer::{self, Answer, Caller};
use crate::sources::provenance::Provenance;
use crate::sources::{Access, SourceError};

/// What to do about a server that is closed to visitors.
pub(super) const ADVICE: &str =
    "Connect an account of that server under Settings → Connections, or search on other servers.";

/// A server, with the curator's token if they have one there.
#[derive(Clone, Debug)]
pub(super) struct Server {
    /// Its address.
    pub base: Url,
    /// The curator's token.
    pub token: Option<String>,
}

impl Server {
    /// A server, with the token when the curator's access is for it and for no other.
    pub fn new(base: Url, access: Option<&Access>) -> Self {
        let token = match access {
            Some(Access::Mastodon { server, token }) if server.origin() == base.origin() => Some(token.clone()),
            _ => None,
        };
        Self { base, token }
    }

    /// Its name in messages.
    pub fn host(&self) -> String {
        host_of(&self.base)
    }
}

/// Asks servers.
#[derive(Clone)]
pub(super) struct Client {
    pub fetcher: Fetcher,
    pub clock: Arc<dyn Clock>,
}

impl Client {
    /// Asks for `/api/{path}`, where each part of the path may be any text.
    pub async fn get(&self, server: &Server, path: &[&str], query: &[(&str, &str)]) -> Result<Answer, SourceError> {
        let mut url = server.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("api").extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = Request::get(url, Expect::Json);
        let (request, caller) = match &server.token {
            Some(token) => (request.bearer(token), Caller::Member),
            None => (request, Caller::Visitor(ADVICE)),
        };
        answer::ask(&self.fetcher, &*self.clock, request, caller).await
    }

    /// Where and when what is read now comes from.
    pub fn provenance(&self, server: &Server) -> Provenance {
        Provenance::now(&server.base, &*self.clock)
    }
}

/// The list in an answer.
pub(super) fn list(answer: &Answer) -> Result<Vec<Value>, SourceError> {
    let list = answer.body.as_array().cloned();
    list.ok_or_else(|| answer::not_understood(&answer.fetched, "something else than a list of posts"))
}

/// The `max_id` of the next page, from the `Link` header. It is not computed: servers leave posts out of pages, and
/// only they know where the next one begins.
pub(super) fn next_page(answer: &Answer) -> Option<String> {
    let links = answer.fetched.header("link")?;
    let next = links.split(',').find(|link| link.contains("rel=\"next\"") || link.contains("rel=next"))?;
    let address = next.split_once('<')?.1.split_once('>')?.0;
    let url = answer.fetched.url.join(address).ok()?;
    url.query_pairs().find(|(name, _)| name == "max_id").map(|(_, id)| id.into_owned())
}
