//! A hashtag on several servers at once, as one list.

use std::collections::{BTreeMap, HashMap};

use futures::future::join_all;
use serde::{Deserialize, Serialize};
use shared::api::{Notice, NoticeLevel};

use super::Mastodon;
use super::client::{self, ADVICE, Server};
use super::post::{self, Entry};
use crate::sources::{Captured, Found, SearchRequest, SourceError, cursor};

/// Posts asked for from each server; the most it gives.
const PAGE: &str = "40";

/// Where each server goes on, by its address: its `max_id`, or from the top. Servers that are read to their end are
/// not in it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Places(BTreeMap<String, Option<String>>);

/// What one server answered.
#[derive(Debug)]
struct Page {
    server: String,
    host: String,
    /// Where this page began.
    begin: Option<String>,
    /// Where the next one begins, if there is one.
    next: Option<String>,
    entries: Vec<Entry>,
}

/// Searches a hashtag.
pub(super) async fn search(mastodon: &Mastodon, tag: &str, request: &SearchRequest) -> Result<Found, SourceError> {
    let places: Option<Places> = request.cursor.as_deref().map(cursor::decode).transpose()?;
    let servers = mastodon.servers(request.access.as_ref()).into_iter();
    let asked: Vec<(Server, Option<String>)> = match &places {
        None => servers.map(|server| (server, None)).collect(),
        Some(Places(places)) => {
            servers.filter_map(|server| places.get(server.base.as_str()).cloned().map(|id| (server, id))).collect()
        }
    };
    let answers = join_all(asked.iter().map(|(server, begin)| page(mastodon, server, begin.clone(), tag))).await;
    let (mut pages, mut failures, mut again) = (Vec::new(), Vec::new(), Places::default());
    for ((server, begin), answer) in asked.iter().zip(answers) {
        match answer {
            Ok(page) => pages.push(page),
            Err(failure) => {
                failures.push(failure);
                // In the middle of its list it is asked again; at the beginning, what it has would come too late.
                again.0.extend(begin.is_some().then(|| (server.base.to_string(), begin.clone())));
            }
        }
    }
    if let (true, Some(failure)) = (pages.is_empty(), failures.first()) {
        return Err(failure.clone());
    }
    let notices = missing(pages.len(), asked.len(), &failures).into_iter().collect();
    let (posts, mut places) = merge(pages);
    places.0.extend(again.0);
    let next = if places.0.is_empty() { None } else { cursor::encode(&places) };
    Ok(Found { posts, next, notices })
}

/// Says which servers are missing from the answer, if any.
fn missing(answered: usize, total: usize, failures: &[SourceError]) -> Option<Notice> {
    let reasons: Vec<String> = failures.iter().map(SourceError::in_short).collect();
    (!reasons.is_empty()).then(|| Notice {
        level: NoticeLevel::Warning,
        text: format!("Seen on {answered} of {total} servers; {}.", reasons.join("; ")),
    })
}

async fn page(mastodon: &Mastodon, server: &Server, begin: Option<String>, tag: &str) -> Result<Page, SourceError> {
    let mut query = vec![("limit", PAGE)];
    query.extend(begin.as_deref().map(|id| ("max_id", id)));
    let host = server.host();
    let answer = mastodon.client.get(server, &["v1", "timelines", "tag", tag], &query).await.map_err(|error| {
        match error {
            // A hashtag without posts is an empty list; this server does not know the question.
            SourceError::Gone => {
                SourceError::NotUnderstood { host: host.clone(), reason: "it has no hashtag timelines".into() }
            }
            other => other,
        }
    })?;
    let entries = post::entries(client::list(&answer)?, &mastodon.client.provenance(server));
    if entries.is_empty() && begin.is_none() && mastodon.hides_hashtags(server).await {
        return Err(SourceError::Closed { host, advice: ADVICE.to_owned() });
    }
    // A server that sends us to the page we come from has no more.
    let next = client::next_page(&answer).filter(|next| begin.as_ref() != Some(next));
    Ok(Page { server: server.base.to_string(), host, begin, next, entries })
}

/// Merges pages, newest first, the same post once.
///
/// The pages reach back differently far. What is older than the shallowest of them is held back for the next page, or
/// that page would begin above the end of this one and repeat posts.
fn merge(pages: Vec<Page>) -> (Vec<Captured>, Places) {
    let unfinished = pages.iter().filter(|page| page.next.is_some());
    let horizon = unfinished.filter_map(|page| page.entries.last()).map(|entry| entry.created_at).max();
    let mut places = Places::default();
    let mut merged: HashMap<String, (Entry, bool)> = HashMap::new();
    for mut page in pages {
        let within =
            |horizon| page.entries.iter().rposition(|entry| entry.created_at >= horizon).map_or(0, |at| at + 1);
        let kept = horizon.map_or(page.entries.len(), within);
        let place = match kept {
            all if all == page.entries.len() => page.next.map(Some),
            0 => Some(page.begin),
            some => Some(Some(page.entries[some - 1].id.clone())),
        };
        places.0.extend(place.map(|place| (page.server, place)));
        for entry in page.entries.drain(..kept) {
            let at_home = is_home(&entry, &page.host);
            let known = merged.get(&entry.captured.post.uri);
            if known.is_none_or(|(_, known_at_home)| at_home && !known_at_home) {
                merged.insert(entry.captured.post.uri.clone(), (entry, at_home));
            }
        }
    }
    let mut entries: Vec<Entry> = merged.into_values().map(|(entry, _)| entry).collect();
    entries.sort_by(|a, b| (b.created_at, &b.captured.post.uri).cmp(&(a.created_at, &a.captured.post.uri)));
    (entries.into_iter().map(|entry| entry.captured).collect(), places)
}

/// Whether a server is where the post was published: its copy is the original.
fn is_home(entry: &Entry, host: &str) -> bool {
    url::Url::parse(&entry.captured.post.uri).is_ok_and(|uri| crate::fetch::host_of(&uri) == host)
}
