//! A post view as a post: normalised, sanitised, attributed.

use chrono::{DateTime, Utc};
use serde::Deserialize as _;
use serde_json::Value;
use shared::ids::PostId;
use shared::media::{Attachment, Picture};
use shared::post::{Author, LinkCard, Post, PostState, Quote, SourceKind};
use url::Url;

use super::address::PostAddress;
use super::types::{AspectRatio, Embed, Embedded, External, Image, PostView, Profile, Quoted, Record, Thing};
use super::{facets, labels};
use crate::sanitize;
use crate::sources::provenance::Provenance;
use crate::sources::{Captured, Pictures, lenient};

/// Why a post view gave no post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// It is hidden by moderation.
    Hidden,
    /// It is not a post.
    NotAPost,
}

/// The post in a post view.
pub(super) fn captured(raw: Value, reposted_by: Option<&Value>, provenance: &Provenance) -> Result<Captured, Left> {
    let view = PostView::deserialize(&raw).map_err(|_| Left::NotAPost)?;
    let verdict = labels::weigh(&view.labels, &view.author.labels, provenance.at);
    if verdict.hidden {
        return Err(Left::Hidden);
    }
    let mut composer = Composer { at: provenance.at, ..Composer::default() };
    let shown = view.embed.as_ref().map(|embed| composer.embed(embed)).unwrap_or_default();
    let reposter = reposted_by.and_then(|profile| Profile::deserialize(profile).ok());
    let post = Post {
        id: PostId::fresh(),
        source: SourceKind::Bluesky,
        url: page(&view.uri),
        author: composer.author(&view.author),
        published_at: published_at(&view.record, view.indexed_at),
        edited_at: None,
        text: facets::render(&view.record.text, &view.record.facets),
        language: view.record.langs.first().and_then(|tag| lenient::language(tag)),
        warning: verdict.warning.map(str::to_owned),
        emoji: Vec::new(),
        attachments: shown.attachments,
        card: shown.card,
        quote: shown.quote.map(Box::new),
        reply_to: view.record.reply.map(|reply| reply.parent.uri),
        reposted_by: reposter.map(|profile| composer.author(&profile)),
        members_only: verdict.members_only,
        captured_at: provenance.at,
        captured_via: provenance.host.clone(),
        state: PostState::Live,
        uri: view.uri,
    };
    Ok(Captured { post, pictures: composer.pictures.into_origins(), raw })
}

fn page(uri: &str) -> Option<String> {
    PostAddress::read(uri).map(|address| address.page())
}

/// Authors state the time of their posts themselves, and some state one to come.
fn published_at(record: &Record, indexed_at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (record.created_at, indexed_at) {
        (Some(stated), Some(seen)) => Some(stated.min(seen)),
        (stated, seen) => stated.or(seen),
    }
}

/// What a post shows besides its words.
#[derive(Debug, Default)]
struct Shown {
    attachments: Vec<Attachment>,
    card: Option<LinkCard>,
    quote: Option<Quote>,
}

/// Puts a post together and collects its pictures on the way.
#[derive(Debug, Default)]
struct Composer {
    at: DateTime<Utc>,
    pictures: Pictures,
}

impl Composer {
    fn author(&mut self, profile: &Profile) -> Author {
        // The network's word for a handle that no longer belongs to the account.
        let known = profile.handle != "handle.invalid";
        let handle = sanitize::line(if known { &profile.handle } else { &profile.did }, 260);
        let name = sanitize::line(&profile.display_name, 100);
        Author {
            name: if name.is_empty() { handle.clone() } else { name },
            handle,
            // By DID: handles change hands.
            url: Some(format!("https://bsky.app/profile/{}", sanitize::line(&profile.did, 260))),
            avatar: self.pictures.add(profile.avatar.as_deref(), None),
        }
    }

    fn embed(&mut self, embed: &Embed) -> Shown {
        let mut shown = Shown { attachments: self.attachments(embed), ..Shown::default() };
        match embed {
            Embed::External { external } => shown.card = self.external(external),
            Embed::Record { record } => self.embedded(record, &mut shown),
            Embed::RecordWithMedia { record, media } => {
                self.embedded(&record.record, &mut shown);
                if let Some(Embed::External { external }) = media.as_deref() {
                    shown.card = self.external(external);
                }
            }
            Embed::Images { .. } | Embed::Gallery { .. } | Embed::Video(_) => {}
        }
        shown
    }

    /// Pictures and films of an embed, also those beside a quote.
    fn attachments(&mut self, embed: &Embed) -> Vec<Attachment> {
        match embed {
            Embed::Images { images } | Embed::Gallery { items: images } => {
                images.iter().filter_map(|image| self.image(image)).map(Attachment::Picture).collect()
            }
            Embed::Video(video) => {
                let alt = sanitize::lines(&video.alt, 2_000);
                let size = video.aspect_ratio.map(pixels);
                let still = self.pictures.add_sized(video.thumbnail.as_deref(), Some(&alt), size);
                vec![Attachment::Video { still, alt }]
            }
            // Only pictures, films and links come beside a record, so this goes one level deep.
            Embed::RecordWithMedia { media: Some(media), .. } if !media.holds_record() => self.attachments(media),
            Embed::External { .. } | Embed::Record { .. } | Embed::RecordWithMedia { .. } => Vec::new(),
        }
    }

    fn image(&mut self, image: &Image) -> Option<Picture> {
        let address = image.fullsize.as_deref().or(image.thumb.as_deref());
        self.pictures.add_sized(address, Some(&image.alt), image.aspect_ratio.map(pixels))
    }

    fn external(&mut self, external: &External) -> Option<LinkCard> {
        let url = Url::parse(&external.uri).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let title = sanitize::line(&external.title, 300);
        let host = crate::fetch::host_of(&url);
        Some(LinkCard {
            title: if title.is_empty() { host.clone() } else { title },
            description: sanitize::line(&external.description, 500),
            site: host,
            picture: self.pictures.add(external.thumb.as_deref(), None),
            url: url.into(),
        })
    }

    fn embedded(&mut self, record: &Embedded, shown: &mut Shown) {
        match record {
            Embedded::Quoted(quoted) => shown.quote = Some(self.quoted(quoted)),
            Embedded::NotFound | Embedded::Blocked | Embedded::Detached => shown.quote = Some(Quote::Unavailable),
            Embedded::Feed(thing) => shown.card = self.thing(thing, "feed", "Bluesky feed"),
            Embedded::List(thing) => shown.card = self.thing(thing, "lists", "Bluesky list"),
            Embedded::StarterPack(thing) => shown.card = self.thing(thing, "starter-pack", "Bluesky starter pack"),
            Embedded::Labeler(thing) => shown.card = self.thing(thing, "", "Bluesky moderation service"),
            Embedded::Unknown => {}
        }
    }

    /// The quoted post, unless it is hidden or its author asks not to be shown to strangers.
    fn quoted(&mut self, quoted: &Quoted) -> Quote {
        let verdict = labels::weigh(&quoted.labels, &quoted.author.labels, self.at);
        if verdict.hidden || verdict.members_only {
            return Quote::Unavailable;
        }
        Quote::Shown {
            author: self.author(&quoted.author),
            text: facets::render(&quoted.value.text, &quoted.value.facets),
            url: page(&quoted.uri),
            published_at: published_at(&quoted.value, quoted.indexed_at),
            warning: verdict.warning.map(str::to_owned),
            // A quote within the quote is not shown: one level is enough.
            attachments: quoted.embeds.iter().flat_map(|embed| self.attachments(embed)).collect(),
        }
    }

    /// Something of the network that is not a post, as a card.
    fn thing(&mut self, thing: &Thing, kind: &str, label: &str) -> Option<LinkCard> {
        let mut parts = thing.uri.strip_prefix("at://")?.split('/');
        let (did, key) = (parts.next()?, parts.nth(1)?);
        let path = if kind.is_empty() { did.to_owned() } else { format!("{did}/{kind}/{key}") };
        let named = thing.record.as_ref();
        let names = [
            Some(thing.display_name.as_str()),
            named.map(|record| record.name.as_str()),
            thing.creator.as_ref().map(|creator| creator.display_name.as_str()),
        ];
        let title = names.into_iter().flatten().map(|name| sanitize::line(name, 300)).find(|name| !name.is_empty());
        let description = match thing.description.as_str() {
            "" => named.map_or("", |record| record.description.as_str()),
            own => own,
        };
        Some(LinkCard {
            url: Url::parse(&format!("https://bsky.app/profile/{path}")).ok()?.into(),
            title: title.unwrap_or_else(|| label.to_owned()),
            description: sanitize::line(description, 500),
            site: label.to_owned(),
            picture: self.pictures.add(thing.avatar.as_deref(), None),
        })
    }
}

impl Embed {
    const fn holds_record(&self) -> bool {
        matches!(self, Self::Record { .. } | Self::RecordWithMedia { .. })
    }
}

fn pixels(ratio: AspectRatio) -> (u32, u32) {
    (ratio.width, ratio.height)
}
