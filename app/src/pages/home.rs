//! The front page: what Sheaf is, and the latest published stories.

use super::story::StoryTeaser;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// The latest published stories of the installation.
    pub latest: Vec<StoryTeaser>,
}
