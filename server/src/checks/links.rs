//! Asking links whether anything is there: through the server's one way out, a few at a time, for a limited time.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use futures::StreamExt as _;
use http::StatusCode;
use shared::post::SourceKind;
use url::Url;

use super::store;
use crate::db::begin_write;
use crate::error::AppResult;
use crate::fetch::{Expect, FetchError, Request};
use crate::sources::SourceError;
use crate::state::AppState;

/// The most links that one check asks.
const MOST: usize = 80;
/// How many at a time.
const AT_A_TIME: usize = 8;
/// How long one link is waited for.
const PATIENCE: Duration = Duration::from_secs(6);
/// How long all of them are.
const PATIENCE_IN_ALL: Duration = Duration::from_secs(20);
/// How much of a page is read: nothing in it matters.
const ENOUGH: usize = 1_024;

/// Links to look at, each with the network to ask when it is one's post.
pub(super) type Links = BTreeMap<String, Option<SourceKind>>;

/// What links answered.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Those that lead nowhere, with why.
    pub failures: HashMap<String, String>,
    /// Those that Sheaf may not ask, with why, in a sentence that names the address.
    pub unasked: HashMap<String, String>,
    /// How many there was no time for.
    pub unchecked: u32,
}

/// What is at an address.
enum Found {
    /// Something, or what cannot be told: who turns away programs may well answer people.
    Something,
    /// Nothing, and why.
    Nothing(String),
    /// Sheaf may not ask, and why.
    NotAsked(String),
}

/// Looks at links, or remembers.
///
/// # Errors
/// When the database fails.
pub(super) async fn look(state: &AppState, links: &Links) -> AppResult<Asked> {
    let now = state.clock.now().timestamp();
    let addresses: Vec<&str> = links.keys().map(String::as_str).collect();
    let mut answers = {
        let mut conn = state.db.acquire().await?;
        store::known(&mut conn, &addresses, now).await?
    };
    let open = links.iter().filter(|(address, _)| !answers.contains_key(*address)).take(MOST);
    let asking = open.map(|(address, network)| async move { (address.clone(), ask(state, address, *network).await) });
    let mut asking = futures::stream::iter(asking.collect::<Vec<_>>()).buffer_unordered(AT_A_TIME);
    let deadline = tokio::time::Instant::now() + PATIENCE_IN_ALL;
    let (mut fresh, mut unasked) = (Vec::new(), HashMap::new());
    // What has not answered by then is left for the next check.
    while let Ok(Some((address, found))) = tokio::time::timeout_at(deadline, asking.next()).await {
        match found {
            Found::Something => fresh.push((address, None)),
            Found::Nothing(why) => fresh.push((address, Some(why))),
            // Not remembered: it costs nothing, and the operator may allow it.
            Found::NotAsked(why) => drop(unasked.insert(address, why)),
        }
    }
    drop(asking);
    let mut tx = begin_write(&state.db).await?;
    for (address, failure) in &fresh {
        store::remember(&mut tx, address, failure.as_deref(), now).await?;
    }
    tx.commit().await?;
    answers.extend(fresh);
    let unchecked = u32::try_from(links.len() - answers.len() - unasked.len()).unwrap_or(u32::MAX);
    let failures = answers.into_iter().filter_map(|(address, failure)| Some((address, failure?))).collect();
    Ok(Asked { failures, unasked, unchecked })
}

async fn ask(state: &AppState, address: &str, network: Option<SourceKind>) -> Found {
    let Ok(url) = Url::parse(address) else { return Found::Nothing("it is not an address".to_owned()) };
    if let Some(source) = network.and_then(|kind| state.sources.get(kind)) {
        return match tokio::time::timeout(PATIENCE, source.capture(&url, None)).await {
            Ok(Err(SourceError::Gone)) => Found::Nothing("it is no longer there".to_owned()),
            _ => Found::Something,
        };
    }
    let fetcher = state.fetcher.clone().with_timeout(PATIENCE);
    match fetcher.fetch(Request::get(url, Expect::Any).cut_at(ENOUGH)).await {
        Ok(fetched) if matches!(fetched.status, StatusCode::NOT_FOUND | StatusCode::GONE) => {
            Found::Nothing("there is nothing at this address any more".to_owned())
        }
        Err(error @ FetchError::Unreachable { .. }) => Found::Nothing(error.to_string()),
        Err(FetchError::Private(_)) => {
            Found::Nothing("it leads into a private network, which readers elsewhere cannot reach".to_owned())
        }
        Err(FetchError::NotAllowed(why)) => Found::NotAsked(why),
        _ => Found::Something,
    }
}
