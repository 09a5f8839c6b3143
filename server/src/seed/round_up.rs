//! One telling of the whole chat as a curator would round it up: answers under their questions, each with the talk
//! that it began; reposts left out; a few words between.

use chrono::{DateTime, Utc};
use shared::item::ItemBody;

use super::words::{self, Section};
use super::{PlannedItem, PlannedPicture};
use crate::sources::sample::{Chat, Entry};

/// An item that a story may have.
#[derive(Debug)]
pub struct Candidate {
    /// What is left out first when the story is short: the highest.
    pub rank: usize,
    /// The item.
    pub item: PlannedItem,
}

// Ranks. An answer's is raised by how many others of its section began more talk, a reply's also by its place in the
// talk, so that a long answered answer brings its replies along before the last answers come in.
const OPENING: usize = 0;
const HEADING: usize = 1;
const BEST_ANSWER: usize = 2;
const FRAME: usize = 3;
const QUESTION: usize = 4;
const NOTE: usize = 5;
const ANSWER: usize = 10;
const REPLY: usize = 20;
const ASIDE: usize = 100;

/// A post that is no reply (but to a question), and the replies it led to, in order.
type Talk<'a> = (&'a Entry, Vec<&'a Entry>);

/// What belongs to one question; before the first, to none.
#[derive(Default)]
struct Part<'a> {
    question: Option<&'a Entry>,
    talks: Vec<Talk<'a>>,
}

/// Everything a round-up may have, in reading order. From the second telling on, posts have addresses of their own.
pub fn candidates(chat: &Chat, telling: usize, now: DateTime<Utc>) -> Vec<Candidate> {
    let teller = Teller { chat, telling, now };
    let mut told =
        vec![own(OPENING, ItemBody::Text { markdown: words::OPENING.to_owned() }), own(FRAME, ItemBody::Divider)];
    for part in parts(chat) {
        told.extend(teller.tell(&part));
    }
    let picture = PlannedPicture::drawing(words::PICTURE.name, words::PICTURE.alt);
    told.extend([
        own(FRAME, ItemBody::Divider),
        Candidate { rank: FRAME, item: PlannedItem::Picture { picture, caption: words::CAPTION.to_owned() } },
        own(FRAME, ItemBody::Text { markdown: words::CLOSING.to_owned() }),
    ]);
    told
}

/// The chat, parted by its questions. Reposts are left out.
fn parts(chat: &Chat) -> Vec<Part<'_>> {
    let mut parts = vec![Part::default()];
    for entry in chat.entries().iter().filter(|entry| entry.reposted_by.is_none()) {
        if entry.asks.is_some() {
            parts.push(Part { question: Some(entry), talks: Vec::new() });
            continue;
        }
        let beginning = beginning_of(chat, entry);
        let mut talks = parts.iter_mut().flat_map(|part| &mut part.talks);
        if let Some((_, replies)) = talks.find(|(first, _)| first.id == beginning.id) {
            replies.push(entry);
        } else if let Some(part) = parts.last_mut() {
            part.talks.push((entry, Vec::new()));
        }
    }
    parts
}

/// Where a talk began: what was replied to, and so on, but no question.
fn beginning_of<'a>(chat: &'a Chat, entry: &'a Entry) -> &'a Entry {
    let parent = |entry: &&Entry| entry.reply_to.and_then(|id| chat.entry(id)).filter(|parent| parent.asks.is_none());
    std::iter::successors(Some(entry), parent).last().unwrap_or(entry)
}

fn own(rank: usize, body: ItemBody) -> Candidate {
    Candidate { rank, item: PlannedItem::Own(body) }
}

struct Teller<'a> {
    chat: &'a Chat,
    telling: usize,
    now: DateTime<Utc>,
}

impl Teller<'_> {
    fn tell(&self, part: &Part<'_>) -> Vec<Candidate> {
        let mut told = Vec::new();
        if let Some(question) = part.question {
            told.extend(self.begin(question));
        }
        let (answers, asides): (Vec<_>, Vec<_>) = part.talks.iter().partition(|(first, _)| first.answers.is_some());
        let mut by_talk = answers.clone();
        by_talk.sort_by_key(|(_, replies)| std::cmp::Reverse(replies.len()));
        for talk in answers {
            let popularity = by_talk.iter().position(|(first, _)| first.id == talk.0.id).unwrap_or_default();
            let rank = if popularity == 0 { BEST_ANSWER } else { ANSWER + popularity };
            told.extend(self.talk(talk, rank, REPLY + 3 * popularity));
        }
        told.extend(asides.into_iter().flat_map(|talk| self.talk(talk, ASIDE, ASIDE)));
        told
    }

    /// Heading, question and a few words.
    fn begin(&self, question: &Entry) -> Vec<Candidate> {
        let number = question.asks.map_or(0, usize::from);
        let Some(Section { heading, note }) = number.checked_sub(1).and_then(|index| words::SECTIONS.get(index)) else {
            return Vec::new();
        };
        let text = match self.telling {
            1 => (*heading).to_owned(),
            telling => format!("{heading} ({telling})"),
        };
        vec![
            own(HEADING, ItemBody::Heading { text }),
            self.post(QUESTION, question),
            own(NOTE, ItemBody::Text { markdown: (*note).to_owned() }),
        ]
    }

    fn talk(&self, (first, replies): &Talk<'_>, rank: usize, rank_of_replies: usize) -> Vec<Candidate> {
        let replies = replies.iter().enumerate();
        let replies = replies.map(|(place, reply)| self.post(rank_of_replies + place, reply));
        std::iter::once(self.post(rank, first)).chain(replies).collect()
    }

    fn post(&self, rank: usize, entry: &Entry) -> Candidate {
        let mut captured = self.chat.capture(entry, self.now);
        if self.telling > 1 {
            let again = |uri: &String| format!("{uri}?again={}", self.telling);
            captured.post.reply_to = captured.post.reply_to.as_ref().map(again);
            captured.post.uri = again(&captured.post.uri);
        }
        Candidate { rank, item: PlannedItem::Post(Box::new(captured)) }
    }
}
