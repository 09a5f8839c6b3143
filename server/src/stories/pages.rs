//! The studio: the dashboard, the editor's page and the preview of a draft.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::dashboard::{Dashboard, DashboardPage, DeleteStory, DeleteStoryPage, Show};
use app::pages::edit_story::EditorPage;
use app::pages::story::{PublicStory, StoryPage};
use axum::Form;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use shared::api::StorySummary;
use shared::desk::EditorStart;
use shared::ids::PostId;
use shared::post::Post;
use shared::story::StoryDocument;

use super::access::{OwnStory, ViewStory};
use super::store::StoryRow;
use super::{api, store};
use crate::db::begin_write;
use crate::desk::desk_story;
use crate::embeds::{embed_html, embed_url};
use crate::error::{AppError, AppResult};
use crate::extract::Query;
use crate::posts::api::describe_sources;
use crate::render::page;
use crate::session::SignedIn;
use crate::state::AppState;
use crate::statistics;

/// Which stories to list.
#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
    done: Option<String>,
}

/// `GET /studio`
pub async fn dashboard(
    State(state): State<AppState>,
    curator: SignedIn,
    Query(filter): Query<Filter>,
) -> AppResult<Html<String>> {
    let (mut stories, mut shared) = {
        let mut conn = state.db.acquire().await?;
        let stories = store::list(&mut conn, curator.account_id, &state.base_url).await?;
        (stories, store::list_shared(&mut conn, curator.account_id, &state.base_url).await?)
    };
    let readers = statistics::lately(&state, curator.account_id).await?;
    let total = stories.len();
    let show = match filter.show.as_str() {
        "drafts" => Show::Drafts,
        "published" => Show::Published,
        _ => Show::All,
    };
    let words = filter.q.trim().to_lowercase();
    let passes = |story: &StorySummary| is_shown(story, show) && story.title.to_lowercase().contains(&words);
    stories.retain(passes);
    shared.retain(|shared| passes(&shared.story));
    let done = match filter.done.as_deref() {
        Some("deleted") => Some("The story is deleted.".to_owned()),
        Some("left") => Some("You have left the story.".to_owned()),
        _ => None,
    };
    let dashboard = Dashboard { stories, shared, readers, total, query: filter.q, show, done };
    let site = state.site(Some(curator.into()));
    Ok(page(move || view! { <DashboardPage site=site dashboard=dashboard /> }))
}

fn is_shown(story: &StorySummary, show: Show) -> bool {
    match show {
        Show::All => true,
        Show::Drafts => story.publication.is_none(),
        Show::Published => story.publication.is_some(),
    }
}

/// How to begin.
#[derive(Deserialize)]
pub struct Beginning {
    #[serde(default)]
    start: String,
    #[serde(default)]
    title: String,
}

/// `POST /studio/stories`
pub async fn begin(
    State(state): State<AppState>,
    curator: SignedIn,
    Form(beginning): Form<Beginning>,
) -> AppResult<Redirect> {
    let mut tx = begin_write(&state.db).await?;
    let id = store::create(&mut tx, curator.account_id, beginning.title.trim(), state.clock.now()).await?;
    tx.commit().await?;
    let how = match beginning.start.as_str() {
        "sample" => "?source=sample",
        "links" => "?source=link",
        _ => "",
    };
    Ok(Redirect::to(&format!("/studio/stories/{id}{how}")))
}

/// `GET /studio/stories/{id}`: the editor; for viewers, the draft as readers would see it.
pub async fn edit(State(state): State<AppState>, view: ViewStory) -> AppResult<Response> {
    if !view.role.may_edit() {
        return Ok(Redirect::to(&format!("/studio/stories/{}/preview", view.story.id())).into_response());
    }
    let story = {
        let mut conn = state.db.acquire().await?;
        api::load(&mut conn, view.story.id(), &state.base_url).await?
    };
    let sources = describe_sources(&state, &view.curator).await?;
    let site = state.site(Some(view.curator.into()));
    // A long story has thousands of cards to draw: not on the threads that serve.
    let drawn = tokio::task::spawn_blocking(move || {
        let start = EditorStart { story: desk_story(story), sources };
        page(move || view! { <EditorPage site=site start=start /> })
    });
    Ok(drawn.await.map_err(anyhow::Error::from)?.into_response())
}

/// `GET /studio/stories/{id}/preview`: the draft as readers would see it.
pub async fn preview(State(state): State<AppState>, view: ViewStory) -> AppResult<Html<String>> {
    let story = {
        let mut conn = state.db.acquire().await?;
        api::load(&mut conn, view.story.id(), &state.base_url).await?
    };
    let story = as_readers_would_see(&state, &view.story, story.document, story.posts)?;
    let site = state.site(None);
    let back = if view.role.may_edit() {
        (format!("/studio/stories/{}", view.story.id()), "Back to the editor")
    } else {
        ("/studio".to_owned(), "Back to your stories")
    };
    Ok(page(move || view! { <StoryPage site=site story=story back=back /> }))
}

/// A document of a story, as its page would show it were it published now.
///
/// # Errors
/// When the store holds something that is no handle.
pub fn as_readers_would_see(
    state: &AppState,
    row: &StoryRow,
    document: StoryDocument,
    posts: BTreeMap<PostId, Post>,
) -> AppResult<PublicStory> {
    let now = state.clock.now();
    let url = format!("{}/studio/stories/{}/preview", state.base_url, row.id());
    let publication = row.publication(&state.base_url);
    Ok(PublicStory {
        live: None,
        handle: row.handle()?.to_string(),
        curator: row.curator.clone(),
        embed_url: embed_url(&url),
        oembed_urls: (url.clone(), url.clone()),
        card_url: String::new(),
        embed_html: embed_html(&url, &document.title),
        version: 0,
        first_published_at: publication.map_or(now, |publication| publication.first_published_at),
        published_at: now,
        document,
        posts,
        missing_pictures: BTreeSet::new(),
        others: Vec::new(),
        url,
    })
}

/// `GET /studio/stories/{id}/delete`: asks first.
pub async fn ask_delete(State(state): State<AppState>, own: OwnStory) -> AppResult<Html<String>> {
    let stories = {
        let mut conn = state.db.acquire().await?;
        store::list(&mut conn, own.curator.account_id, &state.base_url).await?
    };
    let is_this = |story: &StorySummary| story.id == own.story.id();
    let story = stories.into_iter().find(is_this).ok_or(AppError::NotFound)?;
    let site = state.site(Some(own.curator.into()));
    Ok(page(move || view! { <DeleteStoryPage site=site question=DeleteStory { story } /> }))
}

/// `POST /studio/stories/{id}/delete`
pub async fn delete(state: State<AppState>, own: OwnStory) -> AppResult<Redirect> {
    api::delete(state, own).await?;
    Ok(Redirect::to("/studio?done=deleted"))
}
