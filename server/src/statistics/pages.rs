//! `/studio/stories/{id}/statistics`.

use app::pages::statistics::{PERIODS, StatisticsPage, StoryStatistics};
use axum::extract::State;
use axum::response::Html;
use leptos::prelude::*;
use serde::Deserialize;
use shared::statistics::USUAL_DAYS;

use super::api::load;
use crate::error::AppResult;
use crate::extract::Query;
use crate::render::page;
use crate::state::AppState;
use crate::stories::access::EditStory;
use crate::stories::content;

/// Of which time; what is no choice of the page is the usual one.
#[derive(Deserialize)]
pub struct Period {
    days: Option<String>,
}

/// `GET /studio/stories/{id}/statistics?days=7|30|90`
pub async fn show(
    State(state): State<AppState>,
    may: EditStory,
    Query(Period { days }): Query<Period>,
) -> AppResult<Html<String>> {
    let id = may.story.id();
    let days = days.and_then(|days| days.parse().ok()).filter(|days| PERIODS.contains(days)).unwrap_or(USUAL_DAYS);
    let statistics = load(&state, id, days).await?;
    let title = {
        let mut conn = state.db.acquire().await?;
        content::fields(&mut conn, id).await?.title
    };
    let is_published = may.story.publication(&state.base_url).is_some();
    let shown = StoryStatistics { story: id, title, is_published, days, statistics };
    let site = state.site(Some(may.curator.into()));
    Ok(page(move || view! { <StatisticsPage site=site shown=shown /> }))
}
