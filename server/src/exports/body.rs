//! A story's items as markup, for every format that is made of it. Good HTML and good XML at once.

use std::fmt::Write as _;

use app::parts::time::{full, machine};
use shared::item::{Item, ItemBody, PostDisplay};
use shared::markdown;
use shared::media::{Attachment, Picture};
use shared::post::{Author, LinkCard, Post, Quote};

use super::markup::{Place, address, rewrite, text};
use super::story::{Carried, language_tag};

/// The looks, for files that carry their own.
pub const STYLE: &str = include_str!("style.css");

/// Writes items.
#[derive(Clone, Copy)]
pub struct Body<'a> {
    /// The story.
    pub story: &'a Carried,
    /// Where its pictures are.
    pub place: Place<'a>,
}

impl Body<'_> {
    /// Title, curator, cover, introduction.
    #[must_use]
    pub fn opening(&self) -> String {
        let story = self.story;
        format!(
            "<header class=\"opening\" dir=\"auto\"><h1>{}</h1><p class=\"quiet\">By <bdi>{}</bdi>, {}</p></header>{}",
            text(story.title()),
            text(&story.curator),
            time(story.at),
            self.introduction(),
        )
    }

    /// Cover and introduction.
    #[must_use]
    pub fn introduction(&self) -> String {
        let document = &self.story.version.document;
        let mut html = String::new();
        if let Some(cover) = &document.cover {
            html.push_str(&self.figure(cover, ""));
        }
        if !document.introduction.trim().is_empty() {
            let _ = write!(html, "<div class=\"own\" dir=\"auto\">{}</div>", self.own(&document.introduction));
        }
        html
    }

    /// One item.
    #[must_use]
    pub fn item(&self, item: &Item) -> String {
        let inner = match &item.body {
            ItemBody::Post { .. } => match self.story.public_post(item) {
                Some((post, display)) => self.post(post, display),
                None => "<p class=\"quiet\">[A post that is not shown to readers]</p>".to_owned(),
            },
            ItemBody::Text { markdown } => format!("<div class=\"own\" dir=\"auto\">{}</div>", self.own(markdown)),
            ItemBody::Heading { text: words } => format!("<h2 dir=\"auto\">{}</h2>", text(words)),
            ItemBody::Picture { picture, caption } => self.figure(picture, caption),
            ItemBody::Divider => "<hr/>".to_owned(),
        };
        format!("<div class=\"item\" id=\"item-{}\">{inner}</div>\n", item.id)
    }

    /// Where all this comes from.
    #[must_use]
    pub fn closing(&self) -> String {
        let url = self.story.url();
        let words = if self.story.is_published { "Published at " } else { "A draft that was not published. " };
        let link = if self.story.is_published { link(&url, &url) } else { String::new() };
        format!("<footer class=\"closing quiet\"><p>{words}{link}</p></footer>")
    }

    /// The curator's words.
    fn own(&self, words: &str) -> String {
        rewrite(&markdown::render(words), self.place)
    }

    fn post(&self, post: &Post, display: &PostDisplay) -> String {
        let shown = post.shown_as(display);
        let language = post.language.as_deref().and_then(language_tag);
        let language = language.map_or_else(String::new, |tag| format!(" lang=\"{tag}\" xml:lang=\"{tag}\""));
        let mut html = format!("<article class=\"post\" dir=\"auto\"{language}>{}", self.byline(&shown));
        let content = self.content(&shown);
        match &shown.warning {
            Some(warning) => {
                let _ = write!(
                    html,
                    "<details><summary>Content warning: <bdi>{}</bdi></summary>{content}</details>",
                    text(warning)
                );
            }
            None => html.push_str(&content),
        }
        if let Some(url) = post.url.as_deref().and_then(address) {
            let words = format!("The original at {}", post.source.label());
            let _ = write!(html, "<p class=\"quiet\">{}</p>", link(&url, &words));
        }
        html.push_str("</article>");
        if !display.note.trim().is_empty() {
            let _ = write!(html, "<aside class=\"note\" dir=\"auto\">{}</aside>", self.own(&display.note));
        }
        html
    }

    /// Who, and when.
    fn byline(&self, post: &Post) -> String {
        let avatar = post.author.avatar.as_ref().and_then(|avatar| (self.place.picture)(avatar.id));
        let avatar = avatar.map_or_else(String::new, |src| {
            format!("<img class=\"avatar\" src=\"{}\" alt=\"\" width=\"40\" height=\"40\"/> ", text(&src))
        });
        let when = post.published_at.map_or_else(String::new, |at| format!(" · {}", time(at)));
        format!("<p class=\"byline\">{avatar}{}<span class=\"quiet\">{when}</span></p>", who(&post.author))
    }

    fn content(&self, post: &Post) -> String {
        let mut html = rewrite(&post.text, self.place);
        for attachment in &post.attachments {
            html.push_str(&self.attachment(attachment));
        }
        if let Some(card) = &post.card {
            html.push_str(&self.card(card));
        }
        match post.quote.as_deref() {
            Some(Quote::Shown { author, text: words, warning, attachments, url, .. }) => {
                let _ = write!(html, "<blockquote class=\"quote\" dir=\"auto\"><p>{}</p>", who(author));
                match warning {
                    Some(warning) => {
                        let _ = write!(html, "<p>Content warning: <bdi>{}</bdi></p>", text(warning));
                    }
                    None => {
                        html.push_str(&rewrite(words, self.place));
                        attachments.iter().for_each(|attachment| html.push_str(&self.attachment(attachment)));
                    }
                }
                if let Some(url) = url.as_deref().and_then(address) {
                    let _ = write!(html, "<p class=\"quiet\">{}</p>", link(&url, "The quoted post"));
                }
                html.push_str("</blockquote>");
            }
            Some(Quote::Unavailable) => html.push_str("<p class=\"quiet\">[The quoted post is not available]</p>"),
            None => {}
        }
        html
    }

    fn attachment(&self, attachment: &Attachment) -> String {
        match attachment {
            Attachment::Picture(picture) => self.figure(picture, ""),
            Attachment::Video { still, alt } => {
                let still = still.as_ref().map_or_else(String::new, |still| self.figure(still, ""));
                format!("{still}{}", labelled("Video", alt))
            }
            Attachment::Audio { alt } => labelled("Sound", alt),
        }
    }

    fn card(&self, card: &LinkCard) -> String {
        let words = [&card.title, &card.site, &card.url].into_iter().find(|words| !words.trim().is_empty());
        let words = words.map_or("A link", String::as_str);
        let title = address(&card.url).map_or_else(|| text(words), |url| link(&url, words));
        let more = if card.description.trim().is_empty() {
            String::new()
        } else {
            format!("<br/><span class=\"quiet\">{}</span>", text(&card.description))
        };
        let picture = card.picture.as_ref().and_then(|picture| (self.place.picture)(picture.id));
        let picture = picture
            .map_or_else(String::new, |src| format!("<img class=\"shown\" src=\"{}\" alt=\"\"/><br/>", text(&src)));
        format!("<p class=\"card\" dir=\"auto\">{picture}{title}{more}</p>")
    }

    /// A picture, or a labelled place for one that is not here.
    fn figure(&self, picture: &Picture, caption: &str) -> String {
        let caption = match caption.trim() {
            "" => String::new(),
            words => format!("<figcaption dir=\"auto\">{}</figcaption>", text(words)),
        };
        let Some(src) = (self.place.picture)(picture.id) else {
            return format!("<figure>{}{caption}</figure>", labelled("Picture", &picture.alt));
        };
        let size = match (picture.width, picture.height) {
            (Some(width @ 1..), Some(height @ 1..)) => format!(" width=\"{width}\" height=\"{height}\""),
            _ => String::new(),
        };
        let (src, alt) = (text(&src), text(&picture.alt));
        format!("<figure><img class=\"shown\" src=\"{src}\" alt=\"{alt}\"{size}/>{caption}</figure>")
    }
}

/// Stands for what a file cannot show.
fn labelled(kind: &str, alt: &str) -> String {
    match alt.trim() {
        "" => format!("<p class=\"missing\">[{kind}]</p>"),
        alt => format!("<p class=\"missing\" dir=\"auto\">[{kind}: {}]</p>", text(alt)),
    }
}

fn who(author: &Author) -> String {
    let name = if author.name.trim().is_empty() { &author.handle } else { &author.name };
    let name = match author.url.as_deref().and_then(address) {
        Some(url) => link(&url, name),
        None => text(name),
    };
    let handle = if author.handle.is_empty() {
        String::new()
    } else {
        format!(" <bdi class=\"quiet\">@{}</bdi>", text(&author.handle))
    };
    format!("<strong><bdi>{name}</bdi></strong>{handle}")
}

fn link(url: &str, words: &str) -> String {
    format!("<a href=\"{}\" rel=\"nofollow noopener\">{}</a>", text(url), text(words))
}

fn time(at: chrono::DateTime<chrono::Utc>) -> String {
    format!("<time datetime=\"{}\">{}</time>", machine(at), full(at))
}
