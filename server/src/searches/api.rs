//! `/api/v1/searches`.

use axum::extract::State;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use shared::post::SourceKind;
use shared::problem::Problem;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Path};
use crate::posts::filters::Filters;
use crate::session::SignedIn;
use crate::state::AppState;

/// The longest search that is kept, in characters.
const MAX_WORDS: usize = 500;
/// The most searches of one account.
const MAX_SEARCHES: usize = 200;

/// A search that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SavedSearch {
    /// Its identifier.
    pub id: Uuid,
    /// Where to search.
    pub source: SourceKind,
    /// What for.
    pub q: String,
    /// Which of the posts to show.
    pub filters: Filters,
    /// When it was kept.
    pub saved_at: DateTime<Utc>,
}

impl SavedSearch {
    /// As the parameters of `/api/v1/search`, which the editor's page takes, too.
    #[must_use]
    pub fn as_query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("source", self.source.key()).append_pair("q", &self.q);
        if let Ok(serde_json::Value::Object(filters)) = serde_json::to_value(&self.filters) {
            for (name, value) in filters {
                let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                query.append_pair(&name, &text);
            }
        }
        query.finish()
    }
}

/// Body of `POST /api/v1/searches`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NewSearch {
    /// Where to search.
    source: SourceKind,
    /// What for.
    q: String,
    /// Which of the posts to show, as in the parameters of `/search`.
    #[serde(default)]
    filters: Filters,
}

/// Answer of `GET /api/v1/searches`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchList {
    /// Last kept first.
    searches: Vec<SavedSearch>,
}

/// The curator's saved searches.
#[utoipa::path(get, path = "/searches", tag = "posts",
    responses((status = 200, body = SearchList), (status = 401, body = Problem)))]
pub async fn list(State(state): State<AppState>, curator: SignedIn) -> AppResult<Json<SearchList>> {
    let mut conn = state.db.acquire().await?;
    Ok(Json(SearchList { searches: store::list(&mut conn, curator.account_id).await? }))
}

/// Keeps a search. The same again is answered with the one that is kept already.
#[utoipa::path(post, path = "/searches", tag = "posts", request_body = NewSearch,
    responses((status = 201, body = SavedSearch), (status = 401, body = Problem), (status = 413, body = Problem),
              (status = 422, body = Problem)))]
pub async fn create(
    State(state): State<AppState>,
    curator: SignedIn,
    Json(new): Json<NewSearch>,
) -> AppResult<(StatusCode, Json<SavedSearch>)> {
    let q = new.q.trim().to_owned();
    if q.is_empty() {
        return Err(AppError::Invalid("There is nothing to search for. Type something first.".to_owned()));
    }
    if q.chars().count() > MAX_WORDS {
        return Err(AppError::TooLarge(format!("A search has at most {MAX_WORDS} characters. Shorten it.")));
    }
    let search =
        SavedSearch { id: Uuid::now_v7(), source: new.source, q, filters: new.filters, saved_at: state.clock.now() };
    let mut tx = begin_write(&state.db).await?;
    if store::list(&mut tx, curator.account_id).await?.len() >= MAX_SEARCHES {
        return Err(AppError::TooLarge(format!(
            "{MAX_SEARCHES} searches are kept already. Remove one that you no longer need."
        )));
    }
    let saved = store::add(&mut tx, curator.account_id, &search).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

/// Forgets a search.
#[utoipa::path(delete, path = "/searches/{id}", tag = "posts", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn remove(State(state): State<AppState>, curator: SignedIn, Path(id): Path<Uuid>) -> AppResult<StatusCode> {
    let mut tx = begin_write(&state.db).await?;
    if !store::remove(&mut tx, curator.account_id, id).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
