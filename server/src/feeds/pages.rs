//! The addresses of feeds.

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use shared::account::Handle;

use super::{Feed, Person, atom, items, json, respond, stories};
use crate::accounts;
use crate::error::{AppError, AppResult};
use crate::extract::Path;
use crate::publish::pages::{ProfilePath, StoryPath};
use crate::publish::store::{find, latest};
use crate::state::AppState;
use crate::stories::store::public_url;

/// How many stories a feed tells of.
const STORIES: u32 = 50;

/// `GET /feed.atom`
pub async fn everybody_atom(State(state): State<AppState>, headers: HeaderMap) -> AppResult<Response> {
    as_atom(everybody(&state).await?, headers).await
}

/// `GET /feed.json`
pub async fn everybody_json(State(state): State<AppState>, headers: HeaderMap) -> AppResult<Response> {
    as_json(everybody(&state).await?, headers).await
}

/// `GET /@{handle}/feed.atom`
pub async fn curator_atom(
    State(state): State<AppState>,
    Path(path): Path<ProfilePath>,
    headers: HeaderMap,
) -> AppResult<Response> {
    as_atom(curator(&state, &path.handle).await?, headers).await
}

/// `GET /@{handle}/feed.json`
pub async fn curator_json(
    State(state): State<AppState>,
    Path(path): Path<ProfilePath>,
    headers: HeaderMap,
) -> AppResult<Response> {
    as_json(curator(&state, &path.handle).await?, headers).await
}

/// `GET /@{handle}/{slug}/feed.json`
pub async fn story_json(
    State(state): State<AppState>,
    Path(path): Path<StoryPath>,
    headers: HeaderMap,
) -> AppResult<Response> {
    as_json(story(&state, &path.handle, &path.slug).await?, headers).await
}

/// `GET /@{handle}/{slug}.atom`
///
/// # Errors
/// [`AppError::NotFound`] for a story that readers cannot see.
pub async fn story_atom(state: &AppState, handle: &str, slug: &str, headers: HeaderMap) -> AppResult<Response> {
    as_atom(story(state, handle, slug).await?, headers).await
}

async fn everybody(state: &AppState) -> AppResult<Feed> {
    let base_url = &state.base_url;
    let rows = {
        let mut conn = state.db.acquire().await?;
        latest(&mut conn, None, STORIES).await?
    };
    Ok(Feed {
        id: format!("{base_url}/"),
        title: "Stories on Sheaf".to_owned(),
        subtitle: "The stories that were published here last.".to_owned(),
        page: format!("{base_url}/"),
        addresses: addresses(base_url),
        icon: icon(state),
        author: Person { name: "Sheaf".to_owned(), url: format!("{base_url}/") },
        entries: rows.into_iter().map(|row| stories::entry(base_url, row)).collect(),
    })
}

async fn curator(state: &AppState, handle: &Handle) -> AppResult<Feed> {
    let base_url = &state.base_url;
    let mut conn = state.db.acquire().await?;
    let account = accounts::store::by_handle(&mut conn, handle).await?.ok_or(AppError::NotFound)?;
    let rows = latest(&mut conn, Some(handle.as_str()), STORIES).await?;
    let page = format!("{base_url}/@{handle}");
    Ok(Feed {
        id: page.clone(),
        title: format!("Stories by {}", account.name),
        subtitle: account.bio,
        addresses: addresses(&page),
        icon: icon(state),
        author: Person { name: account.name, url: page.clone() },
        entries: rows.into_iter().map(|row| stories::entry(base_url, row)).collect(),
        page,
    })
}

async fn story(state: &AppState, handle: &str, slug: &str) -> AppResult<Feed> {
    let row = {
        let mut conn = state.db.acquire().await?;
        find(&mut conn, handle, slug).await?.ok_or(AppError::NotFound)?
    };
    let base_url = state.base_url.clone();
    let page = public_url(&base_url, &row.handle, &row.slug);
    let icon = icon(state);
    // A long story has thousands of items to read through: not on the threads that serve.
    let feed = tokio::task::spawn_blocking(move || {
        let author = Person { name: row.curator.clone(), url: format!("{base_url}/@{}", row.handle) };
        let title = row.document.0.document.title.clone();
        let subtitle = format!("What was added last to the story by {}.", row.curator);
        let addresses = (format!("{page}.atom"), format!("{page}/feed.json"));
        let entries = items::entries(&base_url, &page, &author, row);
        Feed { id: page.clone(), title, subtitle, page, addresses, icon, author, entries }
    });
    Ok(feed.await.map_err(anyhow::Error::from)?)
}

/// Atom and JSON beside a page.
fn addresses(page: &str) -> (String, String) {
    (format!("{page}/feed.atom"), format!("{page}/feed.json"))
}

fn icon(state: &AppState) -> String {
    format!("{}{}", state.base_url, state.assets.icon)
}

async fn as_atom(feed: Feed, headers: HeaderMap) -> AppResult<Response> {
    written(headers, atom::TYPE, move || atom::write(&feed).map_err(Into::into)).await
}

async fn as_json(feed: Feed, headers: HeaderMap) -> AppResult<Response> {
    written(headers, json::TYPE, move || json::write(&feed).map_err(Into::into)).await
}

/// Writes and compresses on a thread for such work.
async fn written(
    headers: HeaderMap,
    content_type: &'static str,
    write: impl FnOnce() -> anyhow::Result<String> + Send + 'static,
) -> AppResult<Response> {
    let work = tokio::task::spawn_blocking(move || write().map(|body| respond(&headers, content_type, body)));
    Ok(work.await.map_err(anyhow::Error::from)??)
}
