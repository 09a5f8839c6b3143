//! Makes what networks send safe to show: markup by an allow-list, plain text without invisible tricks.
//!
//! Markup goes through two steps. [`reader`] writes what readers of the network see (shortened links, custom emoji);
//! then the allow-list has the last word on everything, our own markup included.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use shared::html::SafeHtml;
use shared::ids::MediaId;
use url::Url;

mod reader;

/// The most bytes of markup that are read: far above what any network allows in a post.
const MAX_MARKUP: usize = 100_000;

/// Custom emoji by shortcode without colons, with the picture that stands for each.
pub type Emoji = HashMap<String, MediaId>;

/// How to read a piece of markup.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading<'a> {
    /// Custom emoji to show as pictures.
    pub emoji: Option<&'a Emoji>,
    /// Leaves out the paragraph that repeats a quote for software that cannot show quotes.
    pub drop_quote_fallback: bool,
}

/// What links of others say about themselves.
const REL: &str = "nofollow noopener ugc";

/// The allow-list. Only addresses made by us are relative, and only pictures of ours are shown.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = "p br a strong em b i del code pre blockquote ul ol li img";
    let mut builder = Builder::empty();
    builder
        .tags(tags.split(' ').collect())
        .clean_content_tags(HashSet::from(["script", "style", "template", "noscript", "title", "textarea", "select"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt", "title", "width", "height"])),
        ]))
        .allowed_classes(HashMap::from([("img", HashSet::from(["emoji"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(keep_attribute)
        .link_rel(Some(REL));
    builder
});

fn keep_attribute<'value>(element: &str, attribute: &str, value: &'value str) -> Option<Cow<'value, str>> {
    let keep = match (element, attribute) {
        ("a", "href") => Url::parse(value).is_ok(),
        ("img", "src") => value.strip_prefix("/media/").is_some_and(|id| id.parse::<MediaId>().is_ok()),
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

/// Markup from a network, as its readers see it and safe to put into a page.
#[must_use]
pub fn html(markup: &str, reading: Reading<'_>) -> SafeHtml {
    let markup = &markup[..markup.floor_char_boundary(MAX_MARKUP)];
    clean(&reader::as_read(markup, reading))
}

/// The last step alone, for markup that Sheaf wrote itself.
#[must_use]
pub fn clean(markup: &str) -> SafeHtml {
    let mut html = ALLOWED.clean(markup).to_string();
    html.retain(|character| character == '\n' || !(character.is_control() || is_override(character)));
    let html = without_pictures_of_others(&html).replace(&format!("<a rel=\"{REL}\">"), "<a>");
    SafeHtml::from_sanitised(html.replace("<p></p>", "").trim().to_owned())
}

/// Drops the pictures that lost their address to the allow-list: without one they are no HTML. For serialised markup,
/// where `<` begins a tag and quotation marks stand only around attributes.
fn without_pictures_of_others(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = start + tag_length(&rest[start..]);
        let tag = &rest[start..end];
        kept.push_str(&rest[..start]);
        if !tag.starts_with("<img") || tag.contains(" src=\"/media/") {
            kept.push_str(tag);
        }
        rest = &rest[end..];
    }
    kept + rest
}

/// The bytes of the tag at the beginning; attributes may hold `>`.
fn tag_length(html: &str) -> usize {
    let mut quoted = false;
    let end = html.find(|character| {
        quoted ^= character == '"';
        character == '>' && !quoted
    });
    end.map_or(html.len(), |at| at + 1)
}

/// Plain text of one line (names, titles): no control characters, nothing that turns the direction of what follows,
/// white space in single blanks, at most `most` characters.
#[must_use]
pub fn line(text: &str, most: usize) -> String {
    let visible = text.chars().map(|character| if character.is_whitespace() { ' ' } else { character });
    let visible: String = visible.filter(|character| !character.is_control() && !is_directional(*character)).collect();
    let text = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        Some(_) => shared::item::first_words(&text, most.saturating_sub(1)),
        None => text,
    }
}

/// Plain text of several lines (descriptions of pictures): as [`line`], but line ends stay.
#[must_use]
pub fn lines(text: &str, most: usize) -> String {
    let keep = |character: &char| *character == '\n' || !(character.is_control() || is_override(*character));
    text.trim().chars().filter(keep).take(most).collect()
}

/// Overrides, which make text read as something else than it is, and byte order marks. Isolates and embeddings are
/// honest and end with their paragraph.
fn is_override(character: char) -> bool {
    matches!(character, '\u{202d}' | '\u{202e}' | '\u{feff}')
}

/// Every control that could reach beyond the end of a name.
fn is_directional(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
