//! The parts of the AT Protocol's answers that are read. New kinds of embeds and labels appear at any time, so
//! everything unknown is left out rather than refused.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::sources::lenient;

/// A post as an AppView shows it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PostView {
    pub uri: String,
    pub author: Profile,
    pub record: Record,
    #[serde(default, deserialize_with = "lenient::value")]
    pub embed: Option<Embed>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub indexed_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub labels: Vec<Label>,
}

/// What the author wrote.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    #[serde(default, deserialize_with = "lenient::value")]
    pub text: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub created_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub langs: Vec<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub facets: Vec<Facet>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub reply: Option<Reply>,
}

/// What a post answers.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Reply {
    pub parent: Reference,
}

/// A reference to a record.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Reference {
    pub uri: String,
}

/// A stretch of text that is more than text.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Facet {
    pub index: ByteSlice,
    #[serde(default, deserialize_with = "lenient::list")]
    pub features: Vec<Feature>,
}

/// Offsets into the text as UTF-8 bytes; the end is exclusive.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ByteSlice {
    pub byte_start: usize,
    pub byte_end: usize,
}

/// What a stretch of text is.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "$type")]
pub(super) enum Feature {
    #[serde(rename = "app.bsky.richtext.facet#link")]
    Link { uri: String },
    #[serde(rename = "app.bsky.richtext.facet#mention")]
    Mention { did: String },
    #[serde(rename = "app.bsky.richtext.facet#tag")]
    Tag { tag: String },
}

/// Who posted.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    pub did: String,
    pub handle: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub display_name: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub avatar: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub labels: Vec<Label>,
}

/// A statement about a post or an account, by a moderation service or by the author.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Label {
    pub val: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub src: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub uri: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub neg: bool,
    #[serde(default, deserialize_with = "lenient::value")]
    pub exp: Option<DateTime<Utc>>,
}

/// What a post shows besides its words.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "$type")]
pub(super) enum Embed {
    #[serde(rename = "app.bsky.embed.images#view")]
    Images {
        #[serde(deserialize_with = "lenient::list")]
        images: Vec<Image>,
    },
    #[serde(rename = "app.bsky.embed.gallery#view")]
    Gallery {
        #[serde(deserialize_with = "lenient::list")]
        items: Vec<Image>,
    },
    #[serde(rename = "app.bsky.embed.video#view")]
    Video(Video),
    #[serde(rename = "app.bsky.embed.external#view")]
    External { external: External },
    #[serde(rename = "app.bsky.embed.record#view")]
    Record { record: Embedded },
    #[serde(rename = "app.bsky.embed.recordWithMedia#view")]
    RecordWithMedia {
        record: RecordView,
        #[serde(default, deserialize_with = "lenient::value")]
        media: Option<Box<Embed>>,
    },
}

/// A record inside a record with media.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct RecordView {
    pub record: Embedded,
}

/// A picture. Galleries call their small version `thumbnail`, posts with up to four pictures `thumb`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Image {
    #[serde(default, deserialize_with = "lenient::value")]
    pub fullsize: Option<String>,
    #[serde(default, alias = "thumbnail", deserialize_with = "lenient::value")]
    pub thumb: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub alt: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub aspect_ratio: Option<AspectRatio>,
}

/// A film.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Video {
    #[serde(default, deserialize_with = "lenient::value")]
    pub thumbnail: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub alt: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub aspect_ratio: Option<AspectRatio>,
}

/// Width and height, often but not always in pixels.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct AspectRatio {
    pub width: u32,
    pub height: u32,
}

/// A linked page.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct External {
    pub uri: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub title: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub description: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub thumb: Option<String>,
}

/// Another record shown in a post.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "$type")]
pub(super) enum Embedded {
    /// A quoted post, among other records.
    #[serde(rename = "app.bsky.embed.record#viewRecord")]
    Quoted(Box<Quoted>),
    #[serde(rename = "app.bsky.embed.record#viewNotFound")]
    NotFound,
    #[serde(rename = "app.bsky.embed.record#viewBlocked")]
    Blocked,
    #[serde(rename = "app.bsky.embed.record#viewDetached")]
    Detached,
    #[serde(rename = "app.bsky.feed.defs#generatorView")]
    Feed(Thing),
    #[serde(rename = "app.bsky.graph.defs#listView")]
    List(Thing),
    #[serde(rename = "app.bsky.graph.defs#starterPackViewBasic")]
    StarterPack(Thing),
    #[serde(rename = "app.bsky.labeler.defs#labelerView")]
    Labeler(Thing),
    #[serde(other)]
    Unknown,
}

/// A quoted post.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Quoted {
    pub uri: String,
    pub author: Profile,
    pub value: Record,
    #[serde(default, deserialize_with = "lenient::list")]
    pub embeds: Vec<Embed>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub indexed_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub labels: Vec<Label>,
}

/// A feed, list, starter pack or moderation service.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Thing {
    pub uri: String,
    #[serde(default, alias = "name", deserialize_with = "lenient::value")]
    pub display_name: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub description: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub avatar: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub creator: Option<Profile>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub record: Option<Named>,
}

/// The record of a starter pack, which holds its name.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Named {
    #[serde(default, deserialize_with = "lenient::value")]
    pub name: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub description: String,
}
