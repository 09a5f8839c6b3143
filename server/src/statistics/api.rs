//! `/api/v1/stories/{id}/statistics`.

use axum::extract::State;
use chrono::Days;
use serde::Deserialize;
use shared::ids::StoryId;
use shared::problem::Problem;
use shared::statistics::{MOST_DAYS, Statistics, USUAL_DAYS};
use utoipa::IntoParams;

use super::{flush, store};
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Query};
use crate::state::AppState;
use crate::stories::access::EditStory;

/// Of which time.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Period {
    /// How many days, today the last of them; 1 to 366. Without it, 30.
    days: Option<u16>,
}

/// How often the story was seen, by day and by the site that led there.
///
/// Counted on the server, without cookies and without keeping anybody's address. Programs that say what they are,
/// pages that browsers fetch ahead, and people who are signed in here are left out.
#[utoipa::path(get, path = "/stories/{id}/statistics", tag = "stories", params(("id" = StoryId, Path), Period),
    responses((status = 200, body = Statistics), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 422, body = Problem, description = "More days than are told of at once, or none")))]
pub async fn show(
    State(state): State<AppState>,
    may: EditStory,
    Query(Period { days }): Query<Period>,
) -> AppResult<Json<Statistics>> {
    let days = days.unwrap_or(USUAL_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(AppError::Invalid(format!("Ask for 1 to {MOST_DAYS} days: “days={days}” is neither.")));
    }
    Ok(Json(load(&state, may.story.id(), days).await?))
}

/// How often a story was seen in the last days, up to this moment.
pub(super) async fn load(state: &AppState, story: StoryId, days: u16) -> AppResult<Statistics> {
    flush(state).await?;
    let today = state.clock.now().date_naive();
    let first = today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(today);
    let counted = {
        let mut conn = state.db.acquire().await?;
        store::since(&mut conn, story, first).await?
    };
    Ok(Statistics::of(counted, today, days))
}
