//! What every connector does to what a network sends, done to what goes into a file and what comes out of one: so that
//! nothing in a file is believed, and a file that is written again is the same.

use app::parts::link::web_address;
use shared::media::Attachment;
use shared::post::{Author, Post, Quote};
use shared::story::MAX_LINE;

use crate::sanitize;

/// Cleans a post. Cleaned once, it stays the same.
pub fn post(post: &mut Post) {
    for text in post.texts_mut() {
        *text = sanitize::clean(text.as_str());
    }
    post.url = post.url.take().and_then(|url| web_address(&url));
    post.captured_via = sanitize::line(&post.captured_via, MAX_LINE);
    post.warning = post.warning.take().map(|warning| sanitize::line(&warning, MAX_LINE));
    author(&mut post.author);
    post.reposted_by.iter_mut().for_each(author);
    for picture in post.pictures_mut() {
        picture.alt = lines(&picture.alt);
    }
    post.attachments.iter_mut().for_each(described);
    post.card = post.card.take().and_then(|mut card| {
        card.url = web_address(&card.url)?;
        card.title = sanitize::line(&card.title, MAX_LINE);
        card.site = sanitize::line(&card.site, MAX_LINE);
        card.description = lines(&card.description);
        Some(card)
    });
    if let Some(Quote::Shown { author: quoted, url, warning, attachments, .. }) = post.quote.as_deref_mut() {
        author(quoted);
        *url = url.take().and_then(|url| web_address(&url));
        *warning = warning.take().map(|warning| sanitize::line(&warning, MAX_LINE));
        attachments.iter_mut().for_each(described);
    }
}

fn author(author: &mut Author) {
    author.name = sanitize::line(&author.name, MAX_LINE);
    author.handle = sanitize::line(&author.handle, MAX_LINE);
    author.url = author.url.take().and_then(|url| web_address(&url));
}

fn described(attachment: &mut Attachment) {
    match attachment {
        Attachment::Video { alt, .. } | Attachment::Audio { alt } => *alt = lines(alt),
        Attachment::Picture(_) => {}
    }
}

/// What is left when a sign is taken out may begin or end in blanks.
fn lines(text: &str) -> String {
    sanitize::lines(text, usize::MAX).trim().to_owned()
}
