//! The bodies of `/api/v1`, one to one what goes over the wire.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::account::Handle;
use crate::edit::{Changes, EditKind};
use crate::ids::{EditId, PostId, StoryId};
use crate::media::Picture;
use crate::people::SharedStory;
use crate::post::{Post, SourceKind};
use crate::story::StoryDocument;

/// Body of `POST /api/v1/stories`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewStory {
    /// May be empty and given later.
    #[serde(default)]
    pub title: String,
}

/// Where a story stands with its readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Publication {
    /// The number of the version that readers see.
    pub version: u32,
    /// The public address.
    pub url: String,
    /// The story's revision that the version froze; later revisions are not yet published.
    pub revision: u64,
    /// When it was first published.
    pub first_published_at: DateTime<Utc>,
    /// When this version was published.
    pub published_at: DateTime<Utc>,
    /// Since when open pages show each version as it is published; absent while they do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_since: Option<DateTime<Utc>>,
}

/// A story as its curator sees it: `GET /api/v1/stories/{id}` and the answer to `POST /api/v1/stories`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Story {
    /// Its identifier.
    pub id: StoryId,
    /// Its curator.
    pub handle: Handle,
    /// The last part of its public address; follows the title until the first publication, then stays.
    pub slug: String,
    /// How many edits it has had; send it back as `base_revision`.
    pub revision: u64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    pub updated_at: DateTime<Utc>,
    /// Absent while readers cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    /// Title, introduction, cover and items.
    #[serde(flatten)]
    pub document: StoryDocument,
    /// The posts its items refer to, by identifier.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Post>))]
    pub posts: BTreeMap<PostId, Post>,
}

/// A line of `GET /api/v1/stories`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StorySummary {
    /// Its identifier.
    pub id: StoryId,
    /// The last part of its public address.
    pub slug: String,
    /// Plain text; may be empty.
    pub title: String,
    /// How many items it has.
    pub items: u32,
    /// How many edits it has had.
    pub revision: u64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    pub updated_at: DateTime<Utc>,
    /// Absent while readers cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
}

/// Answer of `GET /api/v1/stories`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryList {
    /// The curator's stories, last edited first.
    pub stories: Vec<StorySummary>,
    /// Stories of others that the curator may see or edit, last edited first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<SharedStory>,
}

/// Body of `POST /api/v1/stories/{id}/edits`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEdit {
    /// Chosen by the sender; sending the same again gives the same answer and changes nothing.
    pub edit_id: EditId,
    /// The revision the changes were made on.
    pub base_revision: u64,
    /// Whether it takes back an earlier edit of the sender's, or does one again that was taken back.
    #[serde(default, skip_serializing_if = "EditKind::is_do")]
    pub kind: EditKind,
    /// What to change.
    pub changes: Changes,
}

/// Answer of `POST /api/v1/stories/{id}/edits`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditAccepted {
    /// The revision with this edit in it.
    pub revision: u64,
    /// Whether others had changed the story since `base_revision`; if so, fetch `…/edits?since={base_revision}`.
    pub rebased: bool,
}

/// One accepted edit, in the answer of `GET /api/v1/stories/{id}/edits?since=`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoggedEdit {
    /// The sender's identifier.
    pub edit_id: EditId,
    /// The revision it made.
    pub revision: u64,
    /// Who made it.
    pub author: Handle,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
    /// As it was applied, that is after rebasing.
    pub changes: Changes,
}

/// Answer of `GET /api/v1/stories/{id}/edits?since=`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditLog {
    /// In the order they were accepted.
    pub edits: Vec<LoggedEdit>,
    /// The posts that items in these edits refer to.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Post>))]
    pub posts: BTreeMap<PostId, Post>,
}

/// Answer of `POST /api/v1/stories/{id}/publish`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Published {
    /// The number of the new version; the last one again when nothing had changed.
    pub version: u32,
    /// The public address.
    pub url: String,
    /// HTML to paste into another site.
    pub embed_html: String,
    /// Pictures that could not be copied and will show as their description.
    #[serde(default)]
    pub pictures_missing: u32,
}

/// Answer of `GET /api/v1/search` and `GET /api/v1/posts/{id}/thread`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchPage {
    /// What was found, captured and ready to be added.
    pub posts: Vec<Post>,
    /// Where to go on: send it back as `cursor`. Absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What the curator should know about the answer: servers that did not answer, what an account would add …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
}

/// Something to know about an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// How serious.
    pub level: NoticeLevel,
    /// In words.
    pub text: String,
}

/// How serious a [`Notice`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// Good to know.
    Info,
    /// Part of the answer is missing.
    Warning,
}

/// Body of `POST /api/v1/posts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPost {
    /// A post, or any page.
    pub url: String,
}

/// A place to search, in the answer of `GET /api/v1/sources`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceInfo {
    /// Which.
    pub kind: SourceKind,
    /// Its name for people.
    pub label: String,
    /// One sentence: what can be found there, and how.
    pub hint: String,
    /// A search to begin with, for the empty state; empty when there is none.
    pub example: String,
    /// Whether this curator has connected an account.
    pub connected: bool,
}

/// Answer of `GET /api/v1/sources`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceList {
    /// In the order to offer them.
    pub sources: Vec<SourceInfo>,
}

/// Answer of `POST /api/v1/media`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Uploaded {
    /// The picture, ready for an item or a cover. Its description is still to be written.
    pub picture: Picture,
}
