//! Who works on a story: its curator, co-editors and viewers.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::Handle;
use crate::api::StorySummary;

/// What somebody may do with a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads the draft and its history.
    Viewer,
    /// Edits and publishes too.
    Editor,
    /// Decides who else may, takes the story away from readers, deletes it.
    Owner,
}

impl Role {
    /// Whether they may change the story.
    #[must_use]
    pub const fn may_edit(self) -> bool {
        matches!(self, Self::Editor | Self::Owner)
    }

    /// The name in the store and in forms.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }
}

/// The word for it in the interface.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Viewer => "Viewer",
            Self::Editor => "Co-editor",
            Self::Owner => "Owner",
        })
    }
}

/// What others can be invited to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitedRole {
    /// Reads the draft and its history.
    Viewer,
    /// Edits and publishes too.
    Editor,
}

impl From<InvitedRole> for Role {
    fn from(role: InvitedRole) -> Self {
        match role {
            InvitedRole::Viewer => Self::Viewer,
            InvitedRole::Editor => Self::Editor,
        }
    }
}

/// One of the people of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Their name in addresses.
    pub handle: Handle,
    /// Their name for people.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// An invitation that nobody has used yet, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryInvitation {
    /// Its identifier.
    pub id: Uuid,
    /// What it makes of whoever uses it.
    pub role: Role,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// Answer of `GET /api/v1/stories/{id}/people`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct People {
    /// The owner first, then in the order they were added.
    pub people: Vec<Person>,
    /// Open invitations; only its owner is told.
    pub invitations: Vec<StoryInvitation>,
}

/// Body of `POST /api/v1/stories/{id}/people`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPerson {
    /// Whom, as people type it.
    pub handle: String,
    /// What they may do.
    pub role: InvitedRole,
}

/// Body of `PUT /api/v1/stories/{id}/people/{handle}` and of `POST /api/v1/stories/{id}/invitations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRole {
    /// What they may do.
    pub role: InvitedRole,
}

/// Answer of `POST /api/v1/stories/{id}/invitations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvitation {
    /// The link to send. This is the only time that it is shown.
    pub url: String,
    /// The invitation.
    #[serde(flatten)]
    pub invitation: StoryInvitation,
}

/// A story of somebody else's that one may see or edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedStory {
    /// Whose it is.
    pub owner: Handle,
    /// What one may do with it.
    pub role: Role,
    /// The story.
    #[serde(flatten)]
    pub story: StorySummary,
}
