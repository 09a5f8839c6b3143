//! Markup as the readers of a network see it.
//!
//! Mastodon hides the beginning and the end of long links with classes, other servers write headings, and custom
//! emoji are words between colons. Styles do not survive the allow-list, so the effect is written out here.

use std::fmt::Write as _;

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};
use shared::html::escape;

use super::{Emoji, Reading};

/// Writes the markup out plainly. The result still has to pass the allow-list.
///
/// It goes through the tree without recursion: depth is the sender's choice.
pub(super) fn as_read(markup: &str, reading: Reading<'_>) -> String {
    let tree = Html::parse_fragment(markup);
    let mut written = String::with_capacity(markup.len());
    // How deep we are inside something that is not shown.
    let mut hidden = 0_usize;
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) if hidden > 0 || is_hidden(element, reading) => hidden += 1,
                Node::Element(element) => open(element, &mut written),
                Node::Text(text) if hidden == 0 => write_text(text, reading.emoji, &mut written),
                _ => {}
            },
            Edge::Close(node) => match node.value() {
                Node::Element(_) if hidden > 0 => hidden -= 1,
                Node::Element(element) => close(element, &mut written),
                _ => {}
            },
        }
    }
    written
}

fn has_class(element: &Element, class: &str) -> bool {
    element.classes().any(|own| own == class)
}

fn is_hidden(element: &Element, reading: Reading<'_>) -> bool {
    // A network's own pictures would ask its servers; what it means as a picture comes as an attachment.
    matches!(element.name(), "img" | "script" | "style" | "template" | "noscript" | "svg" | "math")
        || has_class(element, "invisible")
        || (reading.drop_quote_fallback && has_class(element, "quote-inline"))
}

/// The tag to write for an element, and one inside it; empty for an element that only its content is kept of.
fn tags(name: &str) -> (&str, &str) {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ("p", "strong"),
        "s" | "strike" => ("del", ""),
        "div" | "section" | "article" => ("p", ""),
        "p" | "br" | "a" | "strong" | "em" | "b" | "i" | "del" | "code" | "pre" | "blockquote" | "ul" | "ol" | "li" => {
            (name, "")
        }
        _ => ("", ""),
    }
}

fn open(element: &Element, written: &mut String) {
    let (outer, inner) = tags(element.name());
    match element.attr("href") {
        Some(href) if outer == "a" => {
            let _ = write!(written, "<a href=\"{}\">", escape(href.trim()));
        }
        _ => open_tag(outer, written),
    }
    open_tag(inner, written);
}

fn open_tag(tag: &str, written: &mut String) {
    if !tag.is_empty() {
        let _ = write!(written, "<{tag}>");
    }
}

fn close(element: &Element, written: &mut String) {
    if has_class(element, "ellipsis") {
        written.push('…');
    }
    let (outer, inner) = tags(element.name());
    for tag in [inner, outer].into_iter().filter(|tag| !matches!(*tag, "" | "br")) {
        let _ = write!(written, "</{tag}>");
    }
}

fn write_text(text: &str, emoji: Option<&Emoji>, written: &mut String) {
    let Some(emoji) = emoji.filter(|emoji| !emoji.is_empty()) else {
        written.push_str(&escape(text));
        return;
    };
    let mut rest = text;
    while let Some((before, code, after)) = next_emoji(rest, emoji) {
        written.push_str(&escape(before));
        // The code is one that we know, so it is only letters, digits and “_”.
        let _ = write!(
            written,
            "<img class=\"emoji\" src=\"/media/{}\" alt=\":{code}:\" title=\":{code}:\" width=\"20\" height=\"20\">",
            emoji[code]
        );
        rest = after;
    }
    written.push_str(&escape(rest));
}

/// Splits a text at its first custom emoji: what is before it, its shortcode, and what follows.
pub(super) fn next_emoji<'text>(text: &'text str, emoji: &Emoji) -> Option<(&'text str, &'text str, &'text str)> {
    let mut from = 0;
    while let Some(start) = text[from..].find(':').map(|at| from + at) {
        let end = start + 1 + text[start + 1..].find(':')?;
        let code = &text[start + 1..end];
        if emoji.contains_key(code) {
            return Some((&text[..start], code, &text[end + 1..]));
        }
        // The second colon may begin the next shortcode.
        from = end;
    }
    None
}
