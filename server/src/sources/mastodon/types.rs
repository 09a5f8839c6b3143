//! The parts of the Mastodon API that are read. Of a status only `id`, `uri`, `created_at`, `content` and three fields
//! of its account are the same on all servers; everything else may be missing or odd.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::sources::lenient;

/// A post.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Status {
    pub id: String,
    pub uri: String,
    pub created_at: DateTime<Utc>,
    pub content: String,
    pub account: Account,
    #[serde(default, deserialize_with = "lenient::value")]
    pub url: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub edited_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub language: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub visibility: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub sensitive: bool,
    #[serde(default, deserialize_with = "lenient::value")]
    pub spoiler_text: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub in_reply_to_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub reblog: Option<Box<Status>>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub quote: Option<Quote>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub media_attachments: Vec<Media>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub emojis: Vec<CustomEmoji>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub poll: Option<Poll>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub card: Option<Card>,
}

/// Who posted.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Account {
    #[serde(default, deserialize_with = "lenient::value")]
    pub id: String,
    pub username: String,
    pub acct: String,
    pub url: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub display_name: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub avatar: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub avatar_static: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub emojis: Vec<CustomEmoji>,
}

/// A quote: of Mastodon 4.4 and later with its state, of Akkoma the status itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Quote {
    Plain(Box<Status>),
    WithState {
        state: String,
        #[serde(default, deserialize_with = "lenient::value")]
        quoted_status: Option<Box<Status>>,
    },
}

/// A picture, film or sound.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Media {
    #[serde(default, rename = "type", deserialize_with = "lenient::value")]
    pub kind: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub url: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub preview_url: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub remote_url: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub description: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub meta: MediaMeta,
}

/// What is known about a medium.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct MediaMeta {
    #[serde(default, deserialize_with = "lenient::value")]
    pub original: Option<Size>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub small: Option<Size>,
}

/// A size in pixels.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Size {
    pub width: u32,
    pub height: u32,
}

/// An emoji of the server's own.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct CustomEmoji {
    pub shortcode: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub url: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub static_url: Option<String>,
}

/// A poll.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Poll {
    #[serde(default, deserialize_with = "lenient::list")]
    pub options: Vec<PollOption>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub expired: bool,
    #[serde(default, deserialize_with = "lenient::value")]
    pub votes_count: u64,
    #[serde(default, deserialize_with = "lenient::value")]
    pub voters_count: Option<u64>,
}

/// One of its answers.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PollOption {
    pub title: String,
    /// Absent while the author hides the result.
    #[serde(default, deserialize_with = "lenient::value")]
    pub votes_count: Option<u64>,
}

/// A linked page.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Card {
    pub url: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub title: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub description: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub provider_name: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub image: Option<String>,
    #[serde(default, deserialize_with = "lenient::value")]
    pub image_description: Option<String>,
}

/// A thread without the post that was asked for.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Context {
    #[serde(default)]
    pub ancestors: Vec<serde_json::Value>,
    #[serde(default)]
    pub descendants: Vec<serde_json::Value>,
}

/// The part of `/api/v2/instance` that says who may see hashtags.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Instance {
    #[serde(default, deserialize_with = "lenient::value")]
    pub configuration: InstanceConfiguration,
}

/// Settings of a server.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct InstanceConfiguration {
    #[serde(default, deserialize_with = "lenient::value")]
    pub timelines_access: TimelinesAccess,
}

/// Who may see which timelines, since Mastodon 4.5.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct TimelinesAccess {
    #[serde(default, deserialize_with = "lenient::value")]
    pub hashtag_feeds: FeedAccess,
}

/// `public`, `authenticated` or `disabled`, for posts of the server itself and for all others; empty when it does not
/// say.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct FeedAccess {
    #[serde(default, deserialize_with = "lenient::value")]
    pub local: String,
    #[serde(default, deserialize_with = "lenient::value")]
    pub remote: String,
}
