//! The pages of a story's history. Plain forms.

use app::pages::history::{History, HistoryPage, Moment};
use app::pages::story::MomentPage;
use axum::Router;
use axum::extract::State;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use leptos::prelude::*;
use serde::Deserialize;
use shared::edit::Changes;

use super::api::{self, MomentPath};
use super::{store, words};
use crate::error::AppResult;
use crate::extract::{Path, Query};
use crate::posts;
use crate::render::page;
use crate::state::AppState;
use crate::stories::access::{EditStory, ViewStory};
use crate::stories::content;
use crate::stories::pages::as_readers_would_see;

/// How many edits are told at once.
const AT_ONCE: u32 = 200;

/// `/studio/stories/{id}/history` and its moments.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/studio/stories/{id}/history", get(show))
        .route("/studio/stories/{id}/history/{revision}", get(look))
        .route("/studio/stories/{id}/history/{revision}/restore", post(restore))
}

#[derive(Deserialize)]
struct Place {
    before: Option<u64>,
    done: Option<String>,
}

async fn show(State(state): State<AppState>, view: ViewStory, Query(place): Query<Place>) -> AppResult<Html<String>> {
    let story = view.story.id();
    let mut conn = state.db.acquire().await?;
    let title = content::fields(&mut conn, story).await?.title;
    let rows = store::before(&mut conn, story, place.before.unwrap_or(u64::MAX), AT_ONCE).await?;
    let touched: Vec<_> = rows.iter().flat_map(|row| touched_posts(&row.changes.0)).collect();
    let posts = posts::store::many(&mut conn, &touched).await?;
    let oldest = rows.last().map_or(0, |row| row.revision.unsigned_abs());
    let history = History {
        story,
        title,
        may_restore: view.role.may_edit(),
        revision: view.story.revision(),
        groups: words::group(rows, &posts),
        earlier: (oldest > 1).then_some(oldest),
        is_latest: place.before.is_none(),
        begun_at: view.story.created_at,
        done: (place.done.as_deref() == Some("restored"))
            .then(|| "The story is what it was then. The step before is in the history too.".to_owned()),
    };
    let site = state.site(Some(view.curator.into()));
    Ok(page(move || view! { <HistoryPage site=site history=history /> }))
}

fn touched_posts(changes: &Changes) -> impl Iterator<Item = shared::ids::PostId> {
    let updated = changes.updated.values().map(|change| &change.to);
    changes.added.values().chain(changes.removed.values()).chain(updated).filter_map(|item| item.body.post_id())
}

async fn look(
    State(state): State<AppState>,
    view: ViewStory,
    Path(MomentPath { revision }): Path<MomentPath>,
) -> AppResult<Html<String>> {
    let document = super::document_at(&state, view.story.id(), revision).await?;
    let mut conn = state.db.acquire().await?;
    let posts = posts::store::of_document(&mut conn, &document).await?;
    let edit = store::before(&mut conn, view.story.id(), revision + 1, 1).await?.pop();
    drop(conn);
    let moment = Moment {
        story: view.story.id(),
        revision,
        latest: view.story.revision(),
        at: edit.as_ref().map_or(view.story.created_at, |edit| edit.accepted_at),
        by: edit.as_ref().and_then(|edit| edit.name.clone()),
        words: edit.map_or_else(|| "Begun".to_owned(), |edit| words::describe(&edit.changes.0, &posts)),
        may_restore: view.role.may_edit(),
    };
    let story = as_readers_would_see(&state, &view.story, document, posts)?;
    let site = state.site(Some(view.curator.into()));
    // A long story has thousands of items to draw: not on the threads that serve.
    let drawn =
        tokio::task::spawn_blocking(move || page(move || view! { <MomentPage site=site story=story moment=moment /> }));
    Ok(drawn.await.map_err(anyhow::Error::from)?)
}

async fn restore(state: State<AppState>, may: EditStory, path: Path<MomentPath>) -> AppResult<Redirect> {
    let story = may.story.id();
    api::restore(state, may, path).await?;
    Ok(Redirect::to(&format!("/studio/stories/{story}/history?done=restored")))
}
