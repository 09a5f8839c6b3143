//! A post: one thing someone published elsewhere, as Sheaf captured it.
//!
//! A post is a snapshot. It holds everything needed to show it, so a story never depends on a live network.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::html::SafeHtml;
use crate::ids::PostId;
use crate::media::{Attachment, Picture};

/// The network or kind of place a post comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Any server with the Mastodon API.
    Mastodon,
    /// Bluesky and other AT Protocol networks.
    Bluesky,
    /// Any web page.
    Link,
    /// The built-in, invented chat.
    Sample,
    /// Not a network: every post that this installation has captured. A place to search, never where a post is from.
    Library,
    /// Not a network either: what the curator has set aside.
    Tray,
    /// All of them at once, each asked by itself. Something to search for, as in a saved search; the API is asked for one
    /// source at a time.
    Everywhere,
}

impl SourceKind {
    /// Every source, in the order the editor offers them.
    pub const ALL: [Self; 7] =
        [Self::Mastodon, Self::Bluesky, Self::Link, Self::Sample, Self::Library, Self::Tray, Self::Everywhere];

    /// The name in addresses and in the store.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mastodon => "mastodon",
            Self::Bluesky => "bluesky",
            Self::Link => "link",
            Self::Sample => "sample",
            Self::Library => "library",
            Self::Tray => "tray",
            Self::Everywhere => "everywhere",
        }
    }

    /// Whether posts come from there; the others are places to search.
    #[must_use]
    pub const fn has_posts(self) -> bool {
        !matches!(self, Self::Library | Self::Tray | Self::Everywhere)
    }

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mastodon => "Mastodon",
            Self::Bluesky => "Bluesky",
            Self::Link => "Web link",
            Self::Sample => "Sample chat",
            Self::Library => "Library",
            Self::Tray => "Tray",
            Self::Everywhere => "Everywhere",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// A source was named that Sheaf does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("There is no source called “{0}”.")]
pub struct UnknownSource(pub String);

impl FromStr for SourceKind {
    type Err = UnknownSource;

    fn from_str(key: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.key() == key).ok_or_else(|| UnknownSource(key.to_owned()))
    }
}

/// Who published a post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// The name as they write it, plain text.
    pub name: String,
    /// How the network addresses them, without a leading `@`: `ada@example.social`, `ada.example`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handle: String,
    /// Their page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Their picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<Picture>,
}

/// A web page shown as a slim row under a post, or as the whole of a link post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkCard {
    /// Where it leads.
    pub url: String,
    /// The page's title, plain text.
    pub title: String,
    /// A sentence about it, plain text; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The site's name, plain text; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
    /// A picture of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A post quoted by another, one level deep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a post holds its quote in a box")]
pub enum Quote {
    /// The quoted post is there.
    Shown {
        /// Its author.
        author: Author,
        /// Its words.
        text: SafeHtml,
        /// The original.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// When it was published.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        published_at: Option<DateTime<Utc>>,
        /// Its content warning, if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warning: Option<String>,
        /// Its pictures and films.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    /// The quoted post is deleted, blocked, or its author does not agree to the quote.
    Unavailable,
}

/// What became of a post at its source since it was captured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PostState {
    /// As captured, as far as is known.
    #[default]
    Live,
    /// Changed by its author since.
    Edited,
    /// Deleted at its source.
    Deleted,
    /// Taken out of Sheaf at somebody's request.
    Withdrawn,
}

/// One thing someone published elsewhere, as Sheaf captured it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Post {
    /// Our identifier.
    pub id: PostId,
    /// Where it comes from.
    pub source: SourceKind,
    /// The network's own permanent identifier; unique within the source.
    pub uri: String,
    /// The page of the original, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who published it.
    pub author: Author,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// When its author last changed it before it was captured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<DateTime<Utc>>,
    /// Its words; empty when it is only pictures or a link.
    #[serde(default, skip_serializing_if = "SafeHtml::is_empty")]
    pub text: SafeHtml,
    /// The language as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What is behind the fold, in the author's words; the post is shown folded when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// The network's own emoji in its words and in those of the quote, which refer to them by [`Picture::src`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emoji: Vec<Picture>,
    /// Pictures, films and sound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The page it links to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<LinkCard>,
    /// The post it quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Box<Quote>>,
    /// The `uri` of the post it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Who passed it on, when it was found as a repost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reposted_by: Option<Author>,
    /// Its author asks not to be shown to people who are not signed in at the network:
    /// curators see the post, public pages show a note in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub members_only: bool,
    /// When Sheaf captured it.
    pub captured_at: DateTime<Utc>,
    /// How: the server or service that answered, plain text ("mastodon.example", "built in").
    pub captured_via: String,
    /// What became of it since.
    #[serde(default)]
    pub state: PostState,
}

impl Post {
    /// Whether public pages may show it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        !self.members_only && !matches!(self.state, PostState::Deleted | PostState::Withdrawn)
    }

    /// Every picture that must be in the media store for the post to show without asking anyone.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        let quoted: &[Attachment] = match self.quote.as_deref() {
            Some(Quote::Shown { attachments, .. }) => attachments,
            _ => &[],
        };
        let quoted_avatar = match self.quote.as_deref() {
            Some(Quote::Shown { author, .. }) => author.avatar.as_ref(),
            _ => None,
        };
        let card = self.card.as_ref().and_then(|card| card.picture.as_ref());
        let attached = self.attachments.iter().chain(quoted).filter_map(|attachment| match attachment {
            Attachment::Picture(picture) => Some(picture),
            Attachment::Video { still, .. } => still.as_ref(),
            Attachment::Audio { .. } => None,
        });
        let reposter = self.reposted_by.as_ref().and_then(|author| author.avatar.as_ref());
        self.author.avatar.iter().chain(reposter).chain(quoted_avatar).chain(card).chain(&self.emoji).chain(attached)
    }

    /// The same pictures, to be changed.
    pub fn pictures_mut(&mut self) -> impl Iterator<Item = &mut Picture> {
        let (quoted_avatar, quoted) = match self.quote.as_deref_mut() {
            Some(Quote::Shown { author, attachments, .. }) => (author.avatar.as_mut(), attachments.as_mut_slice()),
            _ => (None, [].as_mut_slice()),
        };
        let card = self.card.as_mut().and_then(|card| card.picture.as_mut());
        let attached = self.attachments.iter_mut().chain(quoted).filter_map(|attachment| match attachment {
            Attachment::Picture(picture) => Some(picture),
            Attachment::Video { still, .. } => still.as_mut(),
            Attachment::Audio { .. } => None,
        });
        let reposter = self.reposted_by.as_mut().and_then(|author| author.avatar.as_mut());
        let authors = self.author.avatar.iter_mut().chain(reposter).chain(quoted_avatar);
        authors.chain(card).chain(&mut self.emoji).chain(attached)
    }

    /// The same for the words, whose emoji refer to pictures: the post's own, then those of its quote.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut SafeHtml> {
        let quoted = match self.quote.as_deref_mut() {
            Some(Quote::Shown { text, .. }) => Some(text),
            _ => None,
        };
        std::iter::once(&mut self.text).chain(quoted)
    }

    /// A short description for announcements and lists: who, and the first words.
    #[must_use]
    pub fn summary(&self) -> String {
        let text = self.text.to_text();
        let words = match (&text, &self.card) {
            (text, Some(card)) if text.is_empty() => card.title.clone(),
            _ => text,
        };
        let words = crate::item::first_words(&words, 60);
        match (self.author.name.is_empty(), words.is_empty()) {
            (false, false) => format!("{}: {words}", self.author.name),
            (false, true) => self.author.name.clone(),
            (true, _) => words,
        }
    }
}
