//! The invented chat: read from `chat.json` once, and turned into posts as a network's answers are.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use shared::ids::{MediaId, PostId};
use shared::media::{Attachment, Picture};
use shared::post::{Author, LinkCard, Post, PostState, Quote, SourceKind};

use super::{markup, pictures};
use crate::sources::Captured;

static CHAT: LazyLock<Chat> =
    LazyLock::new(|| serde_json::from_str(include_str!("chat.json")).expect("a test reads the built-in chat"));

/// One evening's chat.
#[derive(Debug, Deserialize)]
pub struct Chat {
    date: NaiveDate,
    people: BTreeMap<String, Person>,
    posts: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Person {
    name: String,
    handle: String,
}

/// A post as the file has it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, unique in the file.
    pub id: u32,
    /// Who wrote it: a key among the people.
    pub by: String,
    at: NaiveTime,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The number of the question that it asks, if it asks one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<u8>,
    /// The number of the question that it answers, if it answers one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<u8>,
    /// The post that it replies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quotes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<Drawing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    card: Option<LinkCard>,
    /// Who passed it on, when it is in the chat as a repost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reposted_by: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Drawing {
    name: String,
    alt: String,
}

/// Where each picture of a post can be copied from.
type Origins = Vec<(MediaId, String)>;

impl Person {
    fn page(&self) -> String {
        let (name, host) = self.handle.split_once('@').unwrap_or((&self.handle, "chat.example"));
        format!("https://{host}/@{name}")
    }
}

impl Chat {
    /// The chat that is built in.
    pub fn built_in() -> &'static Self {
        &CHAT
    }

    /// All posts in the order they appeared.
    pub fn entries(&self) -> &[Entry] {
        &self.posts
    }

    /// The post with this number.
    pub fn entry(&self, id: u32) -> Option<&Entry> {
        self.posts.iter().find(|entry| entry.id == id)
    }

    /// The permanent identifier of a post, which is also its address.
    pub fn uri(&self, entry: &Entry) -> String {
        let page = self.people.get(&entry.by).map(Person::page).unwrap_or_default();
        format!("{page}/{}", entry.id)
    }

    /// The post, captured now. Its identifiers are fresh each time.
    pub fn capture(&self, entry: &Entry, now: DateTime<Utc>) -> Captured {
        let mut origins = Origins::new();
        let uri = self.uri(entry);
        let post = Post {
            id: PostId::fresh(),
            source: SourceKind::Sample,
            url: Some(uri.clone()),
            uri,
            author: self.author(&entry.by, &mut origins),
            published_at: Some(self.published_at(entry)),
            edited_at: None,
            text: self.text(entry),
            emoji: Vec::new(),
            language: Some(entry.language.clone().unwrap_or_else(|| "en".to_owned())),
            warning: entry.warning.clone(),
            attachments: attachments(entry, &mut origins),
            card: entry.card.clone(),
            quote: entry.quotes.map(|id| Box::new(self.quote(id, &mut origins))),
            reply_to: entry.reply_to.and_then(|id| self.entry(id)).map(|replied| self.uri(replied)),
            reposted_by: entry.reposted_by.as_deref().and_then(|by| self.people.get(by)).map(author_without_picture),
            members_only: false,
            captured_at: now,
            captured_via: "built in, invented".to_owned(),
            state: PostState::Live,
        };
        let raw = serde_json::to_value(entry).unwrap_or_default();
        Captured { post, pictures: origins, raw }
    }

    /// The words of a post and of who wrote it, in lower case, to be searched.
    pub fn searchable(&self, entry: &Entry) -> String {
        let name = self.people.get(&entry.by).map_or("", |person| person.name.as_str());
        format!("{name} {} {}", entry.text, entry.warning.as_deref().unwrap_or_default()).to_lowercase()
    }

    /// The handle of who wrote a post: `ada@chat.example`.
    pub fn handle(&self, entry: &Entry) -> &str {
        self.people.get(&entry.by).map_or("", |person| person.handle.as_str())
    }

    /// A post, what it replies to up to the beginning, and the replies to it and to those: in reading order, without
    /// what else was said to the same beginning.
    pub fn thread(&self, entry: &Entry) -> Vec<&Entry> {
        let mut ids = vec![entry.id];
        let mut earlier = entry.reply_to.and_then(|id| self.entry(id));
        let above: Vec<u32> = std::iter::from_fn(|| {
            let parent = earlier?;
            earlier = parent.reply_to.and_then(|id| self.entry(id));
            Some(parent.id)
        })
        .collect();
        // The file is in order of time, so a reply always comes after what it replies to.
        for reply in &self.posts {
            if reply.reply_to.is_some_and(|id| ids.contains(&id)) {
                ids.push(reply.id);
            }
        }
        ids.extend(above);
        self.posts.iter().filter(|entry| ids.contains(&entry.id)).collect()
    }

    fn published_at(&self, entry: &Entry) -> DateTime<Utc> {
        self.date.and_time(entry.at).and_utc()
    }

    fn text(&self, entry: &Entry) -> shared::html::SafeHtml {
        markup::to_html(&entry.text, |name| self.people.get(name).map(Person::page))
    }

    fn author(&self, key: &str, origins: &mut Origins) -> Author {
        let Some(person) = self.people.get(key) else { return Author::default() };
        let avatar = keep_origin(pictures::refer_to(&format!("avatars/{key}.png"), ""), origins);
        Author { avatar: Some(avatar), ..author_without_picture(person) }
    }

    fn quote(&self, id: u32, origins: &mut Origins) -> Quote {
        let Some(entry) = self.entry(id) else { return Quote::Unavailable };
        Quote::Shown {
            author: self.author(&entry.by, origins),
            text: self.text(entry),
            url: Some(self.uri(entry)),
            published_at: Some(self.published_at(entry)),
            warning: entry.warning.clone(),
            attachments: attachments(entry, origins),
        }
    }
}

fn author_without_picture(person: &Person) -> Author {
    Author { name: person.name.clone(), handle: person.handle.clone(), url: Some(person.page()), avatar: None }
}

fn attachments(entry: &Entry, origins: &mut Origins) -> Vec<Attachment> {
    let drawings = entry.pictures.iter();
    drawings
        .map(|drawing| pictures::refer_to(&format!("{}.png", drawing.name), &drawing.alt))
        .map(|picture| Attachment::Picture(keep_origin(picture, origins)))
        .collect()
}

fn keep_origin((picture, origin): (Picture, String), origins: &mut Origins) -> Picture {
    origins.push((picture.id, origin));
    picture
}
