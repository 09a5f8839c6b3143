//! The file that a story is exported to and imported from; `docs/export-format.md` describes it for others.
//!
//! It says the same wherever it is written: posts go by identifiers made from their source and address, and nothing in
//! it depends on the installation. So a story that was imported is exported as the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::ids::{MediaId, PostId};
use shared::item::ItemBody;
use shared::media::Picture;
use shared::post::{Post, PostState};
use shared::story::StoryDocument;

use super::clean;
use crate::publish::store::Version;

/// What the file says it is.
pub const FORMAT: &str = "sheaf-story";
/// The version of the format that this program writes; it reads no later one.
pub const FORMAT_VERSION: u32 = 1;

/// A story with everything it shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoryFile {
    /// `sheaf-story`.
    pub format: String,
    /// 1.
    pub format_version: u32,
    /// The last part of its address.
    pub slug: String,
    /// Whose it is.
    pub curator: Curator,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    pub updated_at: DateTime<Utc>,
    /// When readers first saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_published_at: Option<DateTime<Utc>>,
    /// The number of the version that readers see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_version: Option<u32>,
    /// What the curator edits; not in a file for readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Content>,
    /// What was published, first to last.
    pub versions: Vec<NumberedVersion>,
    /// The pictures that are here, by identifier.
    pub media: Vec<CarriedPicture>,
}

/// Whose a story is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Curator {
    /// The name in addresses.
    pub handle: String,
    /// The name for people.
    pub name: String,
}

/// A document with its posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The document.
    pub document: StoryDocument,
    /// The posts that its items show.
    #[schema(value_type = std::collections::HashMap<String, Post>)]
    pub posts: BTreeMap<PostId, Post>,
    /// How many items are not in the file because their posts may not be passed on.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// A version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberedVersion {
    /// Its number; the first is 1.
    pub number: u32,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// What it holds.
    pub content: Content,
    /// Pictures that could not be copied by then.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<MediaId>)]
    pub missing_pictures: BTreeSet<MediaId>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarriedPicture {
    /// The name by which documents and posts call it.
    pub id: MediaId,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// `image/jpeg` or `image/png`.
    pub mime: String,
    /// Its bytes in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// Or where they are in the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Who a file is for, which decides what may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Whose story it is: everything but what was withdrawn from Sheaf.
    Curator,
    /// Everybody: what the page shows.
    Readers,
}

impl For {
    fn may_have(self, post: &Post) -> bool {
        match self {
            Self::Curator => post.state != PostState::Withdrawn,
            Self::Readers => post.is_public(),
        }
    }
}

impl Content {
    /// A document for the file: without what may not be in it, posts by the file's identifiers.
    #[must_use]
    pub fn carried(mut document: StoryDocument, posts: BTreeMap<PostId, Post>, reader: For) -> Self {
        let before = document.items.len();
        let kept: BTreeMap<PostId, Post> = posts.into_iter().filter(|(_, post)| reader.may_have(post)).collect();
        document.items.retain(|_, item| item.body.post_id().is_none_or(|post| kept.contains_key(&post)));
        let left_out = before - document.items.len();
        let mut content = Self { document, posts: kept, left_out };
        content.posts.values_mut().for_each(clean::post);
        let ids = content.posts.values().map(|post| (post.id, file_id(post))).collect();
        content.renumber(&ids);
        content
    }

    /// Calls posts by other identifiers. One that is not named keeps its own.
    pub fn renumber(&mut self, ids: &BTreeMap<PostId, PostId>) {
        let posts = std::mem::take(&mut self.posts).into_iter();
        self.posts = posts
            .map(|(id, mut post)| {
                post.id = ids.get(&id).copied().unwrap_or(id);
                (post.id, post)
            })
            .collect();
        for item in self.document.items.values_mut() {
            if let ItemBody::Post { post, .. } = &mut item.body
                && let Some(id) = ids.get(post)
            {
                *post = *id;
            }
        }
    }

    /// Every picture it names.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.document.own_pictures().chain(self.posts.values().flat_map(Post::pictures))
    }

    /// As the store keeps it.
    #[must_use]
    pub fn into_version(self, missing_pictures: BTreeSet<MediaId>) -> Version {
        Version { document: self.document, posts: self.posts, missing_pictures }
    }
}

impl StoryFile {
    /// Everything in it that has items.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.draft.iter().chain(self.versions.iter().map(|version| &version.content))
    }

    /// The same, to be changed.
    pub fn contents_mut(&mut self) -> impl Iterator<Item = &mut Content> {
        self.draft.iter_mut().chain(self.versions.iter_mut().map(|version| &mut version.content))
    }

    /// Every picture that it names.
    #[must_use]
    pub fn picture_ids(&self) -> BTreeSet<MediaId> {
        self.contents().flat_map(Content::pictures).map(|picture| picture.id).collect()
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// Never: everything in it can be written.
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The identifier of a post in files, made from what names it at its source (a UUID of version 8).
#[must_use]
pub fn file_id(post: &Post) -> PostId {
    let digest = Sha256::digest(format!("{}\n{}", post.source.key(), post.uri));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    PostId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
