//! What people who work on one story at the same time hear of each other: the events of
//! `GET /api/v1/stories/{id}/events`, each named in its doc comment.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::Handle;
use crate::api::Publication;
use crate::edit::Changes;
use crate::ids::{EditId, ItemId};
use crate::people::Role;

/// The most items of a selection that others are shown.
pub const MAX_SELECTION: usize = 500;

/// Body of `PUT /api/v1/stories/{id}/presence`: where somebody is. Send it when it changes, and every 15 seconds or
/// with an open event stream of the same session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    /// Chosen by each page that is open; the same as in the address of its event stream.
    pub session: Uuid,
    /// The item with the cursor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The items that are selected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selection: Vec<ItemId>,
}

/// Somebody who has the story open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// Who.
    pub handle: Handle,
    /// Their name for people.
    pub name: String,
    /// A number that is theirs while they are here, from 0: for a colour.
    pub colour: u8,
    /// Where they are.
    #[serde(flatten)]
    pub place: Presence,
}

/// Event `presence`: everybody who has the story open, whenever that or where they are changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PresenceEvent {
    /// One entry for each page that is open, one's own among them.
    pub people: Vec<Present>,
}

/// Event `edit`: an accepted edit, in the order of revisions and without gaps. Its identifier is the revision, so a
/// stream that reconnects goes on where it broke off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditEvent {
    /// The revision it made.
    pub revision: u64,
    /// The sender's identifier.
    pub edit_id: EditId,
    /// Who made it.
    pub author: Handle,
    /// Whether that is the account that listens.
    pub mine: bool,
    /// As it was applied, that is after rebasing.
    pub changes: Changes,
}

/// Event `publication`: readers see another version, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationEvent {
    /// Absent while readers cannot see the story.
    pub publication: Option<Publication>,
}

/// Event `role`: what one may do is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleEvent {
    /// What one may do now.
    pub role: Role,
}

/// Event `revoked`, the last one: one may no longer see the story, or it was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokedEvent {
    /// Why, in words.
    pub detail: String,
}
