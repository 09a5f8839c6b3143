//! `/api/v1/search`, `/api/v1/posts` and `/api/v1/sources`.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use shared::api::{NewPost, SearchPage, SourceList};
use shared::ids::PostId;
use shared::post::{Post, SourceKind};
use shared::problem::Problem;
use shared::search::SearchTerm;
use utoipa::IntoParams;

use super::filters::Filters;
use super::store;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Path, Query};
use crate::session::SignedIn;
use crate::sources::{Access, Captured, Found, SearchRequest};
use crate::state::AppState;
use crate::{connections, library, tray};

/// The places to search: networks, the web, and what is kept here.
#[utoipa::path(get, path = "/sources", tag = "posts", responses((status = 200, body = SourceList), (status = 401, body = Problem)))]
pub async fn sources(State(state): State<AppState>, curator: SignedIn) -> AppResult<Json<SourceList>> {
    Ok(Json(SourceList { sources: describe_sources(&state, &curator).await? }))
}

/// The places to search, as this curator may use them.
///
/// # Errors
/// When the store cannot be read.
pub async fn describe_sources(state: &AppState, curator: &SignedIn) -> AppResult<Vec<shared::api::SourceInfo>> {
    let mut conn = state.db.acquire().await?;
    let connected = connections::store::list(&mut conn, curator.account_id).await?;
    let mut infos = state.sources.infos();
    for info in &mut infos {
        info.connected = connected.iter().any(|connection| connection.source == info.kind);
    }
    infos.extend([library::info(), tray::info()]);
    Ok(infos)
}

/// What to search for, and where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// The source: `mastodon`, `bluesky`, `link`, `sample`; or `library`, every post that was ever captured here, or `tray`.
    source: String,
    /// `#hashtag`, `@author`, an address, or words. Library and tray give everything without.
    #[serde(default)]
    q: String,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Searches a source. What is found is captured, ready to be added to a story by its identifier.
///
/// Networks do not know of the filters: a page of theirs comes with fewer posts then, and says how many were left out.
#[utoipa::path(get, path = "/search", tag = "posts", params(Search, Filters),
    responses((status = 200, body = SearchPage), (status = 401, body = Problem), (status = 422, body = Problem),
              (status = 424, body = Problem, description = "The source wants an account"),
              (status = 502, body = Problem), (status = 503, body = Problem), (status = 504, body = Problem)))]
pub async fn search(
    State(state): State<AppState>,
    curator: SignedIn,
    Query(search): Query<Search>,
    Query(filters): Query<Filters>,
) -> AppResult<Json<SearchPage>> {
    let kind: SourceKind = search.source.parse().map_err(|error| AppError::Invalid(format!("{error}")))?;
    let term = SearchTerm::parse(&search.q);
    let cursor = search.cursor.as_deref();
    match kind {
        SourceKind::Library => return library::search(&state, term.as_ref(), &filters, cursor).await.map(Json),
        SourceKind::Tray => return tray::search(&state, &curator, term.as_ref(), &filters, cursor).await.map(Json),
        SourceKind::Everywhere => {
            let words = "Ask one source at a time: GET /api/v1/sources says which there are.";
            return Err(AppError::Invalid(words.to_owned()));
        }
        _ => {}
    }
    let term =
        term.ok_or_else(|| AppError::Invalid("Type a #hashtag, a few words, an @author or an address.".to_owned()))?;
    let found = ask(&state, &curator, kind, term, search.cursor).await?;
    let mut page = keep(&state, found).await?;
    filters.apply(&mut page);
    Ok(Json(page))
}

/// Captures the post at an address: a post of a known network, or any page as a card.
#[utoipa::path(post, path = "/posts", tag = "posts", request_body = NewPost,
    responses((status = 201, body = Post), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem), (status = 502, body = Problem), (status = 504, body = Problem)))]
pub async fn capture(
    State(state): State<AppState>,
    curator: SignedIn,
    Json(new): Json<NewPost>,
) -> AppResult<(StatusCode, Json<Post>)> {
    Ok((StatusCode::CREATED, Json(capture_address(&state, &curator, &new.url).await?)))
}

/// The post at an address, captured.
///
/// # Errors
/// When nothing can be captured there; in words.
pub async fn capture_address(state: &AppState, curator: &SignedIn, address: &str) -> AppResult<Post> {
    let accesses = {
        let mut conn = state.db.acquire().await?;
        connections::store::accesses(&mut conn, &state.secrets, curator.account_id).await?
    };
    let accesses: Vec<Access> = accesses.into_values().collect();
    let captured = state.sources.capture(address, &accesses).await?;
    keep_one(state, captured).await
}

/// A captured post with what else is in its thread, in reading order.
#[utoipa::path(get, path = "/posts/{id}/thread", tag = "posts", params(("id" = PostId, Path)),
    responses((status = 200, body = SearchPage), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 502, body = Problem), (status = 504, body = Problem)))]
pub async fn thread(
    State(state): State<AppState>,
    curator: SignedIn,
    Path(id): Path<PostId>,
) -> AppResult<Json<SearchPage>> {
    let post = {
        let mut conn = state.db.acquire().await?;
        store::find(&mut conn, id).await?.ok_or(AppError::NotFound)?
    };
    let address = post.url.clone().unwrap_or_else(|| post.uri.clone());
    let found = ask(&state, &curator, post.source, SearchTerm::Url(address), None).await?;
    keep(&state, found).await.map(Json)
}

async fn ask(
    state: &AppState,
    curator: &SignedIn,
    kind: SourceKind,
    term: SearchTerm,
    cursor: Option<String>,
) -> AppResult<Found> {
    let access = {
        let mut conn = state.db.acquire().await?;
        connections::store::get(&mut conn, &state.secrets, curator.account_id, kind).await?
    };
    let source = state.sources.get(kind).ok_or_else(|| {
        AppError::Invalid(format!("{} is not offered by this installation. Choose another source.", kind.label()))
    })?;
    let answer = source.search(&SearchRequest { term, cursor, access }).await;
    state.metrics.searched(kind, &answer);
    Ok(answer?)
}

async fn keep(state: &AppState, found: Found) -> AppResult<SearchPage> {
    let mut tx = begin_write(&state.db).await?;
    let mut posts = Vec::with_capacity(found.posts.len());
    for captured in found.posts {
        posts.push(store::save(&mut tx, &state.media, captured).await?);
    }
    tx.commit().await?;
    Ok(SearchPage { posts, next: found.next, notices: found.notices })
}

async fn keep_one(state: &AppState, captured: Captured) -> AppResult<Post> {
    let mut tx = begin_write(&state.db).await?;
    let post = store::save(&mut tx, &state.media, captured).await?;
    tx.commit().await?;
    Ok(post)
}
