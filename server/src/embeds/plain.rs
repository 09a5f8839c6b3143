//! A story as HTML that needs nothing of this server: to be pasted into a page, where it outlives us, or into a
//! newsletter. All style is inline; there is no script and no class.

use std::fmt::Write as _;

use app::parts::counted::counted;
use app::parts::link::web_address;
use app::parts::time::{clock, date};
use chrono::{DateTime, Utc};
use shared::html::{SafeHtml, escape};
use shared::item::{Item, ItemBody, PostDisplay};
use shared::markdown;
use shared::media::{Attachment, Picture};
use shared::post::{Post, Quote};
use shared::story::shown_title;

use super::leading_to;
use crate::publish::store::Version;

/// Mail programs cut longer messages short (Gmail after 102 kB); a link to the whole story stands before that.
const NEWSLETTER_BYTES: usize = 90_000;

const FONT: &str = "font-family:Georgia,'Times New Roman',serif;font-size:17px;line-height:1.55;color:#1d1b17";
const QUIET: &str = "margin:0 0 .5em;font-size:14px;color:#5f5a50";
const POST: &str = "margin:1.4em 0;padding:0 0 0 16px;border-left:3px solid #9a5b00";
const PICTURE: &str = "display:block;max-width:100%;height:auto;border:0";

/// A published story.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    /// The address of this installation.
    pub base_url: &'a str,
    /// The story's public address.
    pub url: &'a str,
    /// The curator's name.
    pub curator: &'a str,
    /// When this version was published.
    pub published_at: DateTime<Utc>,
    /// What it holds.
    pub version: &'a Version,
}

/// How pictures are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pictures {
    /// As links with their description, which still says something when we are gone.
    Linked,
    /// As pictures, from this server.
    Shown,
}

/// The whole story for a page.
#[must_use]
pub fn block(story: &Story<'_>) -> String {
    let mut html = format!("<article dir=\"auto\" style=\"max-width:640px;margin:1.5em auto;{FONT}\">");
    html.push_str(&opening(story));
    for item in story.version.document.ordered() {
        html.push_str(&item_html(story, item, Pictures::Linked));
    }
    let _ =
        write!(html, "<p style=\"{QUIET}\">{}</p></article>", whole(story, "Read this story where it was published"));
    html
}

/// The story for a newsletter, as much of it as mail programs show.
#[must_use]
pub fn newsletter(story: &Story<'_>) -> String {
    let mut html = format!(
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>\
         <td align=\"center\" style=\"padding:24px 12px;background:#fbfaf7\"><table role=\"presentation\" width=\"600\" \
         cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"width:100%;max-width:600px\"><tr><td dir=\"auto\" \
         align=\"left\" style=\"{FONT}\">"
    );
    html.push_str(&opening(story));
    let items = story.version.document.ordered();
    let mut left = items.len();
    for item in items {
        let shown = item_html(story, item, Pictures::Shown);
        if html.len() + shown.len() > NEWSLETTER_BYTES {
            break;
        }
        html.push_str(&shown);
        left -= 1;
    }
    let words = match left {
        0 => "Read this story on the web".to_owned(),
        _ => format!("Read the whole story: {}", counted(left, "more item")),
    };
    let _ = write!(html, "<p>{}</p></td></tr></table></td></tr></table>", whole(story, &words));
    html
}

fn opening(story: &Story<'_>) -> String {
    let document = &story.version.document;
    let introduction = own(story, &document.introduction);
    format!(
        "<h2 style=\"margin:0 0 .3em;font-size:28px;line-height:1.2\">{}</h2><p style=\"{QUIET}\">By {}, {}</p>{introduction}",
        whole(story, shown_title(&document.title)),
        escape(story.curator),
        date(story.published_at),
    )
}

fn whole(story: &Story<'_>, words: &str) -> String {
    link(story.url, words)
}

fn link(url: &str, words: &str) -> String {
    format!("<a href=\"{}\" style=\"color:#7a4800\">{}</a>", escape(url), escape(words))
}

fn item_html(story: &Story<'_>, item: &Item, pictures: Pictures) -> String {
    match &item.body {
        ItemBody::Post { post, display } => {
            let post = story.version.posts.get(post).filter(|post| post.is_public());
            post.map_or_else(String::new, |post| post_html(story, post, display, pictures))
        }
        ItemBody::Text { markdown } => own(story, markdown),
        ItemBody::Heading { text } => {
            format!("<h3 style=\"margin:1.6em 0 .4em;font-size:21px;line-height:1.25\">{}</h3>", escape(text))
        }
        ItemBody::Picture { picture, caption } => {
            let caption = if caption.trim().is_empty() { String::new() } else { quiet(caption) };
            format!("{}{caption}", picture_html(story, picture, pictures))
        }
        ItemBody::Divider => {
            "<hr style=\"margin:2em auto;width:30%;border:0;border-top:1px solid #c9c2b4\">".to_owned()
        }
    }
}

fn quiet(words: &str) -> String {
    format!("<p style=\"{QUIET}\">{}</p>", escape(words))
}

fn post_html(story: &Story<'_>, post: &Post, display: &PostDisplay, pictures: Pictures) -> String {
    let shown = post.shown_as(display);
    let mut html = format!("<blockquote dir=\"auto\" style=\"{POST}\">{}", byline(post));
    match &post.warning {
        // Nothing folds in a mail or on a page without our style, so what is behind the warning stays there.
        Some(warning) => html.push_str(&quiet(&format!("Content warning: {warning}"))),
        None => html.push_str(&content(story, &shown, pictures)),
    }
    if let Some(url) = post.url.as_deref().and_then(web_address) {
        let _ = write!(
            html,
            "<p style=\"{QUIET}\">{}</p>",
            link(&url, &format!("The original at {}", post.source.label()))
        );
    }
    html.push_str("</blockquote>");
    html.push_str(&own(story, &display.note));
    html
}

/// The curator's words.
fn own(story: &Story<'_>, words: &str) -> String {
    leading_to(story.url, &without_pictures(markdown::render(words).as_str()))
}

/// Who, and when.
fn byline(post: &Post) -> String {
    let handle = if post.author.handle.is_empty() { String::new() } else { format!(" @{}", post.author.handle) };
    let when = post.published_at.map_or_else(String::new, |at| format!(", {}, {} UTC", date(at), clock(at)));
    format!(
        "<p style=\"margin:0 0 .3em\"><strong>{}</strong><span style=\"font-size:14px;color:#5f5a50\">{}</span></p>",
        escape(&post.author.name),
        escape(&format!("{handle}{when}")),
    )
}

fn content(story: &Story<'_>, post: &Post, pictures: Pictures) -> String {
    let mut html = without_pictures(post.text.as_str());
    for attachment in &post.attachments {
        html.push_str(&match attachment {
            Attachment::Picture(picture) => picture_html(story, picture, pictures),
            Attachment::Video { alt, .. } => quiet(&labelled("Video", alt)),
            Attachment::Audio { alt } => quiet(&labelled("Sound", alt)),
        });
    }
    if let Some((card, url)) = post.card.as_ref().and_then(|card| Some((card, web_address(&card.url)?))) {
        let words = if card.title.trim().is_empty() { &url } else { &card.title };
        let _ = write!(html, "<p>{}</p>", link(&url, words));
    }
    if let Some(Quote::Shown { author, text, warning: None, .. }) = post.quote.as_deref() {
        let name = SafeHtml::from_text(&author.name);
        let words = without_pictures(text.as_str());
        let _ = write!(html, "<blockquote style=\"margin:.8em 0 .8em 16px\">{}{words}</blockquote>", name.as_str());
    }
    html
}

fn labelled(kind: &str, alt: &str) -> String {
    if alt.trim().is_empty() { kind.to_owned() } else { format!("{kind}: {alt}") }
}

fn picture_html(story: &Story<'_>, picture: &Picture, pictures: Pictures) -> String {
    let words = labelled("Picture", &picture.alt);
    if story.version.missing_pictures.contains(&picture.id) {
        return quiet(&words);
    }
    let address = format!("{}{}", story.base_url, picture.src());
    if pictures == Pictures::Linked {
        return format!("<p>{}</p>", link(&address, &words));
    }
    let width = picture.width.map_or(560, |width| width.clamp(1, 560));
    format!(
        "<p><img src=\"{}\" alt=\"{}\" width=\"{width}\" style=\"{PICTURE}\"></p>",
        escape(&address),
        escape(&picture.alt)
    )
}

/// Markup of ours with the description in the place of each picture: what is left of these in words are emoji.
fn without_pictures(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<img") {
        kept.push_str(&rest[..start]);
        let tag = &rest[start..];
        let length = tag_length(tag);
        let alt = tag[..length].split_once(" alt=\"").and_then(|(_, value)| value.split('"').next());
        // A value is escaped as text is, but for these two.
        kept.push_str(&alt.unwrap_or_default().replace('<', "&lt;").replace('>', "&gt;"));
        rest = &tag[length..];
    }
    kept.push_str(rest);
    kept
}

/// Up to the end of the tag, past any `>` within quotes.
fn tag_length(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_in_words_become_their_description() {
        let html = "<p>a <img src=\"/media/1\" alt=\":b>\" class=\"emoji\"> c</p>";
        assert_eq!(without_pictures(html), "<p>a :b&gt; c</p>");
        assert_eq!(without_pictures("<img"), "");
        assert_eq!(without_pictures("<p>x</p>"), "<p>x</p>");
    }
}
