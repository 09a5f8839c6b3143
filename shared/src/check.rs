//! What to look at before a story is published: the answer of `GET /api/v1/stories/{id}/check`.

use serde::{Deserialize, Serialize};

use crate::ids::{ItemId, PostId};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// The story has no title.
    MissingTitle,
    /// There is nothing in the story.
    Empty,
    /// A post whose author asks not to be shown to strangers.
    MembersOnly,
    /// A post that was taken out of Sheaf at somebody's request.
    Withdrawn,
    /// A post that is no longer at its source.
    Deleted,
    /// A link that leads nowhere.
    DeadLink,
    /// A link that Sheaf may not ask: an unusual port, a password in the address. It may well lead somewhere.
    UncheckedLink,
    /// A picture without a description.
    MissingDescription,
    /// A post that is in the story already.
    Duplicate,
}

/// What becomes of it when the story is published as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing: it is the curator's choice.
    Advice,
    /// Readers see a note in place of the post.
    Withheld,
    /// The story cannot be published.
    Blocks,
}

impl Effect {
    /// In words; nothing for advice.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Advice => "",
            Self::Withheld => "Not shown to readers",
            Self::Blocks => "Keeps you from publishing",
        }
    }
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// What becomes of it.
    pub effect: Effect,
    /// The item, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The post, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// What the item is, in a few words.
    pub subject: String,
    /// What was found.
    pub words: String,
    /// What to do about it.
    pub advice: String,
}

/// Answer of `GET /api/v1/stories/{id}/check`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckReport {
    /// In the order of the story; what concerns all of it comes first.
    pub findings: Vec<Finding>,
    /// How many links there was no time to look at; checking again goes on with them.
    pub unchecked: u32,
}

impl CheckReport {
    /// Whether the story can be published as it stands.
    #[must_use]
    pub fn may_publish(&self) -> bool {
        self.findings.iter().all(|finding| finding.effect != Effect::Blocks)
    }
}
