//! "Save to Sheaf": `/studio/save`, where the bookmarklet, the browser extension and the phone's share sheet lead.

use app::pages::save::{Save, SavePage};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{StatusCode, header};
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::api::put;
use crate::error::{AppError, AppResult};
use crate::extract::{Form, Query};
use crate::library;
use crate::posts::api::capture_address;
use crate::render::page;
use crate::session::SignedIn;
use crate::state::AppState;

/// What somebody shares. Phones put the address now here, now there.
#[derive(Deserialize)]
pub struct Shared {
    #[serde(default)]
    url: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    title: String,
}

impl Shared {
    /// The address among what was shared; empty when there is none.
    fn address(&self) -> String {
        let is_address = |word: &&str| {
            let lowercase = word.to_ascii_lowercase();
            ["https://", "http://", "at://"].iter().any(|scheme| lowercase.starts_with(scheme))
        };
        let words = [&self.url, &self.text, &self.title].into_iter().flat_map(|field| field.split_whitespace());
        words.clone().find(is_address).unwrap_or_else(|| self.url.trim()).to_owned()
    }
}

/// `GET /studio/save`: shows what will be saved, and changes nothing.
pub async fn ask(
    State(state): State<AppState>,
    curator: SignedIn,
    Query(shared): Query<Shared>,
) -> AppResult<Html<String>> {
    let address = shared.address();
    let known = if address.is_empty() { None } else { library::find_by_address(&state, &address).await? };
    let save = Save { address, title: shared.title.trim().to_owned(), known, error: None };
    let site = state.site(Some(curator.into()));
    Ok(page(move || view! { <SavePage site=site save=save /> }))
}

/// What to save.
#[derive(Deserialize)]
pub struct Wanted {
    url: String,
}

/// `POST /studio/save`
pub async fn save(State(state): State<AppState>, curator: SignedIn, Form(wanted): Form<Wanted>) -> AppResult<Response> {
    // What was captured before is what the form showed: no network is asked, and a post that is gone can be kept.
    let captured = match library::find_by_address(&state, &wanted.url).await? {
        Some(known) => Ok(known),
        None => capture_address(&state, &curator, &wanted.url).await,
    };
    let saved = match captured {
        Ok(post) => put(&state, &curator, post).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(_) => Ok(Redirect::to("/studio/tray?done=saved").into_response()),
        // The address stays in the form, to be corrected or tried again.
        Err(error @ (AppError::Source(_) | AppError::TooLarge(_))) => {
            let save = Save { address: wanted.url, title: String::new(), known: None, error: Some(error.to_string()) };
            let (status, site) = (error.status(), state.site(Some(curator.into())));
            Ok((status, page(move || view! { <SavePage site=site save=save /> })).into_response())
        }
        Err(error) => Err(error),
    }
}

/// `GET /manifest.webmanifest`: lets phones install Sheaf and offer it where things are shared.
pub async fn manifest(State(state): State<AppState>) -> impl IntoResponse {
    let manifest = json!({
        "name": "Sheaf",
        "short_name": "Sheaf",
        "description": "Gather posts into stories.",
        "id": "/studio",
        "start_url": "/studio",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": [{ "src": state.assets.icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any" }],
        "share_target": {
            "action": "/studio/save",
            "method": "GET",
            "params": { "title": "title", "text": "text", "url": "url" }
        }
    });
    let headers =
        [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (StatusCode::OK, headers, manifest.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_wherever_a_phone_puts_it() {
        let address =
            |url: &str, text: &str| Shared { url: url.into(), text: text.into(), title: "A post".into() }.address();
        assert_eq!(address("https://a.example/1", ""), "https://a.example/1");
        assert_eq!(address("", "Look at this: https://a.example/1"), "https://a.example/1");
        assert_eq!(address("a.example/1", ""), "a.example/1");
        assert_eq!(address("", "no address"), "");
    }
}
