//! `/api/v1/stories/{id}/events` and `/api/v1/stories/{id}/presence`.

use axum::extract::State;
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use shared::ids::StoryId;
use shared::live::{EditEvent, Presence, PresenceEvent, PublicationEvent, RevokedEvent, RoleEvent};
use shared::problem::Problem;
use tokio::sync::mpsc;
use utoipa::IntoParams;
use uuid::Uuid;

use super::feed::Feed;
use super::room::Guest;
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Query};
use crate::session::{Credential, SignedIn};
use crate::state::AppState;
use crate::stories::access::ViewStory;

/// How many events wait for a slow connection before it is waited for.
const WAITING: usize = 32;

/// Where to begin.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listening {
    /// The last revision the caller knows; without it, only what happens from now on. A browser that reconnects names
    /// it in `Last-Event-ID`.
    since: Option<u64>,
    /// Which page this is, chosen by it: it is among those present for as long as it listens.
    session: Option<Uuid>,
}

/// What happens to a story, as it happens.
///
/// Server-sent events: `edit`, `presence`, `publication`, `role`, and `revoked`, after which the stream ends. Edits
/// come in order and without gaps.
#[utoipa::path(get, path = "/stories/{id}/events", tag = "people", params(("id" = StoryId, Path), Listening),
    responses((status = 200, content_type = "text/event-stream", body = LiveEvent), (status = 401, body = Problem),
              (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem, description = "The story has not reached that revision")))]
pub async fn events(
    State(state): State<AppState>,
    view: ViewStory,
    credential: Credential,
    Query(from): Query<Listening>,
    headers: HeaderMap,
) -> AppResult<Response> {
    let story = view.story.id();
    // Before the log is read, so that nothing falls between the two.
    let events = state.live.listen(story);
    let last_seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let revision = last_seen.or(from.since).unwrap_or(view.story.revision());
    if revision > view.story.revision() {
        let detail = "That revision is one that the story has not reached. Reload the story and try again.";
        return Err(AppError::Invalid(detail.to_owned()));
    }
    let guest = from.session.map(|session| guest(&view.curator, session));
    if let Some(guest) = &guest {
        state.live.touch(story, guest);
    }
    let (outlet, inlet) = mpsc::channel(WAITING);
    let SignedIn { account_id: account, handle, .. } = view.curator;
    let feed = Feed { state, story, credential, account, handle, role: view.role, revision, guest, events, outlet };
    tokio::spawn(feed.run());
    let stream = stream::unfold(inlet, |mut inlet| async move { inlet.recv().await.map(|event| (event, inlet)) });
    let mut response = Sse::new(stream).keep_alive(KeepAlive::default()).into_response();
    // nginx would collect events until they fill a page.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// Says where one is in a story.
#[utoipa::path(put, path = "/stories/{id}/presence", tag = "people", params(("id" = StoryId, Path)), request_body = Presence,
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn presence(
    State(state): State<AppState>,
    view: ViewStory,
    Json(place): Json<Presence>,
) -> AppResult<StatusCode> {
    let guest = guest(&view.curator, place.session);
    state.live.arrive(view.story.id(), guest, place);
    Ok(StatusCode::NO_CONTENT)
}

fn guest(person: &SignedIn, session: Uuid) -> Guest {
    Guest { account: person.account_id, handle: person.handle.clone(), name: person.name.clone(), session }
}

/// The data of an event; its name says which.
#[derive(serde::Serialize, utoipa::ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the stream in the OpenAPI document")]
enum LiveEvent {
    /// `edit`
    Edit(Box<EditEvent>),
    /// `presence`
    Presence(PresenceEvent),
    /// `publication`
    Publication(PublicationEvent),
    /// `role`
    Role(RoleEvent),
    /// `revoked`
    Revoked(RevokedEvent),
}
