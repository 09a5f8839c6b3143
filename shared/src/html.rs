//! Markup that may be put into a page as it is.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Sanitised HTML.
///
/// There are three ways to get one, and each makes it safe: [`SafeHtml::from_text`] escapes,
/// [`crate::markdown::render`] writes only what it means to, and the server's sanitiser filters what the networks
/// send and then calls [`SafeHtml::from_sanitised`].
/// It can be read back from our own API and store, so a post keeps the markup it was captured with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(transparent)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Vouches for markup that a sanitiser has just produced.
    #[must_use]
    pub fn from_sanitised(html: String) -> Self {
        Self(html)
    }

    /// Plain text as markup: special characters escaped, blank lines become paragraphs, line ends become `<br>`.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
        let mut html = String::with_capacity(text.len() + 16);
        for paragraph in paragraphs {
            let _ = write!(html, "<p>{}</p>", escape(paragraph).replace('\n', "<br>"));
        }
        Self(html)
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes pictures in it that are kept at `old` refer to `new`; both are addresses on this installation.
    pub fn replace_address(&mut self, old: &str, new: &str) {
        self.0 = self.0.replace(&format!("src=\"{}\"", escape(old)), &format!("src=\"{}\"", escape(new)));
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words without the markup, for summaries, search and counting. Tags that end a line become spaces.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(start) = rest.find('<') {
            text.push_str(&rest[..start]);
            let Some(length) = rest[start..].find('>') else { break };
            let tag = &rest[start + 1..start + length];
            if ["p", "/p", "br", "/li", "/blockquote", "/h"].iter().any(|breaking| tag.starts_with(breaking)) {
                text.push(' ');
            }
            rest = &rest[start + length + 1..];
        }
        if !rest.starts_with('<') {
            text.push_str(rest);
        }
        unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Escapes text for use as element content or as a double-quoted attribute value.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // No document format that we write allows it.
            '\0' => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Undoes the few entities that [`escape`] and the sanitiser write.
fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_becomes_paragraphs_and_lines() {
        let html = SafeHtml::from_text("one\ntwo\n\n\n<three>");
        assert_eq!(html.as_str(), "<p>one<br>two</p><p>&lt;three&gt;</p>");
    }

    #[test]
    fn text_of_markup_keeps_words_apart() {
        let html = SafeHtml::from_sanitised("<p>one<br>two &amp; <a href=\"x\">three</a></p><p>four</p>".into());
        assert_eq!(html.to_text(), "one two & three four");
    }

    proptest! {
        #[test]
        fn escaping_leaves_nothing_that_opens_a_tag(text in ".*") {
            let html = escape(&text);
            prop_assert!(!html.contains(['<', '>', '"', '\'']));
        }

        #[test]
        fn words_survive_the_round_trip(text in "[a-z<>&\"' ]{0,40}") {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(SafeHtml::from_text(&text).to_text(), words);
        }
    }
}
