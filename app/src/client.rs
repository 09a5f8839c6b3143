//! Calls the server from the browser: the editor's own `/studio/api` for what it shows, `/api/v1` for what it writes.
//!
//! The session cookie goes along by itself, since both are on the editor's own origin. Every function answers with
//! the parsed body or with a [`ClientError`], whose message can be shown to the curator as it is.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::api::{EditAccepted, NewEdit, NewPost, SourceInfo};
use shared::desk::{Card, DeskLog, DeskStory, FoundCards, UndoSteps};
use shared::html::SafeHtml;
use shared::ids::{PostId, StoryId};
use shared::live::Presence;
use shared::media::{MAX_PICTURE_BYTES, Picture};
use shared::post::SourceKind;
use wasm_bindgen::JsValue;

mod shelves;

pub use shelves::{forget_search, save_search, saved_searches, set_aside, take_off_tray};

/// What a call gives.
pub type Answer<T> = Result<T, ClientError>;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientError {
    /// The server was not reached, or the connection broke before the answer was complete.
    Offline,
    /// The server refused, and says why.
    Refused(Box<Refusal>),
    /// Something answered that is not our API: a proxy's error page, half an answer.
    Unreadable {
        /// The HTTP status.
        status: u16,
    },
}

/// The part of a problem (RFC 9457) that the editor acts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    title: String,
    status: u16,
    detail: String,
    retry_after: Option<u64>,
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offline => f.write_str("The server could not be reached. Check your connection and try again."),
            Self::Refused(refusal) if refusal.detail.is_empty() => {
                f.write_str(&[&refusal.title, ". Try again."].concat())
            }
            Self::Refused(refusal) => f.write_str(&refusal.detail),
            Self::Unreadable { status } => {
                let status = status.to_string();
                let words =
                    ["The server sent an answer that could not be read (status ", &status, "). Try again in a moment."];
                f.write_str(&words.concat())
            }
        }
    }
}

impl std::error::Error for ClientError {}

impl ClientError {
    /// The status of a refusal.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            Self::Offline | Self::Unreadable { .. } => None,
        }
    }

    /// Whether the session has ended: signing in again, in another tab, mends it.
    #[must_use]
    pub fn needs_sign_in(&self) -> bool {
        self.status() == Some(401)
    }

    /// Whether somebody else has changed the same place meanwhile.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(409)
    }

    /// How long the server asks to wait before the next attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_after.map(Duration::from_secs),
            Self::Offline | Self::Unreadable { .. } => None,
        }
    }

    /// Whether the same request may well succeed later: no connection, an overloaded server, a proxy's error page.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline => true,
            Self::Refused(refusal) => refusal.status == 429 || refusal.status >= 500,
            Self::Unreadable { status } => *status >= 500,
        }
    }
}

/// The story as the server has it now.
pub async fn story(id: StoryId) -> Answer<DeskStory> {
    get(Request::get(&desk(id, ""))).await
}

/// The edits that were accepted after `revision`.
pub async fn edits_since(id: StoryId, revision: u64) -> Answer<DeskLog> {
    get(Request::get(&desk(id, "/edits")).query([("since", revision.to_string())])).await
}

/// What could be undone and redone before a revision was made, as the log of edits knows it.
pub async fn undo_steps(id: StoryId, before: u64) -> Answer<UndoSteps> {
    get(Request::get(&[&desk(id, "/undo?before="), before.to_string().as_str()].concat())).await
}

/// Markdown as readers will see it, text by text.
pub async fn render(texts: &[String]) -> Answer<Vec<SafeHtml>> {
    post("/studio/api/markdown", &texts).await
}

/// Where one hears what happens to a story.
#[must_use]
pub fn events_address(id: StoryId, session: &str, since: &str) -> String {
    [&api(id, "/events"), "?session=", session, "&since=", since].concat()
}

/// Tells others where one is; nothing is lost when it does not arrive.
pub async fn tell_place(id: StoryId, place: &Presence) {
    if let Ok(request) = Request::put(&api(id, "/presence")).json(place) {
        let _ = request.send().await;
    }
}

/// Markup from another program as Markdown.
pub async fn read_pasted(html: &str) -> Answer<String> {
    post("/studio/api/paste", &html).await
}

/// Sends an edit. Sending the same edit again is harmless.
pub async fn send_edit(id: StoryId, edit: &NewEdit) -> Answer<EditAccepted> {
    let reply = reply(Request::post(&api(id, "/edits")).json(edit)).await?;
    Ok(EditAccepted { revision: reply.number("revision")?, rebased: reply.is_true("rebased") })
}

/// What a publish led to; the part that the editor shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The public address.
    pub url: String,
    /// Pictures that could not be copied.
    pub pictures_missing: u32,
}

/// Publishes the story as it is on the server; unsent edits are not in it.
pub async fn publish(id: StoryId) -> Answer<Published> {
    let reply = reply(Request::post(&api(id, "/publish")).build()).await?;
    let pictures_missing = reply.number("pictures_missing").unwrap_or(0);
    Ok(Published { url: reply.text("url")?, pictures_missing: pictures_missing as u32 })
}

/// Takes the story away from its readers.
pub async fn unpublish(id: StoryId) -> Answer<()> {
    done(Request::delete(&api(id, "/publish"))).await
}

/// What to look at before the story is published, see [`shared::check::CheckReport`].
pub async fn check(id: StoryId) -> Answer<Fields> {
    Ok(reply(Request::get(&api(id, "/check")).build()).await?.fields)
}

/// HTML that embeds a published story in another site.
pub async fn embed_code(story_url: &str) -> Answer<String> {
    reply(Request::get("/oembed").query([("url", story_url)]).build()).await?.text("html")
}

/// The places to search.
pub async fn sources() -> Answer<Vec<SourceInfo>> {
    reply(Request::get("/api/v1/sources").build()).await?.part("sources")
}

/// One page of what a source finds; `cursor` is the `next` of the page before, `filters` what else the address asks for.
pub async fn search(
    source: SourceKind,
    words: &str,
    filters: Vec<(&'static str, String)>,
    cursor: Option<String>,
) -> Answer<FoundCards> {
    let mut pairs = vec![("source", source.key().to_owned()), ("q", words.to_owned())];
    pairs.extend(filters);
    pairs.extend(cursor.map(|cursor| ("cursor", cursor)));
    get(Request::get("/studio/api/search").query(pairs)).await
}

/// The whole conversation that a captured post belongs to, in reading order.
pub async fn thread(id: PostId) -> Answer<FoundCards> {
    get(Request::get(&["/studio/api/posts/", &id.to_string(), "/thread"].concat())).await
}

/// Captures the post, or the page, at an address.
pub async fn capture_post(url: &str) -> Answer<Card> {
    post("/studio/api/posts", &NewPost { url: url.to_owned() }).await
}

/// Puts a picture from the curator's disk into the media store. One that is too large is not sent: some browsers hang
/// up on a server that refuses before it has heard everything, and never tell why.
pub async fn upload_picture(file: &web_sys::File) -> Answer<Picture> {
    if file.size() > MAX_PICTURE_BYTES as f64 {
        return Err(ClientError::Refused(Box::new(Refusal {
            title: String::new(),
            status: 413,
            detail: "This picture is larger than 12 MB. Save it smaller and try again.".to_owned(),
            retry_after: None,
        })));
    }
    let request = Request::post("/api/v1/media").header("content-type", &file.type_());
    reply(request.body(file)).await?.part("picture")
}

fn api(id: StoryId, rest: &str) -> String {
    ["/api/v1/stories/", &id.to_string(), rest].concat()
}

fn desk(id: StoryId, rest: &str) -> String {
    ["/studio/api/stories/", &id.to_string(), rest].concat()
}

async fn get<T: DeserializeOwned>(request: RequestBuilder) -> Answer<T> {
    read(ask(request.build()).await)
}

async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Answer<T> {
    read(ask(Request::post(path).json(body)).await)
}

/// A call whose answer is that it was done.
async fn done(request: RequestBuilder) -> Answer<()> {
    ask(request.build()).await.map(drop)
}

/// The browser does not say why a fetch failed; building a request from our own types cannot fail.
fn not_reached(_: gloo_net::Error) -> ClientError {
    ClientError::Offline
}

/// A status, and a body.
type Told = Answer<(u16, String)>;

/// The one way to the server. Behind a box, so that there is one copy of it and not one for each call.
fn ask(request: Result<Request, gloo_net::Error>) -> Pin<Box<dyn Future<Output = Told>>> {
    Box::pin(async move {
        let response = request.map_err(not_reached)?.send().await.map_err(not_reached)?;
        let (status, body) = (response.status(), response.text().await.map_err(not_reached)?);
        if response.ok() { Ok((status, body)) } else { Err(understand_refusal(status, &body)) }
    })
}

fn read<T: DeserializeOwned>(told: Told) -> Answer<T> {
    let (status, body) = told?;
    serde_json::from_str(&body).map_err(|_| ClientError::Unreadable { status })
}

/// A small answer, read by name: a type for each would be code to download.
async fn reply(request: Result<Request, gloo_net::Error>) -> Answer<Reply> {
    let (status, body) = ask(request).await?;
    Reply::parse(status, &body)
}

/// The fields of a JSON object, read by name.
pub struct Fields(JsValue);

impl Fields {
    /// Reads JSON; nothing for what is no object.
    #[must_use]
    pub fn parse(json: &str) -> Option<Self> {
        js_sys::JSON::parse(json).ok().and_then(Self::of)
    }

    /// The fields of a value; nothing for what is no object.
    #[must_use]
    pub fn of(value: JsValue) -> Option<Self> {
        value.is_object().then_some(Self(value))
    }

    /// A field; undefined when it is not there.
    #[must_use]
    pub fn field(&self, name: &str) -> JsValue {
        js_sys::Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// The objects in a field that is a list; none when it is no list.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<Self> {
        js_sys::Array::from(&self.field(name)).iter().filter_map(Self::of).collect()
    }

    /// A field that is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name).as_string()
    }

    /// A field that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.field(name).as_f64().map(|number| number as u64)
    }
}

struct Reply {
    status: u16,
    fields: Fields,
}

impl Reply {
    fn parse(status: u16, body: &str) -> Answer<Self> {
        Fields::parse(body).map(|fields| Self { status, fields }).ok_or(ClientError::Unreadable { status })
    }

    fn text(&self, name: &str) -> Answer<String> {
        self.fields.text(name).ok_or(ClientError::Unreadable { status: self.status })
    }

    fn number(&self, name: &str) -> Answer<u64> {
        self.fields.number(name).ok_or(ClientError::Unreadable { status: self.status })
    }

    fn is_true(&self, name: &str) -> bool {
        self.fields.field(name).as_bool() == Some(true)
    }

    fn part<T: DeserializeOwned>(&self, name: &str) -> Answer<T> {
        let json = js_sys::JSON::stringify(&self.fields.field(name)).ok().and_then(|json| json.as_string());
        let part = json.and_then(|json| serde_json::from_str(&json).ok());
        part.ok_or(ClientError::Unreadable { status: self.status })
    }
}

fn understand_refusal(status: u16, body: &str) -> ClientError {
    let understood = Reply::parse(status, body).and_then(|reply| {
        Ok(Refusal {
            title: reply.text("title")?,
            status,
            detail: reply.text("detail").unwrap_or_default(),
            retry_after: reply.number("retry_after").ok(),
        })
    });
    match understood {
        Ok(refusal) => ClientError::Refused(Box::new(refusal)),
        Err(unreadable) => unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, detail: &str) -> ClientError {
        let title = "Sign in needed".to_owned();
        ClientError::Refused(Box::new(Refusal { title, status, detail: detail.to_owned(), retry_after: None }))
    }

    #[test]
    fn a_refusal_is_told_in_its_own_words() {
        let error = refused(404, "It was deleted.");
        assert_eq!(error.to_string(), "It was deleted.");
        assert!(!error.is_passing() && !error.needs_sign_in());
    }

    #[test]
    fn a_proxys_error_page_is_not_taken_for_a_refusal() {
        let error = ClientError::Unreadable { status: 502 };
        assert!(error.is_passing());
        assert!(error.to_string().contains("status 502"));
    }

    #[test]
    fn an_ended_session_is_recognised() {
        let error = refused(401, "");
        assert!(error.needs_sign_in() && !error.is_passing());
        assert_eq!(error.to_string(), "Sign in needed. Try again.");
    }
}
