//! What readers see: the front page, curators and their stories. The same for everybody, signed in or not.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, Method};
use serde::Deserialize;
use shared::account::Handle;
use shared::ids::StoryId;
use shared::presentation::Layout;
use shared::statistics::Seen;

use app::pages::home::{Home, HomePage};
use app::pages::profile::{Profile, ProfilePage};
use leptos::prelude::*;

use super::cache::{Form, RenderedPage, Variant};
use super::present::teaser;
use super::rendering::render;
use super::store;
use crate::encoding::Encoding;
use crate::error::{AppError, AppResult};
use crate::extract::{Path, Query};
use crate::render::page;
use crate::session::MaybeSignedIn;
use crate::state::AppState;
use crate::{accounts, exports, feeds, policies, statistics};

/// How many stories the front page shows.
const LATEST: u32 = 12;
/// How many stories a curator's page shows.
const OF_CURATOR: u32 = 500;

/// `/`; on a server that nobody has set up yet, the way to do so.
pub async fn home(State(state): State<AppState>, MaybeSignedIn(viewer): MaybeSignedIn) -> AppResult<Response> {
    let mut conn = state.db.acquire().await?;
    if accounts::store::count(&mut conn).await? == 0 {
        return Ok(Redirect::to("/setup").into_response());
    }
    let latest = store::latest(&mut conn, None, LATEST).await?.into_iter().map(teaser).collect();
    let site = state.site(viewer.map(Into::into));
    Ok(page(move || view! { <HomePage site=site home=Home { latest } /> }).into_response())
}

/// Names a curator.
#[derive(Deserialize)]
pub struct ProfilePath {
    /// Who.
    pub handle: Handle,
}

/// `/@{handle}`
pub async fn profile(
    State(state): State<AppState>,
    Path(ProfilePath { handle }): Path<ProfilePath>,
) -> AppResult<Html<String>> {
    let mut conn = state.db.acquire().await?;
    let account = accounts::store::by_handle(&mut conn, &handle).await?.ok_or(AppError::NotFound)?;
    let stories = store::latest(&mut conn, Some(handle.as_str()), OF_CURATOR).await?;
    let profile = Profile {
        handle: handle.to_string(),
        name: account.name,
        bio: account.bio,
        stories: stories.into_iter().map(teaser).collect(),
    };
    let site = state.site(None);
    Ok(page(move || view! { <ProfilePage site=site profile=profile /> }))
}

/// Names a story.
#[derive(Deserialize)]
pub struct StoryPath {
    /// Its curator.
    pub handle: String,
    /// The last part of its address.
    pub slug: String,
}

/// What a reader asks for besides the story.
#[derive(Deserialize)]
pub struct Wishes {
    #[serde(default)]
    layout: String,
}

impl Wishes {
    /// The layout; one that is not known is the story's own.
    fn of(self, form: Form) -> Variant {
        Variant { form, layout: Layout::from_key(&self.layout) }
    }
}

/// `/@{handle}/{slug}`, its feed `/@{handle}/{slug}.atom` and its exports: no address of a story has a point in it.
pub async fn story(
    State(state): State<AppState>,
    path: Path<StoryPath>,
    Query(wishes): Query<Wishes>,
    method: Method,
    headers: HeaderMap,
) -> AppResult<Response> {
    if let Some(slug) = path.0.slug.strip_suffix(".atom") {
        return feeds::pages::story_atom(&state, &path.0.handle, slug, headers).await;
    }
    if let Some((slug, format)) = exports::Format::of_file(&path.0.slug) {
        return exports::pages::story(&state, &path.0.handle, slug, format, &headers).await;
    }
    serve(&state, &path.0, wishes.of(Form::Page), &method, &headers).await
}

/// `/@{handle}/{slug}/embed`
pub async fn embed(
    State(state): State<AppState>,
    path: Path<StoryPath>,
    Query(wishes): Query<Wishes>,
    method: Method,
    headers: HeaderMap,
) -> AppResult<Response> {
    serve(&state, &path.0, wishes.of(Form::Embed), &method, &headers).await
}

/// Names a version of a story.
#[derive(Deserialize)]
pub struct VersionPath {
    handle: String,
    slug: String,
    number: u32,
}

/// `/@{handle}/{slug}/v/{number}`
pub async fn version(
    State(state): State<AppState>,
    Path(VersionPath { handle, slug, number }): Path<VersionPath>,
    Query(wishes): Query<Wishes>,
    method: Method,
    headers: HeaderMap,
) -> AppResult<Response> {
    serve(&state, &StoryPath { handle, slug }, wishes.of(Form::Version(number)), &method, &headers).await
}

/// `/@{handle}/{slug}/versions`
pub async fn versions(
    State(state): State<AppState>,
    path: Path<StoryPath>,
    method: Method,
    headers: HeaderMap,
) -> AppResult<Response> {
    serve(&state, &path.0, Form::Versions.plain(), &method, &headers).await
}

async fn serve(
    state: &AppState,
    path: &StoryPath,
    variant: Variant,
    method: &Method,
    headers: &HeaderMap,
) -> AppResult<Response> {
    let StoryPath { handle, slug } = path;
    let first = Encoding::accepted(headers).next();
    // Boxed: rendering holds much, and most readers find the page rendered.
    let rendered = Box::pin(render(state, path, variant, first));
    let rendered = state.pages.get(handle, slug, variant, rendered).await;
    let page = rendered.map_err(|error| match error.as_ref() {
        AppError::NotFound => AppError::NotFound,
        // Several readers may wait for one rendering, and the cause has no copies.
        other => AppError::Internal(anyhow::anyhow!("{handle}/{slug}: {other:?}")),
    })?;
    Ok(answer(state, &page, variant.form, method, headers))
}

/// Answers with a page, and counts whoever reads it.
pub(super) fn answer(
    state: &AppState,
    page: &RenderedPage,
    form: Form,
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    if statistics::is_reading(method, headers, &state.base_url) {
        page.story().into_iter().for_each(|story| count(state, story, form, headers));
    }
    let mut response = page.respond(headers);
    let policy = match form {
        Form::Embed => state.embed_policy.clone(),
        Form::Page if page.is_live() => HeaderValue::from_static(policies::LIVE),
        _ => HeaderValue::from_static(policies::PUBLIC),
    };
    policies::stamp(response.headers_mut(), policy);
    response
}

/// Counts a reader: also one who has the page already and is told that it is still the same.
fn count(state: &AppState, story: StoryId, form: Form, headers: &HeaderMap) {
    let seen = if form == Form::Embed { Seen { views: 0, embeds: 1 } } else { Seen { views: 1, embeds: 0 } };
    state.views.count(story, state.clock.now().date_naive(), statistics::origin(headers), seen);
}
