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
