//! Who may work on a story: the one place where that is decided.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::Deserialize;
use shared::ids::StoryId;

use super::store::{self, StoryRow};
use crate::error::AppError;
use crate::extract::Path;
use crate::session::SignedIn;
use crate::state::AppState;

/// The story named in the path, for its curator; to everybody else it is not there.
pub struct OwnStory {
    /// The story.
    pub story: StoryRow,
    /// Its curator, who asks.
    pub curator: SignedIn,
}

#[derive(Deserialize)]
struct StoryPath {
    id: StoryId,
}

impl FromRequestParts<AppState> for OwnStory {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let curator = SignedIn::from_request_parts(parts, state).await?;
        let Path(StoryPath { id }) = Path::from_request_parts(parts, state).await?;
        let mut conn = state.db.acquire().await?;
        match store::find(&mut conn, id).await? {
            Some(story) if story.account_id() == curator.account_id => Ok(Self { story, curator }),
            _ => Err(AppError::NotFound),
        }
    }
}
