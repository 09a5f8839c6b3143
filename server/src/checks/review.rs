//! What there is to say about a story: pure, from the story and from what its links answered.

use std::collections::{BTreeMap, HashMap, HashSet};

use shared::check::{Effect, Finding, FindingKind};
use shared::ids::PostId;
use shared::item::{Item, ItemBody, PostDisplay, first_words};
use shared::markdown;
use shared::media::Attachment;
use shared::mention;
use shared::post::{Post, PostState, SourceKind};
use shared::story::StoryDocument;

use super::links::{Asked, Links};

type Posts = BTreeMap<PostId, Post>;

/// Every address that the story leads to.
pub(super) fn links(document: &StoryDocument, posts: &Posts) -> Links {
    let mut links = Links::new();
    let mut add = |address: &str, network| {
        if address.starts_with("https://") || address.starts_with("http://") {
            links.entry(address.to_owned()).or_insert(network);
        }
    };
    addresses_in(&document.introduction).iter().for_each(|address| add(address, None));
    for item in document.items.values() {
        addresses_of(item, posts).iter().for_each(|address| add(address, None));
        let post = item.body.post_id().and_then(|id| posts.get(&id));
        if let Some((post, url)) = post.and_then(|post| Some((post, post.url.as_ref()?))) {
            match post.source {
                SourceKind::Mastodon | SourceKind::Bluesky => add(url, Some(post.source)),
                SourceKind::Link => add(url, None),
                SourceKind::Sample | SourceKind::Library | SourceKind::Tray | SourceKind::Everywhere => {}
            }
        }
    }
    links
}

/// The addresses in what an item says, the address of its post apart.
fn addresses_of(item: &Item, posts: &Posts) -> Vec<String> {
    match &item.body {
        ItemBody::Text { markdown } => addresses_in(markdown),
        ItemBody::Post { post, display } => {
            let post = posts.get(post).filter(|post| post.source != SourceKind::Sample);
            let card = post.and_then(|post| post.card.as_ref()).filter(|_| !display.hide_media);
            let mut addresses = addresses_in(&display.note);
            addresses.extend(card.map(|card| card.url.clone()));
            addresses
        }
        _ => Vec::new(),
    }
}

/// The addresses that a text of the curator's links to.
fn addresses_in(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let html = markdown::render(text);
    let links = html.as_str().split("href=\"").skip(1);
    links.filter_map(|rest| rest.split('"').next()).map(|address| address.replace("&amp;", "&")).collect()
}

/// Everything to look at, in the order of the story.
pub(super) fn findings(document: &StoryDocument, posts: &Posts, asked: &Asked) -> Vec<Finding> {
    let mut findings = of_story(document, asked);
    let mut seen = HashSet::new();
    for item in document.ordered() {
        match &item.body {
            ItemBody::Post { post, display } => {
                if let Some(post) = posts.get(post) {
                    of_post(&mut findings, item, post, display, &asked.failures);
                    if !seen.insert(post.url.as_ref().unwrap_or(&post.uri)) {
                        let words = "This post is in the story more than once.";
                        let advice = "Remove one of the two, unless you mean to show it twice.";
                        findings.push(found(FindingKind::Duplicate, item, Some(post), words, advice));
                    }
                }
            }
            ItemBody::Picture { picture, .. } if picture.alt.trim().is_empty() => {
                findings.push(undescribed(item, None, 1));
            }
            _ => {}
        }
        findings.extend(addresses_of(item, posts).iter().filter_map(|address| {
            let post = item.body.post_id().and_then(|id| posts.get(&id));
            // A link post is its card: it is told of as a post.
            let is_itself = post.is_some_and(|post| post.url.as_ref() == Some(address));
            if is_itself { None } else { link(document, Some(item), post, address, asked) }
        }));
    }
    findings
}

fn of_story(document: &StoryDocument, asked: &Asked) -> Vec<Finding> {
    let about_all = |kind, effect, words: &str, advice: &str| Finding {
        kind,
        effect,
        item: None,
        post: None,
        subject: "The story".to_owned(),
        words: words.to_owned(),
        advice: advice.to_owned(),
    };
    let mut findings = Vec::new();
    if document.is_untitled() {
        let advice = "Give it one: its address is made of it, and previews show it.";
        findings.push(about_all(FindingKind::MissingTitle, Effect::Blocks, "It has no title.", advice));
    }
    if document.is_empty() {
        findings.push(about_all(FindingKind::Empty, Effect::Blocks, "There is nothing in it yet.", "Add something."));
    }
    if document.cover.as_ref().is_some_and(|cover| cover.alt.trim().is_empty()) {
        let advice = "Describe it for those who cannot see it.";
        let words = "The picture at its top has no description.";
        findings.push(about_all(FindingKind::MissingDescription, Effect::Advice, words, advice));
    }
    let introduced = addresses_in(&document.introduction);
    findings.extend(introduced.iter().filter_map(|address| link(document, None, None, address, asked)));
    findings
}

fn of_post(
    findings: &mut Vec<Finding>,
    item: &Item,
    post: &Post,
    display: &PostDisplay,
    failures: &HashMap<String, String>,
) {
    let gone = post.url.as_ref().and_then(|url| failures.get(url));
    let state = match post.state {
        PostState::Withdrawn => Some((
            FindingKind::Withdrawn,
            Effect::Withheld,
            "This post was taken out of Sheaf at somebody’s request. Readers see a note in its place.".to_owned(),
            "Remove it, or say in your own words what matters.",
        )),
        PostState::Deleted => Some((
            FindingKind::Deleted,
            Effect::Withheld,
            "Its author deleted this post. Readers see a note in its place.".to_owned(),
            "Remove it, or say in your own words what matters.",
        )),
        _ if post.members_only => Some((
            FindingKind::MembersOnly,
            Effect::Blocks,
            "Its author asks not to be shown to people who are not signed in.".to_owned(),
            "Ask the author, or remove it.",
        )),
        _ => gone.map(|why| match post.source {
            SourceKind::Link => (
                FindingKind::DeadLink,
                Effect::Advice,
                format!("The page leads nowhere: {}.", why.trim_end_matches('.')),
                "Link to another copy of it, or remove it. What was captured stays as it is.",
            ),
            _ => (
                FindingKind::Deleted,
                Effect::Advice,
                "This post is no longer at its source: its author may have deleted it.".to_owned(),
                "Consider removing it. The copy in the story stays as it is.",
            ),
        }),
    };
    if let Some((kind, effect, words, advice)) = state {
        findings.push(Finding { effect, ..found(kind, item, Some(post), &words, advice) });
    }
    if !display.hide_media && post.is_public() {
        let bare = post.attachments.iter().filter(|attachment| is_undescribed(attachment, display)).count();
        if bare > 0 {
            findings.push(undescribed(item, Some(post), bare));
        }
    }
}

/// Whether neither the author nor the curator says what a picture shows.
fn is_undescribed(attachment: &Attachment, display: &PostDisplay) -> bool {
    match attachment {
        Attachment::Picture(picture) => {
            let own = display.alts.get(&picture.id).unwrap_or(&picture.alt);
            own.trim().is_empty()
        }
        Attachment::Video { .. } | Attachment::Audio { .. } => false,
    }
}

fn undescribed(item: &Item, post: Option<&Post>, count: usize) -> Finding {
    let words = match count {
        1 => "A picture has no description.".to_owned(),
        _ => format!("{count} pictures have no description."),
    };
    let advice = "Describe what can be seen, for those who cannot see it.";
    found(FindingKind::MissingDescription, item, post, &words, advice)
}

/// A reason as a sentence of its own, without its full stop.
fn sentence(why: &str) -> String {
    let mut rest = why.trim_end_matches('.').chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// What there is to say about a link in the curator's words or on a card.
fn link(
    document: &StoryDocument,
    item: Option<&Item>,
    post: Option<&Post>,
    address: &str,
    asked: &Asked,
) -> Option<Finding> {
    let is_lost = mention::target(address).is_some_and(|mentioned| !document.items.contains_key(&mentioned));
    let (kind, words, advice) = match (asked.failures.get(address), asked.unasked.get(address)) {
        _ if is_lost => (
            FindingKind::DeadLink,
            "A mention leads nowhere: what it leads to is no longer in the story.".to_owned(),
            "Mention something else. Readers see the words without a link.",
        ),
        (Some(why), _) => (
            FindingKind::DeadLink,
            format!("A link leads nowhere: {}. {}.", first_words(address, 100), sentence(why)),
            "Correct the address, or take the link out.",
        ),
        (_, Some(why)) => (
            FindingKind::UncheckedLink,
            format!("A link could not be checked. {why}"),
            "Try it yourself: it may well lead somewhere.",
        ),
        _ => return None,
    };
    Some(Finding {
        kind,
        effect: Effect::Advice,
        item: item.map(|item| item.id),
        post: post.map(|post| post.id),
        subject: item.map_or_else(|| "The introduction".to_owned(), |item| subject(item, post)),
        words,
        advice: advice.to_owned(),
    })
}

fn found(kind: FindingKind, item: &Item, post: Option<&Post>, words: &str, advice: &str) -> Finding {
    Finding {
        kind,
        effect: Effect::Advice,
        item: Some(item.id),
        post: post.map(|post| post.id),
        subject: subject(item, post),
        words: words.to_owned(),
        advice: advice.to_owned(),
    }
}

fn subject(item: &Item, post: Option<&Post>) -> String {
    let words = match (&item.body, post) {
        (_, Some(post)) => post.summary(),
        (ItemBody::Text { markdown }, _) => first_words(&markdown::render(markdown).to_text(), 60),
        (ItemBody::Picture { caption, .. }, _) => first_words(caption, 60),
        _ => String::new(),
    };
    if words.is_empty() { item.body.noun().to_owned() } else { words }
}
