//! A story as Markdown. What people wrote stays words: nothing in it becomes markup of the file.

use std::fmt::Write as _;

use app::parts::time::full;
use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, Options};
use shared::html::{SafeHtml, escape};
use shared::item::{Item, ItemBody, PostDisplay};
use shared::markdown;
use shared::media::{Attachment, Picture};
use shared::post::{Author, Post, Quote};

use super::markup::{Place, address, rewrite};
use super::pictures::Pictures;
use super::story::Carried;
use crate::xml::xml_text;

/// Writes the file.
///
/// # Errors
/// Never, unless memory runs out.
pub fn write(story: &Carried, pictures: &Pictures) -> std::io::Result<String> {
    let writer = Writer::new(story, pictures);
    let document = &story.version.document;
    let mut written = format!("# {}\n\nBy {}, {}\n\n", line(story.title()), line(&story.curator), full(story.at));
    if let Some(cover) = &document.cover {
        written.push_str(&writer.picture(cover));
    }
    push(&mut written, &writer.own(&document.introduction)?);
    for item in document.ordered() {
        push(&mut written, &writer.item(item)?);
    }
    if story.is_published {
        let _ = write!(written, "---\n\nPublished at <{}>\n", story.url());
    }
    Ok(written)
}

fn push(written: &mut String, block: &str) {
    let block = block.trim_matches('\n');
    if !block.trim().is_empty() {
        let _ = write!(written, "{block}\n\n");
    }
}

struct Writer<'a> {
    story: &'a Carried,
    pictures: &'a Pictures,
    converter: HtmlToMarkdown,
}

impl<'a> Writer<'a> {
    fn new(story: &'a Carried, pictures: &'a Pictures) -> Self {
        let options =
            Options { bullet_list_marker: BulletListMarker::Dash, ul_bullet_spacing: 1, ..Options::default() };
        let converter = HtmlToMarkdown::builder().options(options).build();
        Self { story, pictures, converter }
    }

    /// Markup of ours as Markdown. Signs of markup that are words are written so that they stay words.
    fn convert(&self, html: &SafeHtml) -> std::io::Result<String> {
        // A file of Markdown has no anchors; where the story was published there are some.
        let item = |item| self.story.mention(item).filter(|_| self.story.is_published).map(|to| self.story.url() + &to);
        let html = rewrite(html, Place { picture: &|_| None, item: &item });
        self.converter.convert(&escaped_again(&html))
    }

    fn own(&self, words: &str) -> std::io::Result<String> {
        self.convert(&markdown::render(words))
    }

    fn item(&self, item: &Item) -> std::io::Result<String> {
        Ok(match &item.body {
            ItemBody::Post { .. } => match self.story.public_post(item) {
                Some((post, display)) => self.post(post, display)?,
                None => "\\[A post that is not shown to readers\\]".to_owned(),
            },
            ItemBody::Text { markdown } => self.own(markdown)?,
            ItemBody::Heading { text } => format!("## {}", line(text)),
            ItemBody::Picture { picture, caption } => {
                format!("{}{}", self.picture(picture), line(caption))
            }
            ItemBody::Divider => "---".to_owned(),
        })
    }

    fn post(&self, post: &Post, display: &PostDisplay) -> std::io::Result<String> {
        let shown = post.shown_as(display);
        let when = shown.published_at.map_or_else(String::new, |at| format!(", {}", full(at)));
        let mut words = format!("{}{when}\n\n", who(&shown.author));
        if let Some(warning) = &shown.warning {
            let _ = write!(words, "Content warning: {}\n\n", line(warning));
        }
        push(&mut words, &self.convert(&shown.text)?);
        shown.attachments.iter().for_each(|attachment| push(&mut words, &self.attachment(attachment)));
        if let Some(card) = &shown.card {
            let title = if card.title.trim().is_empty() { &card.url } else { &card.title };
            push(&mut words, &link(title, Some(&card.url)));
            push(&mut words, &line(&card.description));
        }
        if let Some(Quote::Shown { author, text, warning, .. }) = shown.quote.as_deref() {
            let quoted = match warning {
                Some(warning) => format!("Content warning: {}", line(warning)),
                None => self.convert(text)?,
            };
            push(&mut words, &quotation(&format!("{}\n\n{quoted}", who(author))));
        }
        if let Some(url) = &post.url {
            push(&mut words, &link(&format!("The original at {}", post.source.label()), Some(url)));
        }
        Ok(format!("{}\n\n{}", quotation(&words), self.own(&display.note)?))
    }

    fn attachment(&self, attachment: &Attachment) -> String {
        match attachment {
            Attachment::Picture(picture) => self.picture(picture),
            Attachment::Video { still, alt } => {
                let still = still.as_ref().map_or_else(String::new, |still| self.picture(still));
                format!("{still}{}", labelled("Video", alt))
            }
            Attachment::Audio { alt } => labelled("Sound", alt),
        }
    }

    fn picture(&self, picture: &Picture) -> String {
        if self.pictures.has(picture.id) {
            format!("![{}]({}{})\n\n", line(&picture.alt), self.story.base_url, picture.src())
        } else {
            labelled("Picture", &picture.alt)
        }
    }
}

/// Markup whose words are read twice: once by the converter, and once more by whoever shows the Markdown. Code is shown
/// as it stands.
fn escaped_again(html: &str) -> String {
    let words = |html: &str| html.replace("&lt;", "&amp;lt;").replace("&gt;", "&amp;gt;");
    let mut written = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<code") {
        let end = rest[start..].find("</code>").map_or(rest.len(), |length| start + length);
        written.push_str(&words(&rest[..start]));
        written.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    written.push_str(&words(rest));
    written
}

fn labelled(kind: &str, alt: &str) -> String {
    let alt = line(alt);
    if alt.is_empty() { format!("\\[{kind}\\]\n\n") } else { format!("\\[{kind}: {alt}\\]\n\n") }
}

fn who(author: &Author) -> String {
    let name = if author.name.trim().is_empty() { &author.handle } else { &author.name };
    let handle = if author.handle.is_empty() { String::new() } else { format!(" @{}", line(&author.handle)) };
    format!("**{}**{handle}", link(name, author.url.as_deref()))
}

fn link(words: &str, url: Option<&str>) -> String {
    match url.and_then(address) {
        // Angle brackets hold any address that has none in it, and `address` leaves none.
        Some(url) => format!("[{}](<{url}>)", line(words)),
        None => line(words),
    }
}

fn quotation(words: &str) -> String {
    words
        .trim()
        .lines()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Plain text within a line: signs of Markdown and HTML written as words, and nothing that turns what follows around.
fn line(text: &str) -> String {
    let text = crate::sanitize::line(&xml_text(text), usize::MAX);
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                written.push('\\');
                written.push(character);
            }
            '<' | '>' | '&' => written.push_str(&escape(character.encode_utf8(&mut [0; 4]))),
            _ => written.push(character),
        }
    }
    written
}
