//! `/api/v1/stories`.

use axum::extract::State;
use axum::response::IntoResponse;
use http::{StatusCode, header};
use serde::Deserialize;
use shared::api::{EditAccepted, EditLog, NewEdit, NewStory, Story, StoryList};
use shared::ids::StoryId;
use shared::problem::Problem;
use shared::story::StoryDocument;
use sqlx::SqliteConnection;
use utoipa::IntoParams;

use super::access::{EditStory, OwnStory, ViewStory};
use super::{content, edits, store};
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Query};
use crate::live::Event;
use crate::posts;
use crate::session::SignedIn;
use crate::state::AppState;

/// The curator's stories and those shared with them, last edited first.
#[utoipa::path(get, path = "/stories", tag = "stories", responses((status = 200, body = StoryList), (status = 401, body = Problem)))]
pub async fn list(State(state): State<AppState>, curator: SignedIn) -> AppResult<Json<StoryList>> {
    let mut conn = state.db.acquire().await?;
    let stories = store::list(&mut conn, curator.account_id, &state.base_url).await?;
    let shared = store::list_shared(&mut conn, curator.account_id, &state.base_url).await?;
    Ok(Json(StoryList { stories, shared }))
}

/// Begins a story.
#[utoipa::path(post, path = "/stories", tag = "stories", request_body = NewStory,
    responses((status = 201, body = Story), (status = 401, body = Problem), (status = 413, body = Problem)))]
pub async fn create(
    State(state): State<AppState>,
    curator: SignedIn,
    Json(new): Json<NewStory>,
) -> AppResult<impl IntoResponse> {
    StoryDocument { title: new.title.clone(), ..StoryDocument::default() }.check()?;
    let mut tx = begin_write(&state.db).await?;
    let id = store::create(&mut tx, curator.account_id, &new.title, state.clock.now()).await?;
    let story = load(&mut tx, id, &state.base_url).await?;
    tx.commit().await?;
    let location = [(header::LOCATION, format!("/api/v1/stories/{id}"))];
    Ok((StatusCode::CREATED, location, Json(story)))
}

/// A story with its items and their posts.
#[utoipa::path(get, path = "/stories/{id}", tag = "stories", params(("id" = StoryId, Path)),
    responses((status = 200, body = Story), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn show(State(state): State<AppState>, view: ViewStory) -> AppResult<Json<Story>> {
    let mut conn = state.db.acquire().await?;
    Ok(Json(load(&mut conn, view.story.id(), &state.base_url).await?))
}

/// Deletes a story for good, its public page included.
#[utoipa::path(delete, path = "/stories/{id}", tag = "stories", params(("id" = StoryId, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn delete(State(state): State<AppState>, own: OwnStory) -> AppResult<StatusCode> {
    let mut tx = begin_write(&state.db).await?;
    store::delete(&mut tx, own.story.id()).await?;
    tx.commit().await?;
    state.pages.forget(own.curator.handle.as_str());
    state.live.tell(own.story.id(), Event::Access);
    Ok(StatusCode::NO_CONTENT)
}

/// Changes a story.
///
/// Send the revision you last saw; edits of others that touch other places do not get in the way, and two changes of
/// one text are merged word by word. The same `edit_id` again is answered the same and changes nothing.
#[utoipa::path(post, path = "/stories/{id}/edits", tag = "stories", params(("id" = StoryId, Path)), request_body = NewEdit,
    responses((status = 200, body = EditAccepted), (status = 401, body = Problem),
              (status = 403, body = Problem, description = "A viewer, or somebody who once was a co-editor"),
              (status = 404, body = Problem),
              (status = 409, body = Problem, description = "Somebody changed the same words; nothing was written"),
              (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn edit(
    State(state): State<AppState>,
    may: EditStory,
    Json(edit): Json<NewEdit>,
) -> AppResult<Json<EditAccepted>> {
    let accepted = state.edits.accept(may.story.id(), may.curator.account_id, edit, state.clock.now()).await?;
    super::edited(&state, may.story.id(), accepted.revision);
    Ok(Json(accepted))
}

/// Which edits to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// The last revision the caller knows.
    #[serde(default)]
    pub since: u64,
}

/// What happened to a story since a revision.
#[utoipa::path(get, path = "/stories/{id}/edits", tag = "stories", params(("id" = StoryId, Path), Since),
    responses((status = 200, body = EditLog), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn edit_log(
    State(state): State<AppState>,
    view: ViewStory,
    Query(Since { since }): Query<Since>,
) -> AppResult<Json<EditLog>> {
    let mut conn = state.db.acquire().await?;
    let edits = edits::since(&mut conn, view.story.id(), since).await?;
    let touched = edits.iter().flat_map(|edit| {
        let updated = edit.changes.updated.values().map(|change| &change.to);
        edit.changes.added.values().chain(updated).filter_map(|item| item.body.post_id())
    });
    let posts = posts::store::many(&mut conn, &touched.collect::<Vec<_>>()).await?;
    Ok(Json(EditLog { edits, posts }))
}

/// A story as its curator sees it.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there.
pub async fn load(conn: &mut SqliteConnection, id: StoryId, base_url: &str) -> AppResult<Story> {
    let row = store::find(conn, id).await?.ok_or(AppError::NotFound)?;
    let document = content::document(conn, id).await?;
    let posts = posts::store::of_document(conn, &document).await?;
    Ok(Story {
        id,
        handle: row.handle()?,
        revision: row.revision(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        publication: row.publication(base_url),
        slug: row.slug,
        document,
        posts,
    })
}
