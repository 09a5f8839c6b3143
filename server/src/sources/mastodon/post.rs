//! A status as a post: normalised, sanitised, attributed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Deserialize as _;
use serde_json::Value;
use shared::html::{SafeHtml, escape};
use shared::ids::PostId;
use shared::media::{Attachment, Picture};
use shared::post::{Author, LinkCard, Post, PostState, Quote, SourceKind};
use url::Url;

use super::types::{Account, Card, CustomEmoji, Media, Poll, Quote as StatusQuote, Status};
use crate::sanitize::{self, Emoji, Reading};
use crate::sources::provenance::Provenance;
use crate::sources::{Captured, Pictures, lenient};

/// One status of a list, with the server's own identifier for paging.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The server's identifier.
    pub id: String,
    /// When it was posted or passed on.
    pub created_at: DateTime<Utc>,
    /// The post.
    pub captured: Captured,
}

/// The statuses of a list that can be shown to everybody, in the server's order. What is not a status is left out.
pub(super) fn entries(values: Vec<Value>, provenance: &Provenance) -> Vec<Entry> {
    let statuses: Vec<(Status, Value)> =
        values.into_iter().filter_map(|raw| Some((Status::deserialize(&raw).ok()?, raw))).collect();
    // Servers name the answered post by their own identifier; within one list it can be looked up.
    let uris: HashMap<String, String> = statuses.iter().flat_map(|(status, _)| known_uris(status)).collect();
    let shown = statuses.into_iter().filter(|(status, _)| is_public(status));
    shown.map(|(status, raw)| entry(status, raw, &uris, provenance)).collect()
}

/// A single status; `None` when it is not for everybody.
pub(super) fn single(raw: Value, provenance: &Provenance) -> Result<Option<Entry>, serde_json::Error> {
    let status = Status::deserialize(&raw)?;
    Ok(is_public(&status).then(|| entry(status, raw, &HashMap::new(), provenance)))
}

fn known_uris(status: &Status) -> Vec<(String, String)> {
    let reposted = status.reblog.as_deref();
    [Some(status), reposted].into_iter().flatten().map(|status| (status.id.clone(), status.uri.clone())).collect()
}

fn is_public(status: &Status) -> bool {
    let open = |status: &Status| matches!(status.visibility.as_deref(), None | Some("public" | "unlisted"));
    open(status) && status.reblog.as_deref().is_none_or(open)
}

fn entry(status: Status, raw: Value, uris: &HashMap<String, String>, provenance: &Provenance) -> Entry {
    let (id, created_at) = (status.id.clone(), status.created_at);
    let mut composer = Composer { host: provenance.host.clone(), ..Composer::default() };
    let (status, reposted_by) = match status.reblog {
        Some(original) => (*original, Some(composer.author(&status.account))),
        None => (status, None),
    };
    let post = Post { reposted_by, ..composer.post(status, uris, provenance.at) };
    Entry { id, created_at, captured: Captured { post, pictures: composer.pictures.into_origins(), raw } }
}

/// Puts a post together and collects its pictures on the way.
#[derive(Debug, Default)]
struct Composer {
    host: String,
    pictures: Pictures,
    emoji: Vec<Picture>,
}

impl Composer {
    fn post(&mut self, status: Status, uris: &HashMap<String, String>, at: DateTime<Utc>) -> Post {
        let text = self.text(&status, status.quote.is_some());
        let quote = status.quote.as_ref().map(|quote| Box::new(self.quote(quote)));
        Post {
            id: PostId::fresh(),
            source: SourceKind::Mastodon,
            author: self.author(&status.account),
            published_at: Some(status.created_at),
            edited_at: status.edited_at,
            text,
            language: status.language.as_deref().and_then(lenient::language),
            warning: warning(&status),
            attachments: status.media_attachments.iter().filter_map(|media| self.attachment(media)).collect(),
            card: status.card.as_ref().filter(|_| quote.is_none()).and_then(|card| self.card(card)),
            quote,
            reply_to: status.in_reply_to_id.as_ref().and_then(|id| uris.get(id)).cloned(),
            reposted_by: None,
            members_only: false,
            captured_at: at,
            captured_via: self.host.clone(),
            state: PostState::Live,
            emoji: std::mem::take(&mut self.emoji),
            url: page(&status),
            uri: status.uri,
        }
    }

    fn author(&mut self, account: &Account) -> Author {
        let name = sanitize::line(&without_emoji(&account.display_name, &account.emojis), 100);
        let avatar = account.avatar_static.as_deref().or(account.avatar.as_deref());
        Author {
            name: if name.is_empty() { sanitize::line(&account.username, 100) } else { name },
            handle: full_handle(account, &self.host),
            url: web_address(&account.url),
            avatar: self.pictures.add(avatar, None),
        }
    }

    /// The words, with a poll as a list under them.
    fn text(&mut self, status: &Status, drop_quote_fallback: bool) -> SafeHtml {
        let mut markup = status.content.clone();
        if let Some(poll) = &status.poll {
            markup.push_str(&poll_markup(poll));
        }
        let used = |emoji: &&CustomEmoji| markup.contains(&format!(":{}:", emoji.shortcode));
        let emoji: Emoji = status.emojis.iter().filter(used).filter_map(|emoji| self.emoji(emoji)).collect();
        sanitize::html(&markup, Reading { emoji: Some(&emoji), drop_quote_fallback })
    }

    /// Notes the picture of an emoji; the one that stands still where there is one.
    fn emoji(&mut self, emoji: &CustomEmoji) -> Option<(String, shared::ids::MediaId)> {
        let plain = emoji.shortcode.chars().all(|character| character.is_alphanumeric() || "_-+".contains(character));
        let address = emoji.static_url.as_deref().or(emoji.url.as_deref());
        let picture = self.pictures.add(address.filter(|_| plain), Some(&format!(":{}:", emoji.shortcode)))?;
        let id = picture.id;
        if !self.emoji.iter().any(|known| known.id == id) {
            self.emoji.push(picture);
        }
        Some((emoji.shortcode.clone(), id))
    }

    fn attachment(&mut self, media: &Media) -> Option<Attachment> {
        let alt = media.description.as_deref();
        let original = media.meta.original.map(|size| (size.width, size.height));
        let small = media.meta.small.map(|size| (size.width, size.height));
        let alt_text = || sanitize::lines(alt.unwrap_or_default(), 2_000);
        match media.kind.as_str() {
            "image" | "unknown" => {
                let address = media.url.as_deref().or(media.remote_url.as_deref());
                let full = self.pictures.add_sized(address, alt, original);
                full.or_else(|| self.pictures.add_sized(media.preview_url.as_deref(), alt, small))
                    .map(Attachment::Picture)
            }
            "video" | "gifv" => {
                let still = self.pictures.add_sized(media.preview_url.as_deref(), alt, small);
                Some(Attachment::Video { still, alt: alt_text() })
            }
            "audio" => Some(Attachment::Audio { alt: alt_text() }),
            _ => None,
        }
    }

    fn card(&mut self, card: &Card) -> Option<LinkCard> {
        let url = web_address(&card.url)?;
        let title = sanitize::line(&card.title, 300);
        let title = if title.is_empty() { crate::fetch::host_of(&Url::parse(&url).ok()?) } else { title };
        Some(LinkCard {
            url,
            title,
            description: sanitize::line(&card.description, 500),
            site: sanitize::line(&card.provider_name, 100),
            picture: self.pictures.add(card.image.as_deref(), card.image_description.as_deref()),
        })
    }

    /// The quoted post, unless its author does not agree to the quote or it is gone.
    fn quote(&mut self, quote: &StatusQuote) -> Quote {
        let quoted = match quote {
            StatusQuote::Plain(status) => Some(status),
            StatusQuote::WithState { state, quoted_status } if state == "accepted" => quoted_status.as_ref(),
            StatusQuote::WithState { .. } => None,
        };
        let Some(status) = quoted.filter(|status| is_public(status)) else { return Quote::Unavailable };
        Quote::Shown {
            author: self.author(&status.account),
            text: self.text(status, true),
            url: page(status),
            published_at: Some(status.created_at),
            warning: warning(status),
            attachments: status.media_attachments.iter().filter_map(|media| self.attachment(media)).collect(),
        }
    }
}

/// The page of a status. Some servers know none for posts of others; then the permanent identifier has to do.
fn page(status: &Status) -> Option<String> {
    status.url.as_deref().and_then(web_address).or_else(|| web_address(&status.uri))
}

fn web_address(address: &str) -> Option<String> {
    Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from)
}

/// What is behind the fold: the author's words, or a word of ours where they only marked the pictures.
fn warning(status: &Status) -> Option<String> {
    let own = sanitize::line(&status.spoiler_text, 500);
    let marked = status.sensitive && !status.media_attachments.is_empty();
    match own.is_empty() {
        false => Some(own),
        true => marked.then(|| "Sensitive media".to_owned()),
    }
}

/// The handle with its server, also for people of the server that answered.
fn full_handle(account: &Account, answering: &str) -> String {
    let acct = sanitize::line(&account.acct, 200);
    if acct.contains('@') {
        return acct;
    }
    let home = Url::parse(&account.url).ok().map(|url| crate::fetch::host_of(&url));
    format!("{acct}@{}", home.unwrap_or_else(|| answering.to_owned()))
}

/// A name is plain text: pictures in it are left out rather than shown as words between colons.
fn without_emoji(name: &str, emojis: &[CustomEmoji]) -> String {
    emojis.iter().fold(name.to_owned(), |name, emoji| name.replace(&format!(":{}:", emoji.shortcode), " "))
}

fn poll_markup(poll: &Poll) -> String {
    let voters = poll.voters_count.unwrap_or(poll.votes_count);
    let share = |votes: u64| match voters {
        0 => 0,
        _ => (votes * 100 + voters / 2) / voters,
    };
    let option = |option: &super::types::PollOption| match option.votes_count {
        Some(votes) => format!("<li>{}: {} %</li>", escape(&option.title), share(votes)),
        None => format!("<li>{}</li>", escape(&option.title)),
    };
    let options: String = poll.options.iter().map(option).collect();
    let people = if voters == 1 { "1 person".to_owned() } else { format!("{voters} people") };
    let state = if poll.expired { "closed" } else { "open when captured" };
    format!("<ul>{options}</ul><p>Poll: {people} voted, {state}.</p>")
}
