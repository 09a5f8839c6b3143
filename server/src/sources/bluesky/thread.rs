//! One post by its address, and the whole thread around it.

use serde_json::Value;
use shared::api::{Notice, NoticeLevel};

use super::Bluesky;
use super::address::PostAddress;
use super::post::{self, Left};
use crate::sources::provenance::Provenance;
use crate::sources::{Captured, Found, SourceError};

/// How many levels of answers are asked for. Each nests two levels of JSON, and the reader stops at 128.
const DEPTH: &str = "50";
/// How many posts before it are asked for; the most that are given.
const PARENTS: &str = "80";

/// The post at an address first, then what precedes it, then the answers, depth first.
pub(super) async fn search(bluesky: &Bluesky, address: &str) -> Result<Found, SourceError> {
    let address = PostAddress::read(address).ok_or_else(not_a_post)?;
    let uri = bluesky.uri(&address).await?;
    let query = [("uri", uri.as_str()), ("depth", DEPTH), ("parentHeight", PARENTS)];
    let mut answer = bluesky.client.query(&bluesky.public, "app.bsky.feed.getPostThread", &query).await?;
    let mut thread = answer.get_mut("thread").map(Value::take).unwrap_or_default();
    if kind(&thread).ends_with("#notFoundPost") {
        return Err(SourceError::Gone);
    }
    let Some(asked) = thread.get_mut("post").map(Value::take) else { return Err(blocked()) };
    let provenance = bluesky.client.provenance(&bluesky.public);
    let asked = post::captured(asked, None, &provenance).map_err(left)?;
    let mut reader = Reader { provenance, posts: vec![asked], missing: 0 };
    reader.parents(thread.get_mut("parent").map(Value::take));
    reader.replies(&mut thread);
    Ok(Found { notices: reader.notice().into_iter().collect(), posts: reader.posts, next: None })
}

/// The post at an address.
pub(super) async fn capture(bluesky: &Bluesky, address: &PostAddress) -> Result<Captured, SourceError> {
    let uri = bluesky.uri(address).await?;
    let mut answer = bluesky.client.query(&bluesky.public, "app.bsky.feed.getPosts", &[("uris", &uri)]).await?;
    // A post that was deleted is left out without an error.
    let view = answer.pointer_mut("/posts/0").map(Value::take).ok_or(SourceError::Gone)?;
    post::captured(view, None, &bluesky.client.provenance(&bluesky.public)).map_err(left)
}

/// Flattens a thread. Without recursion: depth is the network's choice.
struct Reader {
    provenance: Provenance,
    posts: Vec<Captured>,
    missing: usize,
}

impl Reader {
    fn add(&mut self, view: Option<Value>) {
        match view.map(|view| post::captured(view, None, &self.provenance)) {
            Some(Ok(captured)) => self.posts.push(captured),
            _ => self.missing += 1,
        }
    }

    fn parents(&mut self, parent: Option<Value>) {
        let mut chain = Vec::new();
        let mut next = parent;
        while let Some(mut parent) = next.filter(Value::is_object) {
            chain.push(parent.get_mut("post").map(Value::take));
            next = parent.get_mut("parent").map(Value::take);
        }
        chain.into_iter().rev().for_each(|view| self.add(view));
    }

    fn replies(&mut self, thread: &mut Value) {
        let mut waiting = answers(thread);
        while let Some(mut reply) = waiting.pop() {
            self.add(reply.get_mut("post").map(Value::take));
            waiting.extend(answers(&mut reply));
        }
    }

    fn notice(&self) -> Option<Notice> {
        let text = match self.missing {
            0 => return None,
            1 => "One post of this thread is deleted or hidden.".to_owned(),
            more => format!("{more} posts of this thread are deleted or hidden."),
        };
        Some(Notice { level: NoticeLevel::Info, text })
    }
}

/// The answers to a post, last first, as they are taken from the end.
fn answers(thread: &mut Value) -> Vec<Value> {
    let answers = thread.get_mut("replies").and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default();
    answers.into_iter().rev().collect()
}

fn kind(thread: &Value) -> &str {
    thread.get("$type").and_then(Value::as_str).unwrap_or_default()
}

fn left(left: Left) -> SourceError {
    match left {
        Left::Hidden => SourceError::NotAllowed(
            "This post is hidden by the network's moderation, so it cannot be put into a story.".to_owned(),
        ),
        Left::NotAPost => SourceError::Gone,
    }
}

fn blocked() -> SourceError {
    SourceError::NotAllowed("The network does not show this post: its author restricts who may see it.".to_owned())
}

fn not_a_post() -> SourceError {
    SourceError::Unsupported(
        "This is not the address of a Bluesky post. Any page can be added as a link instead.".to_owned(),
    )
}
