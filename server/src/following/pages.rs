//! `/@{handle}/{slug}/live`, the stream of a live story, and the form that starts and stops it.

use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use super::api::set;
use crate::error::AppResult;
use crate::extract::Form;
use crate::state::AppState;
use crate::stories::access::EditStory;

pub use super::reader::stream;

/// What the form sends.
#[derive(Deserialize)]
pub struct Choice {
    live: String,
}

/// `POST /studio/stories/{id}/live`: starts with `live=start`, stops with anything else.
pub async fn choose(
    State(state): State<AppState>,
    may: EditStory,
    Form(Choice { live }): Form<Choice>,
) -> AppResult<Redirect> {
    let is_start = live == "start";
    set(&state, &may.story, is_start).await?;
    let done = if is_start { "live" } else { "ended" };
    Ok(Redirect::to(&format!("/studio/stories/{}/share?done={done}", may.story.id())))
}
