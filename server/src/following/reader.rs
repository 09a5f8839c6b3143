//! One reader who follows a story: server-sent events, each of which is the same bytes for everybody.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, HeaderName, header};
use rand::RngExt as _;
use serde::Deserialize;
use shared::presentation::Layout;
use tokio::sync::watch;
use tokio::time::sleep;

use super::enter;
use super::places::Place;
use super::store::{Standing, standing};
use super::updates::Wanted;
use crate::error::{AppError, AppResult};
use crate::extract::{Path, Query};
use crate::limits::ClientAddress;
use crate::publish::pages::StoryPath;
use crate::publish::store::edition;
use crate::state::AppState;

/// How often a reader who hears nothing is sent an empty comment, so that nobody on the way takes the line for dead.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// After how many milliseconds browsers come back when the line breaks: not all of them at once.
const COME_BACK: std::ops::Range<u32> = 2_000..8_000;

/// Which page follows, and what it shows.
#[derive(Deserialize)]
pub struct Follower {
    /// The version on the page. A browser that comes back names the last one it was sent in `Last-Event-ID`.
    since: u32,
    /// The layout of the page; the story's own without.
    #[serde(default)]
    layout: String,
    /// `embed` for the variant for frames.
    #[serde(default)]
    form: String,
}

/// `GET /@{handle}/{slug}/live?since=3&layout=list&form=page`: what changes on a page, as it is published.
///
/// Events: `version`, whose identifier is the version's number and whose data is an [`app::pages::story::Update`], and
/// `ended`, the last one. Two or more versions that a reader missed come as one.
///
/// # Errors
/// [`AppError::NotFound`] for a story that readers cannot see, [`AppError::Busy`] when there are too many readers.
pub async fn stream(
    State(state): State<AppState>,
    Path(path): Path<StoryPath>,
    Query(follower): Query<Follower>,
    ClientAddress(client): ClientAddress,
    headers: HeaderMap,
) -> AppResult<Response> {
    let (story, now) = {
        let mut conn = state.db.acquire().await?;
        let edition = edition(&mut conn, &path.handle, &path.slug).await?.ok_or(AppError::NotFound)?;
        let story = edition.story();
        (story, standing(&mut conn, story).await?)
    };
    let place = state.following.places.take(client)?;
    let last_seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let reader = Reader {
        standing: enter(&state, story, now),
        stopping: state.following.stopping.subscribe(),
        state,
        path,
        wanted: Wanted {
            story,
            layout: Layout::from_key(&follower.layout),
            in_frame: follower.form == "embed",
            since: last_seen.unwrap_or(follower.since),
        },
        has_ended: false,
        _place: place,
    };
    let hello = Bytes::from(format!("retry: {}\n\n", rand::rng().random_range(COME_BACK)));
    let events = stream::unfold((Some(hello), reader), |(hello, mut reader)| async move {
        let next = match hello {
            Some(hello) => hello,
            None => reader.next().await?,
        };
        Some((Ok::<_, Infallible>(next), (None, reader)))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // Frames without an origin of their own ask too; everything here is public.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        // nginx would collect events until they fill a page.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(events)).into_response())
}

struct Reader {
    state: AppState,
    path: StoryPath,
    /// What the page shows; `since` moves on.
    wanted: Wanted,
    standing: watch::Receiver<Standing>,
    stopping: watch::Receiver<bool>,
    has_ended: bool,
    _place: Place,
}

impl Reader {
    /// The next event; nothing when there will be none.
    async fn next(&mut self) -> Option<Bytes> {
        while !self.has_ended {
            let now = *self.standing.borrow_and_update();
            if let Some(version) = now.version.filter(|version| *version > self.wanted.since) {
                let update = self.state.following.updates.get(&self.state, &self.path, self.wanted, version).await;
                self.wanted.since = version;
                return Some(update);
            }
            if !now.is_live {
                self.has_ended = true;
                return Some(Bytes::from_static(b"event: ended\ndata: {}\n\n"));
            }
            tokio::select! {
                changed = self.standing.changed() => changed.ok()?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                () = sleep(HEARTBEAT) => return Some(Bytes::from_static(b":\n\n")),
            }
        }
        None
    }
}
