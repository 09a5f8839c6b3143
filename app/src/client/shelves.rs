//! What a curator keeps: posts on the tray, and searches.

use gloo_net::http::Request;
use shared::gathering::NewTrayBatch;
use shared::ids::PostId;
use shared::post::SourceKind;
use wasm_bindgen::JsValue;

use super::{Answer, Fields, done, reply};

const SEARCHES: &str = "/api/v1/searches";

/// Sets captured posts aside; the same again changes nothing. Gives those that could not be: `post`, `reason`.
pub async fn set_aside(posts: Vec<PostId>) -> Answer<Vec<Fields>> {
    let request = Request::post("/api/v1/tray/batch").json(&NewTrayBatch { posts });
    Ok(reply(request).await?.fields.list("refused"))
}

/// Takes a post off the tray.
pub async fn take_off_tray(post: PostId) -> Answer<()> {
    done(Request::delete(&["/api/v1/tray/", &post.to_string()].concat())).await
}

/// The curator's saved searches, last kept first: `id`, `source`, `q`, `filters`.
pub async fn saved_searches() -> Answer<Vec<Fields>> {
    Ok(reply(Request::get(SEARCHES).build()).await?.fields.list("searches"))
}

/// Keeps a search; the same again changes nothing.
pub async fn save_search(source: SourceKind, words: &str, filters: &[(&'static str, String)]) -> Answer<()> {
    let flag_or_text = |value: &str| if value == "true" { JsValue::TRUE } else { value.into() };
    let filters: Vec<_> = filters.iter().map(|(name, value)| (*name, flag_or_text(value))).collect();
    let body = object(&[("source", source.key().into()), ("q", words.into()), ("filters", object(&filters))]);
    let body = js_sys::JSON::stringify(&body).map(String::from).unwrap_or_default();
    let request = Request::post(SEARCHES).header("content-type", "application/json").body(body);
    reply(request).await.map(drop)
}

/// Forgets a saved search.
pub async fn forget_search(id: &str) -> Answer<()> {
    done(Request::delete(&[SEARCHES, "/", id].concat())).await
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        // Fails only for objects that are sealed.
        let _ = js_sys::Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
