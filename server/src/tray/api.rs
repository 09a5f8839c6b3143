//! `/api/v1/tray`, and the tray as a place to search.

use std::collections::HashSet;

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use shared::api::SearchPage;
use shared::gathering::{NewTrayBatch, NewTrayEntry, NotSetAside, TrayBatch, TrayEntry, TrayPage};
use shared::ids::{AccountId, PostId};
use shared::post::{Post, PostState};
use shared::problem::Problem;
use shared::search::SearchTerm;
use utoipa::IntoParams;
use uuid::Uuid;

use super::store;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Path, Query};
use crate::posts;
use crate::posts::filters::Filters;
use crate::session::SignedIn;
use crate::state::AppState;

/// How many entries one page has.
pub const PAGE: i64 = 50;
/// The most posts in one tray.
pub const MAX_ENTRIES: i64 = 5_000;

/// Where to go on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrayQuery {
    /// `next` of the page before.
    cursor: Option<String>,
}

/// What the curator has set aside.
#[utoipa::path(get, path = "/tray", tag = "posts", params(TrayQuery),
    responses((status = 200, body = TrayPage), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list(
    State(state): State<AppState>,
    curator: SignedIn,
    Query(TrayQuery { cursor }): Query<TrayQuery>,
) -> AppResult<Json<TrayPage>> {
    load(&state, curator.account_id, cursor.as_deref()).await.map(Json)
}

/// One page of a tray.
///
/// # Errors
/// [`AppError::Invalid`] for a cursor that is not ours.
pub async fn load(state: &AppState, account: AccountId, cursor: Option<&str>) -> AppResult<TrayPage> {
    let after = cursor.map(parse_cursor).transpose()?;
    let mut conn = state.db.acquire().await?;
    let mut rows = store::page(&mut conn, account, after, PAGE + 1).await?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|(id, _)| id.to_string());
    Ok(TrayPage { entries: rows.into_iter().map(|(_, entry)| entry).collect(), next })
}

fn parse_cursor(cursor: &str) -> AppResult<Uuid> {
    cursor
        .parse()
        .map_err(|_| AppError::Invalid("The tray cannot be continued from there. Begin at the start.".to_owned()))
}

/// Sets a post aside: one that is captured already, or what is at an address. The same again changes nothing.
#[utoipa::path(post, path = "/tray", tag = "posts", request_body = NewTrayEntry,
    responses((status = 201, body = TrayEntry), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 413, body = Problem), (status = 422, body = Problem), (status = 502, body = Problem),
              (status = 504, body = Problem)))]
pub async fn add(
    State(state): State<AppState>,
    curator: SignedIn,
    Json(new): Json<NewTrayEntry>,
) -> AppResult<(StatusCode, Json<TrayEntry>)> {
    let post = match (new.post, new.url) {
        (Some(id), None) => {
            let mut conn = state.db.acquire().await?;
            posts::store::find(&mut conn, id).await?.filter(may_be_kept).ok_or(AppError::NotFound)?
        }
        (None, Some(url)) => posts::api::capture_address(&state, &curator, &url).await?,
        _ => return Err(AppError::Invalid("Name one: the captured post, or an address.".to_owned())),
    };
    let entry = put(&state, &curator, post).await?;
    Ok((StatusCode::CREATED, Json(entry)))
}

fn may_be_kept(post: &Post) -> bool {
    post.state != PostState::Withdrawn
}

/// Sets a captured post aside.
///
/// # Errors
/// [`AppError::TooLarge`] when the tray is full.
pub async fn put(state: &AppState, curator: &SignedIn, post: Post) -> AppResult<TrayEntry> {
    let now = state.clock.now();
    let mut tx = begin_write(&state.db).await?;
    if store::count(&mut tx, curator.account_id).await? >= MAX_ENTRIES {
        return Err(AppError::TooLarge(full()));
    }
    store::add(&mut tx, curator.account_id, post.id, now).await?;
    tx.commit().await?;
    Ok(TrayEntry { post, saved_at: now })
}

fn full() -> String {
    format!("The tray holds {MAX_ENTRIES} posts and is full. Make a story of some of them, or take some out.")
}

/// Sets several captured posts aside at once, in one transaction. What cannot be is told post by post; the others are
/// kept.
#[utoipa::path(post, path = "/tray/batch", tag = "posts", request_body = NewTrayBatch,
    responses((status = 200, body = TrayBatch), (status = 401, body = Problem), (status = 413, body = Problem),
              (status = 422, body = Problem)))]
pub async fn add_batch(
    State(state): State<AppState>,
    curator: SignedIn,
    Json(NewTrayBatch { posts }): Json<NewTrayBatch>,
) -> AppResult<Json<TrayBatch>> {
    if posts.len() > usize::try_from(MAX_ENTRIES).unwrap_or(usize::MAX) {
        let detail = format!("These are more posts than a tray holds ({MAX_ENTRIES}). Send fewer.");
        return Err(AppError::TooLarge(detail));
    }
    let mut seen = HashSet::new();
    let posts: Vec<PostId> = posts.into_iter().filter(|post| seen.insert(*post)).collect();
    let known = {
        let mut conn = state.db.acquire().await?;
        posts::store::many(&mut conn, &posts).await?
    };
    let mut batch = TrayBatch::default();
    let mut tx = begin_write(&state.db).await?;
    let mut room = MAX_ENTRIES - store::count(&mut tx, curator.account_id).await?;
    for post in posts {
        let reason = match known.get(&post) {
            None => Some("It was never captured here. Add it by its address.".to_owned()),
            Some(known) if !may_be_kept(known) => Some("It was taken out of Sheaf at somebody’s request.".to_owned()),
            Some(_) if room <= 0 && !store::holds(&mut tx, curator.account_id, post).await? => Some(full()),
            Some(_) => None,
        };
        match reason {
            Some(reason) => batch.refused.push(NotSetAside { post, reason }),
            None => {
                room -= i64::from(store::add(&mut tx, curator.account_id, post, state.clock.now()).await?);
                batch.kept.push(post);
            }
        }
    }
    tx.commit().await?;
    Ok(Json(batch))
}

/// Takes a post out of the tray. It stays captured.
#[utoipa::path(delete, path = "/tray/{id}", tag = "posts", params(("id" = PostId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn remove(State(state): State<AppState>, curator: SignedIn, Path(id): Path<PostId>) -> AppResult<StatusCode> {
    let mut tx = begin_write(&state.db).await?;
    if !store::remove(&mut tx, curator.account_id, id).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Searches the tray: everything without a term.
///
/// # Errors
/// [`AppError::Invalid`] for a cursor that is not ours.
pub async fn search(
    state: &AppState,
    curator: &SignedIn,
    term: Option<&SearchTerm>,
    filters: &Filters,
    cursor: Option<&str>,
) -> AppResult<SearchPage> {
    let mut cursor = cursor.map(ToOwned::to_owned);
    loop {
        let page = load(state, curator.account_id, cursor.as_deref()).await?;
        let posts = page.entries.into_iter().map(|entry| entry.post);
        let posts: Vec<Post> = posts.filter(|post| has(post, term) && filters.pass(post)).collect();
        if !posts.is_empty() || page.next.is_none() {
            return Ok(SearchPage { posts, next: page.next, notices: Vec::new() });
        }
        cursor = page.next;
    }
}

/// Whether a post has what is looked for. A tray is small: no index is needed.
fn has(post: &Post, term: Option<&SearchTerm>) -> bool {
    let author = || format!("{} {}", post.author.name, post.author.handle).to_lowercase();
    let text = || post.text.to_text().to_lowercase();
    match term {
        None => true,
        Some(SearchTerm::Hashtag(tag)) => text().contains(&format!("#{}", tag.to_lowercase())),
        Some(SearchTerm::Author(name)) => author().contains(&name.to_lowercase()),
        Some(SearchTerm::Url(address)) => post.uri == *address || post.url.as_ref() == Some(address),
        Some(SearchTerm::Words(words)) => {
            let title = post.card.as_ref().map(|card| card.title.to_lowercase()).unwrap_or_default();
            let all = [author(), text(), title].join("\n");
            words.to_lowercase().split_whitespace().all(|word| all.contains(word))
        }
    }
}
