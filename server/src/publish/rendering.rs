//! Stories rendered for readers: when one asks, and before any asks when a story is published.

use std::sync::Arc;

use app::document::Site;
use app::pages::story::{LiveTimes, PublicStory, StoryEmbed, StoryPage, StoryTeaser, VersionsPage};
use bytes::Bytes;
use leptos::prelude::*;
use shared::presentation::Layout;
use sqlx::SqliteConnection;

use super::cache::{Form, RenderedPage, Variant};
use super::pages::StoryPath;
use super::present::{public_story, teaser};
use super::store::{self, Edition};
use super::{kept, versions};
use crate::embeds::{in_layout, oembed_urls};
use crate::encoding::Encoding;
use crate::error::{AppError, AppResult};
use crate::state::AppState;

/// How many other stories stand under a story.
const OTHERS: usize = 3;

/// The page, as it was kept or rendered now, compressed for the client that asks `first`.
///
/// # Errors
/// [`AppError::NotFound`] for what readers cannot see.
pub async fn render(
    state: &AppState,
    path: &StoryPath,
    variant: Variant,
    first: Option<Encoding>,
) -> AppResult<RenderedPage> {
    match variant.form {
        Form::Page | Form::Embed => {
            let current = Current::find(state, path).await?;
            let mut conn = state.db.acquire().await?;
            if let Some(page) = kept::find(&mut conn, &current.edition, variant, &current.stamp).await? {
                return Ok(page.of_story(current.edition.story(), current.is_live()));
            }
            drop(conn);
            let story = current.story(state, path).await?;
            current.render(state, story, variant, first).await
        }
        Form::Version(number) => {
            let mut conn = state.db.acquire().await?;
            let row = versions::find(&mut conn, &path.handle, &path.slug, number).await?;
            drop(conn);
            // The curator's other stories belong to the present.
            let story = public_story(&state.base_url, row.ok_or(AppError::NotFound)?, Vec::new());
            let (page, _) = draw(state.site(None), story, variant, first).await?;
            Ok(page)
        }
        Form::Versions => {
            let mut conn = state.db.acquire().await?;
            let versions = versions::list(&mut conn, &state.base_url, &path.handle, &path.slug).await?;
            drop(conn);
            let site = state.site(None);
            let html = app::document::render(move || view! { <VersionsPage site=site versions=versions /> });
            Ok(RenderedPage::new(html, first))
        }
    }
}

/// Renders what readers will ask for, so that none of them waits for it. It returns when the page and the frame are
/// there; the other layouts of a long story follow. What fails here is told to the reader who asks for it.
pub async fn prepare(state: &AppState, handle: &str, slug: &str) {
    let path = StoryPath { handle: handle.to_owned(), slug: slug.to_owned() };
    let Ok(current) = Current::find(state, &path).await else { return };
    let Ok(story) = current.story(state, &path).await else { return };
    let (current, story) = (Arc::new(current), Arc::new(story));
    let shown = |form: Form| ahead(state, &path, &current, &story, form.plain());
    let (is_long, _) = tokio::join!(shown(Form::Page), shown(Form::Embed));
    if is_long {
        let state = state.clone();
        tokio::spawn(async move {
            let own = story.document.presentation.layout;
            for layout in Layout::ALL.into_iter().filter(|layout| *layout != own) {
                let variant = Variant { form: Form::Page, layout: Some(layout) };
                ahead(&state, &path, &current, &story, variant).await;
            }
        });
    }
}

/// Puts a page where readers find it; says whether it is a long one.
async fn ahead(
    state: &AppState,
    path: &StoryPath,
    current: &Current,
    story: &Arc<PublicStory>,
    variant: Variant,
) -> bool {
    let story = PublicStory::clone(story);
    let page = current.render(state, story, variant, Some(Encoding::Brotli));
    let page = state.pages.get(&path.handle, &path.slug, variant, page).await;
    page.is_ok_and(|page| kept::worth_keeping(&page).is_some())
}

/// What readers see of a story now.
struct Current {
    edition: Edition,
    others: Vec<StoryTeaser>,
    /// Stands for all that its pages are made from.
    stamp: String,
}

impl Current {
    const fn is_live(&self) -> bool {
        self.edition.live_since.is_some() && self.edition.live_until.is_none()
    }

    async fn find(state: &AppState, path: &StoryPath) -> AppResult<Self> {
        let mut conn = state.db.acquire().await?;
        let edition = store::edition(&mut conn, &path.handle, &path.slug).await?.ok_or(AppError::NotFound)?;
        let others = others(&mut conn, path).await?;
        let stamp = kept::stamp(&state.site(None), &edition, &others);
        Ok(Self { edition, others, stamp })
    }

    async fn story(&self, state: &AppState, path: &StoryPath) -> AppResult<PublicStory> {
        let mut conn = state.db.acquire().await?;
        let row = store::find(&mut conn, &path.handle, &path.slug).await?.ok_or(AppError::NotFound)?;
        drop(conn);
        let live = self.edition.live_since.map(|since| LiveTimes { since, until: self.edition.live_until });
        Ok(PublicStory { live, ..public_story(&state.base_url, row, self.others.clone()) })
    }

    /// Renders a page, and keeps a long one.
    async fn render(
        &self,
        state: &AppState,
        story: PublicStory,
        variant: Variant,
        first: Option<Encoding>,
    ) -> AppResult<RenderedPage> {
        let (page, long) = draw(state.site(None), story, variant, first).await?;
        if let Some(brotli) = long {
            let mut conn = state.db.acquire().await?;
            // The reader gets the page also when it could not be kept.
            if let Err(error) = kept::keep(&mut conn, &self.edition, variant, &self.stamp, page.etag(), &brotli).await {
                tracing::warn!(%error, "A rendered page could not be kept");
            }
        }
        Ok(page.of_story(self.edition.story(), self.is_live()))
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
        story.oembed_urls = oembed_urls(&site.base_url, &in_layout(&story.url, layout));
    }
    // A long story takes tens of milliseconds to render and compress: not on the threads that serve.
    let rendered = tokio::task::spawn_blocking(move || {
        let as_version = matches!(variant.form, Form::Version(_));
        let html = if variant.form == Form::Embed {
            app::document::render(move || view! { <StoryEmbed site=site story=story /> })
        } else {
            app::document::render(move || view! { <StoryPage site=site story=story as_version=as_version /> })
        };
        let page = RenderedPage::new(html, first);
        let long = kept::worth_keeping(&page);
        (page, long)
    });
    Ok(rendered.await.map_err(anyhow::Error::from)?)
}

/// Other stories of a story's curator, a few.
async fn others(conn: &mut SqliteConnection, path: &StoryPath) -> sqlx::Result<Vec<StoryTeaser>> {
    let latest = store::latest(conn, Some(&path.handle), 1 + u32::try_from(OTHERS).unwrap_or(0)).await?;
    Ok(latest.into_iter().filter(|other| other.slug != path.slug).take(OTHERS).map(teaser).collect())
}
