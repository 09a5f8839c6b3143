//! What is gathered before there is a story: the bodies of `/api/v1/tray`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::PostId;
use crate::post::Post;

/// A post that was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrayEntry {
    /// The post.
    pub post: Post,
    /// When it was set aside.
    pub saved_at: DateTime<Utc>,
}

/// Answer of `GET /api/v1/tray`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrayPage {
    /// Last set aside first.
    pub entries: Vec<TrayEntry>,
    /// Where to go on: send it back as `cursor`. Absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Body of `POST /api/v1/tray`: a post that is captured already, or an address to capture. One of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTrayEntry {
    /// A captured post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// A post, or any page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Body of `POST /api/v1/tray/batch`: captured posts, set aside in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTrayBatch {
    /// The posts; as many as a tray holds.
    pub posts: Vec<PostId>,
}

/// Answer of `POST /api/v1/tray/batch`: every post of the request is in one of the two lists, once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrayBatch {
    /// The posts that are in the tray now; some may have been before.
    pub kept: Vec<PostId>,
    /// The posts that are not.
    #[serde(default)]
    pub refused: Vec<NotSetAside>,
}

/// A post that could not be set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotSetAside {
    /// The post.
    pub post: PostId,
    /// Why not, and what to do about it: a sentence or two.
    pub reason: String,
}
