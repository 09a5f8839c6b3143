//! What somebody posted, from their own server where it answers.

use serde::{Deserialize, Serialize};
use shared::api::{Notice, NoticeLevel};
use url::Url;

use super::Mastodon;
use super::client::{self, Server};
use super::post;
use super::types::Account;
use crate::sources::{Found, SearchRequest, SourceError, cursor};

/// Where a feed goes on.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    server: Url,
    account: String,
    max_id: String,
}

/// The posts of an author given as `ada@example.social`, or as `ada` for somebody on one of the configured servers.
pub(super) async fn search(mastodon: &Mastodon, author: &str, request: &SearchRequest) -> Result<Found, SourceError> {
    let (server, account, max_id, notices) = match request.cursor.as_deref() {
        Some(cursor) => {
            let place: Place = cursor::decode(cursor)?;
            let server = Server::new(place.server, request.access.as_ref());
            (server, place.account, Some(place.max_id), Vec::new())
        }
        None => {
            let (server, account, notices) = look_up(mastodon, author, request).await?;
            (server, account.id, None, notices)
        }
    };
    let mut query = vec![("limit", "40")];
    query.extend(max_id.as_deref().map(|id| ("max_id", id)));
    let answer = mastodon.client.get(&server, &["v1", "accounts", &account, "statuses"], &query).await?;
    let entries = post::entries(client::list(&answer)?, &mastodon.client.provenance(&server));
    let next = client::next_page(&answer)
        .and_then(|max_id| cursor::encode(&Place { server: server.base.clone(), account, max_id }));
    Ok(Found { posts: entries.into_iter().map(|entry| entry.captured).collect(), next, notices })
}

/// Finds the account: on its own server first, then on those that may know it.
async fn look_up(
    mastodon: &Mastodon,
    author: &str,
    request: &SearchRequest,
) -> Result<(Server, Account, Vec<Notice>), SourceError> {
    let access = request.access.as_ref();
    let home = author.rsplit_once('@').and_then(|(name, host)| Some((name, mastodon.server_at(host, access)?)));
    if let Some((name, server)) = &home
        && let Ok(account) = account(mastodon, server, name).await
    {
        return Ok((server.clone(), account, Vec::new()));
    }
    let mut failure = None;
    for server in mastodon.servers(access) {
        match account(mastodon, &server, author).await {
            Ok(account) => {
                let notices = home.as_ref().map(|_| partial(&server)).into_iter().collect();
                return Ok((server, account, notices));
            }
            Err(SourceError::Gone) => {}
            Err(other) => failure = failure.or(Some(other)),
        }
    }
    Err(failure.unwrap_or_else(|| not_found(author)))
}

async fn account(mastodon: &Mastodon, server: &Server, name: &str) -> Result<Account, SourceError> {
    let answer = mastodon.client.get(server, &["v1", "accounts", "lookup"], &[("acct", name)]).await?;
    let account = Account::deserialize(&answer.body).ok().filter(|account| !account.id.is_empty());
    account.ok_or(SourceError::Gone)
}

fn partial(server: &Server) -> Notice {
    let text = format!("Shown as {} knows this account: older posts may be missing.", server.host());
    Notice { level: NoticeLevel::Info, text }
}

fn not_found(author: &str) -> SourceError {
    SourceError::Unsupported(format!(
        "No account @{author} was found. Check the spelling; the full form is @name@server."
    ))
}
