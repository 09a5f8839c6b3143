//! What a curator types into the search box.

use serde::{Deserialize, Serialize};

/// A search, understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum SearchTerm {
    /// `#rustlang`: posts with the hashtag, here without `#`.
    Hashtag(String),
    /// `@ada@example.social`: what somebody posted, here without the leading `@`.
    Author(String),
    /// `https://…`: that post, and its thread.
    Url(String),
    /// Anything else: posts with these words.
    Words(String),
}

impl SearchTerm {
    /// Understands what was typed; `None` when there is nothing to search for.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let one_word = !typed.contains(char::is_whitespace);
        if let Some(tag) = typed.strip_prefix('#').or_else(|| typed.strip_prefix('＃')) {
            if one_word && !tag.is_empty() && !tag.contains('#') {
                return Some(Self::Hashtag(tag.to_owned()));
            }
        } else if let Some(author) = typed.strip_prefix('@') {
            if one_word && !author.is_empty() {
                return Some(Self::Author(author.to_owned()));
            }
        } else if one_word && is_address(typed) {
            return Some(Self::Url(typed.to_owned()));
        }
        let only_signs =
            typed.chars().all(|character| matches!(character, '#' | '＃' | '@') || character.is_whitespace());
        (!only_signs).then(|| Self::Words(typed.to_owned()))
    }

    /// Says what will be searched, for the hint under the box.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Hashtag(tag) => ["Posts tagged #", tag].concat(),
            Self::Author(author) => ["Posts by @", author].concat(),
            Self::Url(_) => "The post at this address, and its thread".to_owned(),
            Self::Words(words) => ["Posts with “", words, "”"].concat(),
        }
    }
}

fn is_address(typed: &str) -> bool {
    let lowercase = typed.to_ascii_lowercase();
    ["https://", "http://"].iter().any(|scheme| lowercase.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        || lowercase.starts_with("at://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_understood() {
        let parsed = |typed: &str| SearchTerm::parse(typed);
        assert_eq!(parsed(" #NHSsm "), Some(SearchTerm::Hashtag("NHSsm".into())));
        assert_eq!(parsed("＃写真"), Some(SearchTerm::Hashtag("写真".into())));
        assert_eq!(parsed("@ada@example.social"), Some(SearchTerm::Author("ada@example.social".into())));
        assert_eq!(
            parsed("https://example.social/@ada/1"),
            Some(SearchTerm::Url("https://example.social/@ada/1".into()))
        );
        assert_eq!(
            parsed("at://did:plc:x/app.bsky.feed.post/3k"),
            Some(SearchTerm::Url("at://did:plc:x/app.bsky.feed.post/3k".into()))
        );
        assert_eq!(parsed("open data"), Some(SearchTerm::Words("open data".into())));
        assert_eq!(parsed("#one #two"), Some(SearchTerm::Words("#one #two".into())));
        assert_eq!(parsed("https://"), Some(SearchTerm::Words("https://".into())));
        for nothing in ["", "  ", "#", "@", "# @"] {
            assert_eq!(parsed(nothing), None, "{nothing:?}");
        }
    }
}
