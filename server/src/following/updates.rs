//! What changed from one version to another, rendered once for all who read the same page.

use app::pages::story::{PublicStory, Update};
use bytes::Bytes;
use shared::ids::StoryId;
use shared::presentation::Layout;

use crate::error::{AppError, AppResult};
use crate::publish::pages::StoryPath;
use crate::publish::present::public_story;
use crate::publish::versions;
use crate::state::AppState;

/// Memory that prepared updates may take, in bytes.
const CAPACITY: u64 = 16 * 1024 * 1024;
/// A page that is more versions behind is better loaded anew: whoever invents versions makes no work.
const FARTHEST: u32 = 20;

/// What a page shows now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// The story.
    pub story: StoryId,
    /// The layout that its reader asked for.
    pub layout: Option<Layout>,
    /// Whether it is the variant for frames.
    pub in_frame: bool,
    /// Its version.
    pub since: u32,
}

/// Prepared updates, as the events that are sent.
pub struct Updates(moka::future::Cache<(Wanted, u32), Bytes>);

impl Default for Updates {
    fn default() -> Self {
        let weigh = |_: &(Wanted, u32), event: &Bytes| u32::try_from(event.len() + 128).unwrap_or(u32::MAX);
        Self(moka::future::Cache::builder().max_capacity(CAPACITY).weigher(weigh).build())
    }
}

impl Updates {
    /// The event that brings a page to a version. Many readers asking at once wait for one rendering; what cannot be
    /// rendered is for the reader to load.
    pub async fn get(&self, state: &AppState, path: &StoryPath, wanted: Wanted, to: u32) -> Bytes {
        let is_near = wanted.since < to && to - wanted.since <= FARTHEST;
        if !is_near {
            return event(&Update::reload(to));
        }
        let rendered = self.0.try_get_with((wanted, to), async { render(state, path, wanted, to).await });
        rendered.await.unwrap_or_else(|error| {
            if !matches!(*error, AppError::NotFound) {
                tracing::warn!(%error, "An update of a live story could not be rendered");
            }
            event(&Update::reload(to))
        })
    }
}

async fn render(state: &AppState, path: &StoryPath, wanted: Wanted, to: u32) -> AppResult<Bytes> {
    let (from, to) = {
        let mut conn = state.db.acquire().await?;
        let from = versions::find(&mut conn, &path.handle, &path.slug, wanted.since).await?;
        (from, versions::find(&mut conn, &path.handle, &path.slug, to).await?)
    };
    let shown = |row| {
        let mut story: PublicStory = public_story(&state.base_url, row, Vec::new());
        story.document.presentation.layout = wanted.layout.unwrap_or(story.document.presentation.layout);
        if wanted.in_frame { story.in_frame() } else { story }
    };
    let (from, to) = (shown(from.ok_or(AppError::NotFound)?), shown(to.ok_or(AppError::NotFound)?));
    let site = state.site(None);
    // A long story takes tens of milliseconds to render: not on the threads that serve.
    let rendered = tokio::task::spawn_blocking(move || event(&Update::between(&site, &from, &to, wanted.in_frame)));
    Ok(rendered.await.map_err(anyhow::Error::from)?)
}

fn event(update: &Update) -> Bytes {
    let data = serde_json::to_string(update).unwrap_or_default();
    Bytes::from(format!("event: version\nid: {}\ndata: {data}\n\n", update.version))
}
