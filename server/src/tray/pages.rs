//! `/studio/tray`.

use app::pages::tray::{SearchRow, Tray, TrayPage};
use axum::extract::State;
use axum::response::{Html, Redirect};
use leptos::prelude::*;
use serde::Deserialize;
use shared::api::NewEdit;
use shared::edit::EditKind;
use shared::ids::{EditId, ItemId, PostId, StoryId};
use shared::item::ItemBody;
use shared::story::StoryDocument;
use uuid::Uuid;

use super::{api, store};
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Form, Query};
use crate::posts;
use crate::render::page;
use crate::searches;
use crate::session::SignedIn;
use crate::state::AppState;
use crate::stories::{edits, store as stories};

/// What to show.
#[derive(Deserialize)]
pub struct TrayQuery {
    cursor: Option<String>,
    done: Option<String>,
}

/// `GET /studio/tray`
pub async fn show(
    State(state): State<AppState>,
    curator: SignedIn,
    Query(query): Query<TrayQuery>,
) -> AppResult<Html<String>> {
    let entries = api::load(&state, curator.account_id, query.cursor.as_deref()).await?;
    let (count, saved) = {
        let mut conn = state.db.acquire().await?;
        let count = store::count(&mut conn, curator.account_id).await?;
        (count, searches::store::list(&mut conn, curator.account_id).await?)
    };
    let done = query.done.as_deref().and_then(|done| match done {
        "saved" => Some("Saved to your tray."),
        "removed" => Some("Taken out of your tray."),
        "none" => Some("Choose the posts first, by the boxes beside them."),
        "search" => Some("The search is no longer kept."),
        _ => None,
    });
    let searches = saved.into_iter().map(|search| SearchRow {
        id: search.id.to_string(),
        source: search.source,
        filters: search.filters.in_words(),
        words: search.q,
    });
    let tray = Tray {
        count: usize::try_from(count).unwrap_or_default(),
        entries: entries.entries,
        next: entries.next,
        searches: searches.collect(),
        done: done.map(ToOwned::to_owned),
    };
    let site = state.site(Some(curator.into()));
    Ok(page(move || view! { <TrayPage site=site tray=tray /> }))
}

/// `POST /studio/tray`: what to do with the posts that were chosen.
pub async fn act(
    State(state): State<AppState>,
    curator: SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> AppResult<Redirect> {
    let named =
        |name: &'static str| fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str());
    let ids = |name: &'static str| named(name).filter_map(|id| id.parse::<PostId>().ok()).collect::<Vec<_>>();
    let removed = ids("remove");
    let chosen = ids("post");
    if let Some(id) = named("forget").find_map(|id| id.parse().ok()) {
        let mut tx = begin_write(&state.db).await?;
        searches::store::remove(&mut tx, curator.account_id, id).await?;
        tx.commit().await?;
        return Ok(Redirect::to("/studio/tray?done=search"));
    }
    if let Some(id) = named("search").find_map(|id| id.parse().ok()) {
        return begin_with_search(&state, &curator, id).await;
    }
    match (removed.is_empty(), named("do").next()) {
        (false, _) => remove_all(&state, &curator, &removed).await,
        _ if chosen.is_empty() => Ok(Redirect::to("/studio/tray?done=none")),
        (_, Some("remove")) => remove_all(&state, &curator, &chosen).await,
        _ => {
            let story = begin_story(&state, &curator, &chosen).await?;
            Ok(Redirect::to(&format!("/studio/stories/{story}")))
        }
    }
}

async fn remove_all(state: &AppState, curator: &SignedIn, posts: &[PostId]) -> AppResult<Redirect> {
    let mut tx = begin_write(&state.db).await?;
    for post in posts {
        store::remove(&mut tx, curator.account_id, *post).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to("/studio/tray?done=removed"))
}

/// A story with these posts, in the order they were published, which then leave the tray.
async fn begin_story(state: &AppState, curator: &SignedIn, chosen: &[PostId]) -> AppResult<StoryId> {
    let now = state.clock.now();
    let mut tx = begin_write(&state.db).await?;
    let mut known: Vec<_> = posts::store::many(&mut tx, chosen).await?.into_values().collect();
    known.sort_by_key(|post| post.published_at.unwrap_or(post.captured_at));
    let items = known.iter().map(|post| (ItemId::fresh(), ItemBody::post(post.id))).collect();
    let story = stories::create(&mut tx, curator.account_id, "", now).await?;
    let changes = StoryDocument::default().insert(items, None);
    let edit = NewEdit { edit_id: EditId::fresh(), base_revision: 0, kind: EditKind::Do, changes };
    edits::accept(&mut tx, story, curator.account_id, edit, now).await?;
    for post in &known {
        store::remove(&mut tx, curator.account_id, post.id).await?;
    }
    tx.commit().await?;
    Ok(story)
}

/// A new story whose editor begins with a saved search.
async fn begin_with_search(state: &AppState, curator: &SignedIn, id: Uuid) -> AppResult<Redirect> {
    let mut tx = begin_write(&state.db).await?;
    let saved = searches::store::list(&mut tx, curator.account_id).await?;
    let search = saved.into_iter().find(|search| search.id == id).ok_or(AppError::NotFound)?;
    let story = stories::create(&mut tx, curator.account_id, "", state.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/studio/stories/{story}?{}", search.as_query())))
}
