//! The editor's document: the only page with a script. What is here is what shows until the editor is mounted.

use shared::api::{SourceInfo, Story};

/// What the editor starts with.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EditorStart {
    /// The story.
    pub story: Story,
    /// The places to search.
    pub sources: Vec<SourceInfo>,
}
