//! What readers see: the front page, curators and their stories. The same for everybody, signed in or not.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use bytes::Bytes;
use http::HeaderMap;
use serde::Deserialize;
use shared::account::Handle;
use shared::presentation::Layout;
use sqlx::SqliteConnection;

use app::document::Site;
use app::pages::home::{Home, HomePage};
use app::pages::profile::{Profile, ProfilePage};
use app::pages::story::{PublicStory, StoryEmbed, StoryPage, StoryTeaser, VersionsPage};
use leptos::prelude::*;

use super::cache::{Form, RenderedPage, Variant};
use super::present::{public_story, teaser};
use super::{kept, store};
use crate::embeds::oembed_urls;
use crate::encoding::Encoding;
use crate::error::{AppError, AppResult};
use crate::extract::{Path, Query};
use crate::render::page;
use crate::session::MaybeSignedIn;
use crate::state::AppState;
use crate::{accounts, exports, feeds};

/// How many stories the front page shows.
const LATEST: u32 = 12;
/// How many stories a curator's page shows.
const OF_CURATOR: u32 = 500;
/// How many other stories stand under a story.
const OTHERS: usize = 3;

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
    headers: HeaderMap,
) -> AppResult<Response> {
    if let Some(slug) = path.0.slug.strip_suffix(".atom") {
        return feeds::pages::story_atom(&state, &path.0.handle, slug, headers).await;
    }
    if let Some((slug, format)) = exports::Format::of_file(&path.0.slug) {
        return exports::pages::story(&state, &path.0.handle, slug, format, &headers).await;
    }
    serve(&state, &path.0, wishes.of(Form::Page), &headers).await
}

/// `/@{handle}/{slug}/embed`
pub async fn embed(
    State(state): State<AppState>,
    path: Path<StoryPath>,
    Query(wishes): Query<Wishes>,
    headers: HeaderMap,
) -> AppResult<Response> {
    serve(&state, &path.0, wishes.of(Form::Embed), &headers).await
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
    headers: HeaderMap,
) -> AppResult<Response> {
    serve(&state, &StoryPath { handle, slug }, wishes.of(Form::Version(number)), &headers).await
}

/// `/@{handle}/{slug}/versions`
pub async fn versions(State(state): State<AppState>, path: Path<StoryPath>, headers: HeaderMap) -> AppResult<Response> {
    serve(&state, &path.0, Form::Versions.plain(), &headers).await
}

async fn serve(state: &AppState, path: &StoryPath, variant: Variant, headers: &HeaderMap) -> AppResult<Response> {
    let StoryPath { handle, slug } = path;
    let first = Encoding::accepted(headers).next();
    let rendered = state.pages.get(handle, slug, variant, render(state, path, variant, first)).await;
    rendered.map(|page| page.respond(headers)).map_err(|error| match error.as_ref() {
        AppError::NotFound => AppError::NotFound,
        // Several readers may wait for one rendering, and the cause has no copies.
        other => AppError::Internal(anyhow::anyhow!("{handle}/{slug}: {other:?}")),
    })
}

async fn render(
    state: &AppState,
    path: &StoryPath,
    variant: Variant,
    first: Option<Encoding>,
) -> AppResult<RenderedPage> {
    match variant.form {
        Form::Page | Form::Embed => render_current(state, path, variant, first).await,
        Form::Version(number) => {
            let mut conn = state.db.acquire().await?;
            let row = super::versions::find(&mut conn, &path.handle, &path.slug, number).await?;
            drop(conn);
            // The curator's other stories belong to the present.
            let story = public_story(&state.base_url, row.ok_or(AppError::NotFound)?, Vec::new());
            let (page, _) = draw(state.site(None), story, variant, first).await?;
            Ok(page)
        }
        Form::Versions => {
            let mut conn = state.db.acquire().await?;
            let versions = super::versions::list(&mut conn, &state.base_url, &path.handle, &path.slug).await?;
            drop(conn);
            let site = state.site(None);
            let html = app::document::render(move || view! { <VersionsPage site=site versions=versions /> });
            Ok(RenderedPage::new(html, first))
        }
    }
}

/// The page of a story, and of a long one what is worth keeping.
async fn draw(
    site: Site,
    mut story: PublicStory,
    variant: Variant,
    first: Option<Encoding>,
) -> AppResult<(RenderedPage, Option<Bytes>)> {
    if let Some(layout) = variant.layout {
        story.document.presentation.layout = layout;
        // Who finds the embed from a page in a layout gets that layout.
        let asked = format!("{}?layout={}", story.url, layout.key());
        story.oembed_urls = oembed_urls(&site.base_url, &asked);
    }
    // A long story takes tens of milliseconds to render and compress: not on the threads that serve.
    let rendered = tokio::task::spawn_blocking(move || {
        let html = match variant.form {
            Form::Embed => app::document::render(move || view! { <StoryEmbed site=site story=story /> }),
            Form::Page | Form::Versions => app::document::render(move || view! { <StoryPage site=site story=story /> }),
            Form::Version(_) => {
                app::document::render(move || view! { <StoryPage site=site story=story as_version=true /> })
            }
        };
        let page = RenderedPage::new(html, first);
        let long = kept::worth_keeping(&page);
        (page, long)
    });
    Ok(rendered.await.map_err(anyhow::Error::from)?)
}

async fn render_current(
    state: &AppState,
    path: &StoryPath,
    variant: Variant,
    first: Option<Encoding>,
) -> AppResult<RenderedPage> {
    let site = state.site(None);
    let mut conn = state.db.acquire().await?;
    let edition = store::edition(&mut conn, &path.handle, &path.slug).await?.ok_or(AppError::NotFound)?;
    let others = others(&mut conn, path).await?;
    let stamp = kept::stamp(&site, &edition, &others);
    if let Some(page) = kept::find(&mut conn, &edition, variant, &stamp).await? {
        return Ok(page);
    }
    let row = store::find(&mut conn, &path.handle, &path.slug).await?.ok_or(AppError::NotFound)?;
    drop(conn);
    let story = public_story(&state.base_url, row, others);
    let (page, long) = draw(site, story, variant, first).await?;
    if let Some(brotli) = long {
        let mut conn = state.db.acquire().await?;
        // The reader gets the page also when it could not be kept.
        if let Err(error) = kept::keep(&mut conn, &edition, variant, &stamp, page.etag(), &brotli).await {
            tracing::warn!(%error, "A rendered page could not be kept");
        }
    }
    Ok(page)
}

/// Renders what readers will ask for first, so that none of them waits for it. What fails here is told to the reader
/// who asks for it.
pub async fn prepare(state: &AppState, handle: &str, slug: &str) {
    let path = StoryPath { handle: handle.to_owned(), slug: slug.to_owned() };
    for variant in [Form::Page, Form::Embed].map(Form::plain) {
        let page = render(state, &path, variant, Some(Encoding::Brotli));
        let _ = state.pages.get(handle, slug, variant, page).await;
    }
}

/// Other stories of a story's curator, a few.
async fn others(conn: &mut SqliteConnection, path: &StoryPath) -> sqlx::Result<Vec<StoryTeaser>> {
    let latest = store::latest(conn, Some(&path.handle), 1 + u32::try_from(OTHERS).unwrap_or(0)).await?;
    Ok(latest.into_iter().filter(|other| other.slug != path.slug).take(OTHERS).map(teaser).collect())
}
