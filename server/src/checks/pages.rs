//! `/studio/stories/{id}/check`.

use app::pages::check::{Check, CheckPage};
use axum::extract::State;
use axum::response::Html;
use leptos::prelude::*;

use super::api::report;
use crate::error::AppResult;
use crate::render::page;
use crate::state::AppState;
use crate::stories::access::EditStory;
use crate::stories::content;

/// `GET /studio/stories/{id}/check`
pub async fn show(State(state): State<AppState>, story: EditStory) -> AppResult<Html<String>> {
    let id = story.story.id();
    let report = report(&state, id).await?;
    let title = {
        let mut conn = state.db.acquire().await?;
        content::fields(&mut conn, id).await?.title
    };
    let check = Check { story: id, title, may_edit: true, report };
    let site = state.site(Some(story.curator.into()));
    Ok(page(move || view! { <CheckPage site=site check=check /> }))
}
