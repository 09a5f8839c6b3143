//! One post by its address, and the thread around it.

use serde::Deserialize as _;
use serde_json::Value;
use shared::api::{Notice, NoticeLevel};
use url::Url;

use super::Mastodon;
use super::address::{self, PostAddress};
use super::client::Server;
use super::post;
use super::types::Context;
use crate::fetch::{Expect, Request};
use crate::sources::provenance::Provenance;
use crate::sources::{Access, Captured, Found, SearchRequest, SourceError};

/// The post at an address, then the rest of its thread in reading order.
pub(super) async fn search(mastodon: &Mastodon, address: &str, request: &SearchRequest) -> Result<Found, SourceError> {
    let url = Url::parse(address).map_err(|_| not_a_post())?;
    let (post, server, id) = find(mastodon, &url, request.access.as_ref()).await?.ok_or_else(not_a_post)?;
    let mut notices = Vec::new();
    let thread = match mastodon.client.get(&server, &["v1", "statuses", &id, "context"], &[]).await {
        Ok(answer) => Context::deserialize(&answer.body).ok(),
        Err(error) => {
            let text = format!("The thread around this post is missing: {}.", error.in_short());
            notices.push(Notice { level: NoticeLevel::Warning, text });
            None
        }
    };
    let posts = match thread {
        Some(thread) => around(post, thread, &mastodon.client.provenance(&server)),
        None => vec![post],
    };
    Ok(Found { posts, next: None, notices })
}

/// The thread as one list: the post that was asked for first, then what precedes it, then the answers.
fn around(asked: Captured, thread: Context, provenance: &Provenance) -> Vec<Captured> {
    let uri = asked.post.uri;
    // Read as one list, so that each reply finds the post it answers.
    let whole = [thread.ancestors, vec![asked.raw], thread.descendants].concat();
    let entries = post::entries(whole, provenance).into_iter().map(|entry| entry.captured);
    let (first, rest): (Vec<_>, Vec<_>) = entries.partition(|captured| captured.post.uri == uri);
    first.into_iter().take(1).chain(rest).collect()
}

/// The post at an address; `None` when no server with the Mastodon API answers there.
pub(super) async fn capture(
    mastodon: &Mastodon,
    url: &Url,
    access: Option<&Access>,
) -> Result<Option<Captured>, SourceError> {
    match find(mastodon, url, access).await {
        Ok(found) => Ok(found.map(|(captured, ..)| captured)),
        // The address looks like one of ours, but something else answers there.
        Err(SourceError::NotUnderstood { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The post at an address, with the server that gave it and its identifier there: the post's own server, or, where
/// that answers members only, the curator's.
async fn find(
    mastodon: &Mastodon,
    url: &Url,
    access: Option<&Access>,
) -> Result<Option<(Captured, Server, String)>, SourceError> {
    let Some((server, id)) = locate(mastodon, url, access).await? else { return Ok(None) };
    match status(mastodon, &server, &id).await {
        Ok(captured) => Ok(Some((captured, server, id))),
        Err(closed @ SourceError::Closed { .. }) => {
            let Some(Access::Mastodon { server: own, .. }) = access else { return Err(closed) };
            let own = Server::new(own.clone(), access);
            let id = resolve(mastodon, &own, url).await?.ok_or(closed)?;
            Ok(Some((status(mastodon, &own, &id).await?, own, id)))
        }
        Err(error) => Err(error),
    }
}

/// The identifier that the curator's server has for a post of another; it fetches the post if it does not know it.
async fn resolve(mastodon: &Mastodon, own: &Server, url: &Url) -> Result<Option<String>, SourceError> {
    let query = [("q", url.as_str()), ("type", "statuses"), ("resolve", "true"), ("limit", "1")];
    let answer = mastodon.client.get(own, &["v2", "search"], &query).await?;
    Ok(answer.body.pointer("/statuses/0/id").and_then(Value::as_str).map(str::to_owned))
}

/// The server and the identifier that an address stands for.
async fn locate(
    mastodon: &Mastodon,
    url: &Url,
    access: Option<&Access>,
) -> Result<Option<(Server, String)>, SourceError> {
    let at = |url: &Url, id| Some((Server::new(origin(url)?, access), id));
    match address::read(url) {
        Some(PostAddress::Id(id)) => Ok(at(url, id)),
        Some(PostAddress::Redirects) => {
            let page = mastodon.client.fetcher.fetch(Request::get(url.clone(), Expect::Any).cut_at(1)).await?;
            Ok(match address::read(&page.url) {
                Some(PostAddress::Id(id)) => at(&page.url, id),
                _ => None,
            })
        }
        None => Ok(None),
    }
}

fn origin(url: &Url) -> Option<Url> {
    url.join("/").ok()
}

async fn status(mastodon: &Mastodon, server: &Server, id: &str) -> Result<Captured, SourceError> {
    let answer = mastodon.client.get(server, &["v1", "statuses", id], &[]).await?;
    let entry = post::single(answer.body, &mastodon.client.provenance(server)).map_err(|_| {
        SourceError::NotUnderstood { host: server.host(), reason: "something else than a post".to_owned() }
    })?;
    entry.map(|entry| entry.captured).ok_or_else(|| {
        SourceError::NotAllowed(
            "This post is for its author's followers or for those it names only, so it cannot be put into a story."
                .to_owned(),
        )
    })
}

fn not_a_post() -> SourceError {
    SourceError::Unsupported(
        "This is not the address of a post on a Mastodon server. Any page can be added as a link instead.".to_owned(),
    )
}
