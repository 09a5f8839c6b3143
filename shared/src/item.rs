//! An item: one entry of a story.

use serde::{Deserialize, Serialize};

use crate::ids::{ItemId, PostId};
use crate::media::Picture;
use crate::order::OrderKey;

/// One entry of a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// Chosen by whoever adds it.
    pub id: ItemId,
    /// Its place among the others.
    pub order: OrderKey,
    /// What it is.
    pub body: ItemBody,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ItemBody {
    /// A captured post.
    Post {
        /// Which.
        post: PostId,
    },
    /// The curator's words.
    Text {
        /// CommonMark, see [`crate::markdown`].
        markdown: String,
    },
    /// A heading, which begins a section.
    Heading {
        /// Plain text.
        text: String,
    },
    /// A picture from the curator.
    Picture {
        /// The picture with its description.
        picture: Picture,
        /// A line under it, plain text; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        caption: String,
    },
    /// A pause between two parts.
    Divider,
}

impl ItemBody {
    /// The word for it in the interface.
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Post { .. } => "Post",
            Self::Text { .. } => "Text",
            Self::Heading { .. } => "Heading",
            Self::Picture { .. } => "Picture",
            Self::Divider => "Divider",
        }
    }
}

/// The beginning of a text, cut at a word where there is one, with an ellipsis when something is left out.
#[must_use]
pub fn first_words(text: &str, characters: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(characters) else { return text.to_owned() };
    let cut = &text[..end];
    let cut = cut.rfind(char::is_whitespace).filter(|space| *space > end / 2).map_or(cut, |space| &cut[..space]);
    format!("{}…", cut.trim_end_matches(|last: char| last.is_whitespace() || last.is_ascii_punctuation()))
}

#[cfg(test)]
mod tests {
    use super::first_words;

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(first_words("short", 10), "short");
        assert_eq!(first_words("a rather long sentence, indeed", 24), "a rather long sentence…");
        assert_eq!(first_words("日本語の文章はスペースがない", 5), "日本語の文…");
    }
}
