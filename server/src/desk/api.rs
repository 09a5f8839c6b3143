//! `/studio/api`.

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use http::StatusCode;
use shared::api::{NewPost, SearchPage, Story};
use shared::desk::{Card, DeskEdit, DeskLog, DeskPublication, DeskStory, FoundCards};
use shared::html::SafeHtml;
use shared::ids::PostId;
use shared::markdown;
use shared::story::MAX_TEXT;

use super::cards::{card, cards};
use super::{paste, undo};
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Path, Query};
use crate::posts::api::{self as posts, Search};
use crate::posts::filters::Filters;
use crate::session::SignedIn;
use crate::state::AppState;
use crate::stories::access::ViewStory;
use crate::stories::api::{self as stories, Since};
use crate::stories::edits;

/// What the editor asks for.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/stories/{id}", get(story))
        .route("/stories/{id}/edits", get(edit_log))
        .route("/stories/{id}/undo", get(undo::steps))
        .route("/markdown", post(render))
        .route("/paste", post(paste::paste))
        .route("/search", get(search))
        .route("/posts", post(capture))
        .route("/posts/{id}/thread", get(thread))
}

/// A story as the desk has it.
#[must_use]
pub fn desk_story(story: Story) -> DeskStory {
    DeskStory {
        id: story.id,
        revision: story.revision,
        publication: story
            .publication
            .map(|publication| DeskPublication { url: publication.url, revision: publication.revision }),
        document: story.document,
        cards: cards(story.posts.into_values()),
    }
}

async fn story(State(state): State<AppState>, view: ViewStory) -> AppResult<Json<DeskStory>> {
    let mut conn = state.db.acquire().await?;
    let story = stories::load(&mut conn, view.story.id(), &state.base_url).await?;
    Ok(Json(desk_story(story)))
}

async fn edit_log(state: State<AppState>, view: ViewStory, since: Query<Since>) -> AppResult<Json<DeskLog>> {
    let settled = {
        let mut conn = state.db.acquire().await?;
        edits::settled_since(&mut conn, view.story.id(), since.0.since).await?
    };
    let Json(log) = stories::edit_log(state, view, since).await?;
    let edits = log.edits.into_iter().map(|edit| DeskEdit {
        edit_id: edit.edit_id,
        revision: edit.revision,
        author: edit.author,
        changes: edit.changes,
    });
    Ok(Json(DeskLog { edits: edits.collect(), cards: cards(log.posts.into_values()), settled }))
}

/// Markdown as readers will see it, text by text.
async fn render(_: SignedIn, Json(texts): Json<Vec<String>>) -> AppResult<Json<Vec<SafeHtml>>> {
    if texts.iter().any(|text| text.chars().count() > MAX_TEXT) {
        return Err(AppError::TooLarge("This text is longer than an item can be. Split it into several.".to_owned()));
    }
    // Markdown can be made to take its time: not on the threads that serve.
    let rendered = tokio::task::spawn_blocking(move || texts.iter().map(|text| markdown::render(text)).collect());
    Ok(Json(rendered.await.map_err(anyhow::Error::from)?))
}

async fn search(
    state: State<AppState>,
    curator: SignedIn,
    search: Query<Search>,
    filters: Query<Filters>,
) -> AppResult<Json<FoundCards>> {
    Ok(found(posts::search(state, curator, search, filters).await?))
}

async fn thread(state: State<AppState>, curator: SignedIn, id: Path<PostId>) -> AppResult<Json<FoundCards>> {
    Ok(found(posts::thread(state, curator, id).await?))
}

fn found(Json(page): Json<SearchPage>) -> Json<FoundCards> {
    Json(FoundCards { cards: cards(page.posts), next: page.next, notices: page.notices })
}

async fn capture(state: State<AppState>, curator: SignedIn, new: Json<NewPost>) -> AppResult<(StatusCode, Json<Card>)> {
    let (status, Json(post)) = posts::capture(state, curator, new).await?;
    Ok((status, Json(card(post))))
}
