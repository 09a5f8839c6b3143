//! Words in posts: only with the curator's own token, and where their server keeps an index.

use serde_json::Value;

use super::Mastodon;
use super::client::Server;
use super::post;
use crate::sources::{Access, Found, SearchRequest, SourceError, cursor};

/// Posts asked for at once; the most a server gives.
const PAGE: usize = 40;

/// Searches words on the curator's server.
pub(super) async fn search(mastodon: &Mastodon, words: &str, request: &SearchRequest) -> Result<Found, SourceError> {
    let Some(Access::Mastodon { server, .. }) = &request.access else { return Err(needs_account(words)) };
    let server = Server::new(server.clone(), request.access.as_ref());
    let offset: usize = request.cursor.as_deref().map(cursor::decode).transpose()?.unwrap_or(0);
    let (limit, begin) = (PAGE.to_string(), offset.to_string());
    let query = [("q", words), ("type", "statuses"), ("limit", &limit), ("offset", &begin)];
    let answer = mastodon.client.get(&server, &["v2", "search"], &query).await?;
    let statuses = answer.body.get("statuses").and_then(Value::as_array).cloned().unwrap_or_default();
    let next = if statuses.len() < PAGE { None } else { cursor::encode(&(offset + PAGE)) };
    let entries = post::entries(statuses, &mastodon.client.provenance(&server));
    Ok(Found { posts: entries.into_iter().map(|entry| entry.captured).collect(), next, notices: Vec::new() })
}

fn needs_account(words: &str) -> SourceError {
    let tag: String = words.chars().filter(|character| character.is_alphanumeric()).collect();
    SourceError::Unsupported(format!(
        "Mastodon servers search words only for their own members. Search for a hashtag such as #{tag} instead, or \
         connect your account under Settings → Connections."
    ))
}
