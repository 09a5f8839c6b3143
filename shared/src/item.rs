//! An item: one entry of a story.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{ItemId, MediaId, PostId};
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
#[serde(tag = "type", rename_all = "snake_case", try_from = "RawBody")]
pub enum ItemBody {
    /// A captured post.
    Post {
        /// Which.
        post: PostId,
        /// How this story shows it; the snapshot itself is never touched.
        #[serde(default, skip_serializing_if = "PostDisplay::is_plain")]
        display: PostDisplay,
    },
    /// The curator's words.
    Text {
        /// CommonMark, see [`crate::markdown`] and, for links to other items, [`crate::mention`].
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

/// Every field that any kind of body has: read in one pass, where a tagged enum would be kept in memory first and read
/// from there, which costs the browser a second reader for everything inside.
#[derive(Deserialize)]
struct RawBody {
    #[serde(rename = "type")]
    kind: Kind,
    post: Option<PostId>,
    #[serde(default)]
    display: PostDisplay,
    markdown: Option<String>,
    text: Option<String>,
    picture: Option<Picture>,
    #[serde(default)]
    caption: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Post,
    Text,
    Heading,
    Picture,
    Divider,
}

impl TryFrom<RawBody> for ItemBody {
    type Error = &'static str;

    fn try_from(raw: RawBody) -> Result<Self, Self::Error> {
        Ok(match raw.kind {
            Kind::Post => Self::Post { post: raw.post.ok_or("missing field `post`")?, display: raw.display },
            Kind::Text => Self::Text { markdown: raw.markdown.ok_or("missing field `markdown`")? },
            Kind::Heading => Self::Heading { text: raw.text.ok_or("missing field `text`")? },
            Kind::Picture => {
                Self::Picture { picture: raw.picture.ok_or("missing field `picture`")?, caption: raw.caption }
            }
            Kind::Divider => Self::Divider,
        })
    }
}

/// What a story adds to a post and leaves out of it, beside the snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PostDisplay {
    /// The curator's comment, CommonMark, shown under the post.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The curator's descriptions of the post's pictures, shown where its author gave none or another.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, String>))]
    pub alts: BTreeMap<MediaId, String>,
    /// Leaves out pictures, films, sound and the link card.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hide_media: bool,
    /// Leaves out what a thread repeats: mentions at the beginning, the numbering at the end, the quoted post.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub trim: bool,
}

impl PostDisplay {
    /// Whether the post is shown as it is.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.note.is_empty() && self.alts.is_empty() && !self.hide_media && !self.trim
    }
}

impl ItemBody {
    /// A post, shown as it is.
    #[must_use]
    pub fn post(post: PostId) -> Self {
        Self::Post { post, display: PostDisplay::default() }
    }

    /// The post it shows, if it shows one.
    #[must_use]
    pub const fn post_id(&self) -> Option<PostId> {
        match self {
            Self::Post { post, .. } => Some(*post),
            _ => None,
        }
    }

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
    use super::*;

    #[test]
    fn bodies_are_read_as_they_are_written() {
        let bodies = [
            ItemBody::post(PostId::fresh()),
            ItemBody::Post {
                post: PostId::fresh(),
                display: PostDisplay { note: "n".into(), hide_media: true, ..PostDisplay::default() },
            },
            ItemBody::Text { markdown: "m".into() },
            ItemBody::Heading { text: "h".into() },
            ItemBody::Divider,
        ];
        for body in bodies {
            let json = serde_json::to_string(&body).expect("writes");
            assert_eq!(serde_json::from_str::<ItemBody>(&json).expect("reads"), body, "{json}");
        }
        let error = serde_json::from_str::<ItemBody>(r#"{"type":"text"}"#).expect_err("no words");
        assert!(error.to_string().contains("markdown"), "{error}");
    }

    #[test]
    fn long_text_is_cut_at_a_word() {
        assert_eq!(first_words("short", 10), "short");
        assert_eq!(first_words("a rather long sentence, indeed", 24), "a rather long sentence…");
        assert_eq!(first_words("日本語の文章はスペースがない", 5), "日本語の文…");
    }
}
