//! Who may work on a story: the one place where that is decided.
//!
//! A handler names what it needs by the extractor it takes. Strangers learn nothing, not even that the story is there;
//! whoever may see it, or once might, is told in words what they may not.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::Deserialize;
use shared::ids::{AccountId, StoryId};
use shared::people::Role;
use sqlx::SqliteConnection;

use super::people::store::standing;
use super::store::{self, StoryRow};
use crate::error::AppError;
use crate::extract::Path;
use crate::session::SignedIn;
use crate::state::AppState;

/// The story named in the path, for its owner.
pub struct OwnStory {
    /// The story.
    pub story: StoryRow,
    /// Its owner, who asks.
    pub curator: SignedIn,
}

/// The story named in the path, for its owner and co-editors.
pub struct EditStory {
    /// The story.
    pub story: StoryRow,
    /// Who asks.
    pub curator: SignedIn,
    /// What they may do.
    pub role: Role,
}

/// The story named in the path, for everybody who may see its draft.
pub struct ViewStory {
    /// The story.
    pub story: StoryRow,
    /// Who asks.
    pub curator: SignedIn,
    /// What they may do.
    pub role: Role,
}

#[derive(Deserialize)]
struct StoryPath {
    id: StoryId,
}

impl FromRequestParts<AppState> for OwnStory {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let ViewStory { story, curator, role } = ViewStory::from_request_parts(parts, state).await?;
        if role == Role::Owner {
            return Ok(Self { story, curator });
        }
        Err(AppError::Forbidden(format!("Only @{}, whose story this is, can do that. Ask them to.", story.owner())))
    }
}

impl FromRequestParts<AppState> for EditStory {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let ViewStory { story, curator, role } = ViewStory::from_request_parts(parts, state).await?;
        if role.may_edit() {
            return Ok(Self { story, curator, role });
        }
        Err(AppError::Forbidden(format!(
            "You can read this story, but not change it. Ask @{} to make you a co-editor.",
            story.owner()
        )))
    }
}

impl FromRequestParts<AppState> for ViewStory {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let curator = SignedIn::from_request_parts(parts, state).await?;
        let Path(StoryPath { id }) = Path::from_request_parts(parts, state).await?;
        let mut conn = state.db.acquire().await?;
        let story = store::find(&mut conn, id).await?.ok_or(AppError::NotFound)?;
        let role = role(&mut conn, &story, curator.account_id).await?;
        Ok(Self { story, curator, role })
    }
}

/// What somebody may do with a story.
///
/// # Errors
/// [`AppError::NotFound`] for strangers, [`AppError::Forbidden`] for those who once might.
pub async fn role(conn: &mut SqliteConnection, story: &StoryRow, account: AccountId) -> Result<Role, AppError> {
    if story.account_id() == account {
        return Ok(Role::Owner);
    }
    let standing = standing(conn, story.id(), account).await?.ok_or(AppError::NotFound)?;
    match standing.revoked_at {
        None => Ok(standing.role),
        Some(_) => Err(AppError::Forbidden(format!(
            "You no longer have access to this story. Ask @{} if this is a mistake.",
            story.owner()
        ))),
    }
}

impl From<OwnStory> for ViewStory {
    fn from(OwnStory { story, curator }: OwnStory) -> Self {
        Self { story, curator, role: Role::Owner }
    }
}

impl From<EditStory> for ViewStory {
    fn from(EditStory { story, curator, role }: EditStory) -> Self {
        Self { story, curator, role }
    }
}
