//! The editor's own bodies: what `/studio/api` answers.
//!
//! The editor does not draw posts. The server does, and sends each as a [`Card`]: its markup, with the few facts that
//! posts are joined, sorted, filtered and found by. So a browser need not know what a post can be, and a story of
//! thousands opens at the speed of a page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::Handle;
use crate::api::{Notice, SourceInfo};
use crate::edit::Changes;
use crate::html::SafeHtml;
use crate::ids::{EditId, PostId, StoryId};
use crate::item::first_words;
use crate::media::{Attachment, Picture};
use crate::post::{Post, SourceKind};
use crate::story::StoryDocument;

/// The most characters of a post's words that a card carries: enough to find and to name it by.
const WORDS: usize = 1_000;

/// A post as the editor needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which post.
    pub id: PostId,
    /// Where it comes from.
    pub source: SourceKind,
    /// The network's own identifier; what `reply_to` of others refers to.
    pub uri: String,
    /// Its author's name.
    pub author: String,
    /// How the network addresses them; empty where it does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handle: String,
    /// When it was published, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<i64>,
    /// The `uri` of the post it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The language, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The beginning of its words, plain text; of a link, its title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Its own pictures, with their authors' descriptions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// Whether it has pictures, films or sound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub media: bool,
    /// Whether it was found as a repost.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repost: bool,
    /// Whether public pages show a note in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// The card as markup. Empty for the posts of a story that the page has drawn already.
    #[serde(default, skip_serializing_if = "SafeHtml::is_empty")]
    pub html: SafeHtml,
}

impl Card {
    /// The card of a post, drawn as `html`.
    #[must_use]
    pub fn new(post: &Post, html: SafeHtml) -> Self {
        let text = post.text.to_text();
        let words = match &post.card {
            Some(card) if text.is_empty() => &card.title,
            _ => &text,
        };
        let pictures = post.attachments.iter().filter_map(|attachment| match attachment {
            Attachment::Picture(picture) => Some(picture.clone()),
            Attachment::Video { .. } | Attachment::Audio { .. } => None,
        });
        let name = post.author.name.trim();
        Self {
            id: post.id,
            source: post.source,
            uri: post.uri.clone(),
            author: if name.is_empty() { post.author.handle.clone() } else { name.to_owned() },
            handle: post.author.handle.clone(),
            published: post.published_at.map(|at| at.timestamp_millis()),
            reply_to: post.reply_to.clone(),
            language: post.language.clone(),
            words: words.chars().take(WORDS).collect(),
            pictures: pictures.collect(),
            media: !post.attachments.is_empty(),
            repost: post.reposted_by.is_some(),
            hidden: !post.is_public(),
            html,
        }
    }

    /// A short description for announcements and lists: who, and the first words.
    #[must_use]
    pub fn summary(&self) -> String {
        let words = first_words(&self.words, 60);
        match (self.author.is_empty(), words.is_empty()) {
            (false, false) => [&self.author, ": ", &words].concat(),
            (false, true) => self.author.clone(),
            (true, _) => words,
        }
    }

    /// How it sounds beside its neighbours, see [`crate::thread`].
    #[must_use]
    pub fn voice(&self) -> crate::thread::Voice<'_> {
        crate::thread::Voice {
            source: self.source,
            handle: &self.handle,
            uri: &self.uri,
            reply_to: self.reply_to.as_deref(),
            published: self.published,
            repost: self.repost,
            hidden: self.hidden,
        }
    }
}

/// A story on the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskStory {
    /// Its identifier.
    pub id: StoryId,
    /// How many edits it has had.
    pub revision: u64,
    /// Absent while readers cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<DeskPublication>,
    /// Title, introduction, cover and items.
    pub document: StoryDocument,
    /// The posts its items show.
    #[serde(default)]
    pub cards: Vec<Card>,
}

/// What readers see of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPublication {
    /// The public address.
    pub url: String,
    /// The revision that the published version froze.
    pub revision: u64,
}

/// What the editor starts with, as JSON in its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorStart {
    /// The story; its cards are drawn in the page.
    pub story: DeskStory,
    /// The places to search.
    pub sources: Vec<SourceInfo>,
}

/// Posts that were found, as cards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCards {
    /// In the order of the answer.
    pub cards: Vec<Card>,
    /// Where to go on; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What the curator should know about the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
}

/// One accepted edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskEdit {
    /// The sender's identifier.
    pub edit_id: EditId,
    /// The revision it made.
    pub revision: u64,
    /// Who made it.
    pub author: Handle,
    /// As it was applied.
    pub changes: Changes,
}

/// What happened to a story since a revision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskLog {
    /// In the order they were accepted.
    pub edits: Vec<DeskEdit>,
    /// The posts they bring in.
    #[serde(default)]
    pub cards: Vec<Card>,
    /// Edits that were accepted since and changed nothing: they are in no log.
    #[serde(default)]
    pub settled: Vec<EditId>,
}

/// Cards by post.
pub type Cards = BTreeMap<PostId, Card>;

/// The curator's own steps as the log of edits knows them, the next one to undo or redo last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoSteps {
    /// What can be undone.
    pub done: Vec<Changes>,
    /// What can be redone.
    pub undone: Vec<Changes>,
    /// Where there are earlier ones to undo: they were made before this revision.
    pub earlier: Option<u64>,
}
