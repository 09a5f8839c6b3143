//! Calls `/api/v1` from the browser, with the bodies of [`shared::api`].
//!
//! The session cookie goes along by itself, since the API is on the editor's own origin. Every function answers with
//! the parsed body or with a [`ClientError`], whose message can be shown to the curator as it is.

use std::fmt;
use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::api::{
    EditAccepted, EditLog, NewEdit, NewPost, Published, SearchPage, SourceInfo, SourceList, Story, Uploaded,
};
use shared::ids::{PostId, StoryId};
use shared::post::{Post, SourceKind};
use shared::problem::Problem;

/// What a call gives.
pub type Answer<T> = Result<T, ClientError>;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientError {
    /// The server was not reached, or the connection broke before the answer was complete.
    Offline,
    /// The server refused, and says why.
    Problem(Box<Problem>),
    /// Something answered that is not our API: a proxy's error page, half an answer.
    Unreadable {
        /// The HTTP status.
        status: u16,
    },
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offline => f.write_str("The server could not be reached. Check your connection and try again."),
            Self::Problem(problem) if problem.detail.is_empty() => write!(f, "{}. Try again.", problem.title),
            Self::Problem(problem) => f.write_str(&problem.detail),
            Self::Unreadable { status } => {
                write!(f, "The server sent an answer that could not be read (status {status}). Try again in a moment.")
            }
        }
    }
}

impl std::error::Error for ClientError {}

impl ClientError {
    /// Whether the session has ended: signing in again, in another tab, mends it.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 401)
    }

    /// Whether somebody else has changed the same place meanwhile.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 409)
    }

    /// How long the server asks to wait before the next attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Problem(problem) => problem.retry_after.map(Duration::from_secs),
            Self::Offline | Self::Unreadable { .. } => None,
        }
    }

    /// Whether the same request may well succeed later: no connection, an overloaded server, a proxy's error page.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline => true,
            Self::Problem(problem) => problem.status == 429 || problem.status >= 500,
            Self::Unreadable { status } => *status >= 500,
        }
    }
}

/// The story as the server has it now.
pub async fn story(id: StoryId) -> Answer<Story> {
    get(Request::get(&story_path(id, ""))).await
}

/// The edits that were accepted after `revision`.
pub async fn edits_since(id: StoryId, revision: u64) -> Answer<EditLog> {
    get(Request::get(&story_path(id, "/edits")).query([("since", revision.to_string())])).await
}

/// Sends an edit. Sending the same edit again is harmless.
pub async fn send_edit(id: StoryId, edit: &NewEdit) -> Answer<EditAccepted> {
    post(&story_path(id, "/edits"), edit).await
}

/// Publishes the story as it is on the server; unsent edits are not in it.
pub async fn publish(id: StoryId) -> Answer<Published> {
    read(send(Request::post(&story_path(id, "/publish"))).await?).await
}

/// Takes the story away from its readers.
pub async fn unpublish(id: StoryId) -> Answer<()> {
    let response = send(Request::delete(&story_path(id, "/publish"))).await?;
    if response.ok() { Ok(()) } else { Err(refusal(&response).await) }
}

/// HTML that embeds a published story in another site.
pub async fn embed_code(story_url: &str) -> Answer<String> {
    let embed: Embed = get(Request::get("/oembed").query([("url", story_url)])).await?;
    Ok(embed.html)
}

/// The part of an oEmbed answer that is of use here.
#[derive(Deserialize)]
struct Embed {
    html: String,
}

/// The places to search.
pub async fn sources() -> Answer<Vec<SourceInfo>> {
    let list: SourceList = get(Request::get("/api/v1/sources")).await?;
    Ok(list.sources)
}

/// One page of what a source finds; `cursor` is the `next` of the page before.
pub async fn search(source: SourceKind, words: &str, cursor: Option<&str>) -> Answer<SearchPage> {
    let mut request = Request::get("/api/v1/search").query([("source", source.key()), ("q", words)]);
    if let Some(cursor) = cursor {
        request = request.query([("cursor", cursor)]);
    }
    get(request).await
}

/// The whole conversation that a captured post belongs to, in reading order.
pub async fn thread(id: PostId) -> Answer<SearchPage> {
    get(Request::get(&format!("/api/v1/posts/{id}/thread"))).await
}

/// Captures the post, or the page, at an address.
pub async fn capture_post(url: &str) -> Answer<Post> {
    post("/api/v1/posts", &NewPost { url: url.to_owned() }).await
}

/// Puts a picture from the curator's disk into the media store.
pub async fn upload_picture(file: &web_sys::File) -> Answer<Uploaded> {
    let request = Request::post("/api/v1/media").header("content-type", &file.type_());
    let request = request.body(file).map_err(not_reached)?;
    read(request.send().await.map_err(not_reached)?).await
}

fn story_path(id: StoryId, rest: &str) -> String {
    format!("/api/v1/stories/{id}{rest}")
}

async fn get<T: DeserializeOwned>(request: RequestBuilder) -> Answer<T> {
    read(send(request).await?).await
}

async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Answer<T> {
    let request = Request::post(path).json(body).map_err(not_reached)?;
    read(request.send().await.map_err(not_reached)?).await
}

async fn send(request: RequestBuilder) -> Answer<Response> {
    request.send().await.map_err(not_reached)
}

/// The browser does not say why a fetch failed; building a request from our own types cannot fail.
fn not_reached(_: gloo_net::Error) -> ClientError {
    ClientError::Offline
}

async fn read<T: DeserializeOwned>(response: Response) -> Answer<T> {
    if !response.ok() {
        return Err(refusal(&response).await);
    }
    let body = response.text().await.map_err(not_reached)?;
    serde_json::from_str(&body).map_err(|_| ClientError::Unreadable { status: response.status() })
}

async fn refusal(response: &Response) -> ClientError {
    let Ok(body) = response.text().await else { return ClientError::Offline };
    understand_refusal(response.status(), &body)
}

fn understand_refusal(status: u16, body: &str) -> ClientError {
    match serde_json::from_str(body) {
        Ok(problem) => ClientError::Problem(Box::new(problem)),
        Err(_) => ClientError::Unreadable { status },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_told_in_its_own_words() {
        let body =
            r#"{"type":"/problems/source-gone","title":"Post not there","status":404,"detail":"It was deleted."}"#;
        let error = understand_refusal(404, body);
        assert_eq!(error.to_string(), "It was deleted.");
        assert!(!error.is_passing() && !error.needs_sign_in());
    }

    #[test]
    fn a_proxys_error_page_is_not_taken_for_a_problem() {
        let error = understand_refusal(502, "<html><title>502 Bad Gateway</title></html>");
        assert_eq!(error, ClientError::Unreadable { status: 502 });
        assert!(error.is_passing());
        assert!(error.to_string().contains("status 502"));
    }

    #[test]
    fn an_ended_session_is_recognised() {
        let body = r#"{"type":"/problems/sign-in-needed","title":"Sign in needed","status":401}"#;
        let error = understand_refusal(401, body);
        assert!(error.needs_sign_in() && !error.is_passing());
        assert_eq!(error.to_string(), "Sign in needed. Try again.");
    }
}
