//! A curator's page: who they are and their published stories.

use super::story::StoryTeaser;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The curator's handle.
    pub handle: String,
    /// The curator's name.
    pub name: String,
    /// A few words about them, plain text; may be empty.
    pub bio: String,
    /// Their published stories, latest first.
    pub stories: Vec<StoryTeaser>,
}
