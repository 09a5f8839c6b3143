//! The sample chat: a built-in source of invented posts, so that everything can be tried, taught and tested without
//! a network and without an account.

use std::sync::Arc;

use async_trait::async_trait;
use shared::api::{Notice, NoticeLevel, SourceInfo};
use shared::post::SourceKind;
use shared::search::SearchTerm;
use url::Url;

use super::{Access, Captured, Found, SearchRequest, Source, SourceError};
use crate::clock::Clock;

pub use chat::{Chat, Entry};
pub use pictures::{PICTURE_SCHEME, picture, refer_to};

mod chat;
mod markup;
mod pictures;

/// How many posts one page of an answer has.
const PAGE: usize = 20;

/// The connector to the sample chat.
pub struct Sample {
    chat: &'static Chat,
    clock: Arc<dyn Clock>,
}

impl Sample {
    /// A connector that dates what it captures by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { chat: Chat::built_in(), clock }
    }

    fn captured(&self, entries: &[&Entry]) -> Vec<Captured> {
        let now = self.clock.now();
        entries.iter().map(|entry| self.chat.capture(entry, now)).collect()
    }

    /// The posts that `wanted` is true for, newest first.
    fn page(&self, cursor: Option<&str>, wanted: impl Fn(&Entry) -> bool) -> Result<Found, SourceError> {
        let start: usize = cursor
            .unwrap_or("0")
            .parse()
            .map_err(|_| SourceError::Unsupported("This search cannot go on from there. Begin it again.".to_owned()))?;
        let found: Vec<&Entry> = self.chat.entries().iter().rev().filter(|entry| wanted(entry)).collect();
        let end = found.len().min(start.saturating_add(PAGE));
        let posts = self.captured(found.get(start..end).unwrap_or_default());
        let next = (end < found.len()).then(|| end.to_string());
        let notices = if found.is_empty() { vec![only_sample()] } else { Vec::new() };
        Ok(Found { posts, next, notices })
    }

    /// The post at an address, then what else is in its thread.
    fn thread(&self, address: &str) -> Result<Found, SourceError> {
        let entry = Url::parse(address).ok().and_then(|url| self.entry_at(&url)).ok_or(SourceError::Gone)?;
        let mut entries = self.chat.thread(entry);
        entries.retain(|other| other.id != entry.id);
        entries.insert(0, entry);
        Ok(Found { posts: self.captured(&entries), ..Found::default() })
    }

    fn entry_at(&self, url: &Url) -> Option<&Entry> {
        let mut url = url.clone();
        url.set_query(None);
        url.set_fragment(None);
        self.chat.entries().iter().find(|entry| self.chat.uri(entry) == url.as_str())
    }
}

fn only_sample() -> Notice {
    let text = "The sample chat is one invented evening, and nobody said that in it. Try #harbourchat.";
    Notice { level: NoticeLevel::Info, text: text.to_owned() }
}

/// Whether the text has this hashtag, whole; both in lower case.
fn has_tag(text: &str, tag: &str) -> bool {
    text.match_indices('#').any(|(at, sign)| {
        let rest = text[at + sign.len()..].strip_prefix(tag);
        rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
    })
}

#[async_trait]
impl Source for Sample {
    fn kind(&self) -> SourceKind {
        SourceKind::Sample
    }

    fn info(&self) -> SourceInfo {
        SourceInfo {
            kind: SourceKind::Sample,
            label: SourceKind::Sample.label().to_owned(),
            hint: "An invented hashtag chat, to try Sheaf without any network.".to_owned(),
            example: "#harbourchat".to_owned(),
            connected: false,
        }
    }

    async fn search(&self, request: &SearchRequest) -> Result<Found, SourceError> {
        let cursor = request.cursor.as_deref();
        match &request.term {
            SearchTerm::Hashtag(tag) => {
                let tag = tag.to_lowercase();
                self.page(cursor, |entry| has_tag(&self.chat.searchable(entry), &tag))
            }
            SearchTerm::Words(words) => {
                let words = words.to_lowercase();
                self.page(cursor, |entry| {
                    let text = self.chat.searchable(entry);
                    words.split_whitespace().all(|word| text.contains(word))
                })
            }
            SearchTerm::Author(author) => {
                let author = author.to_lowercase();
                self.page(cursor, |entry| {
                    let handle = self.chat.handle(entry);
                    handle == author || handle.split('@').next() == Some(&author)
                })
            }
            SearchTerm::Url(address) => self.thread(address),
        }
    }

    async fn capture(&self, url: &Url, _access: Option<&Access>) -> Result<Option<Captured>, SourceError> {
        Ok(self.entry_at(url).map(|entry| self.chat.capture(entry, self.clock.now())))
    }

    async fn check_access(&self, _access: &Access) -> Result<String, SourceError> {
        Err(SourceError::Unsupported("The sample chat needs no account.".to_owned()))
    }
}

#[cfg(test)]
mod tests;
