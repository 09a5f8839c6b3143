//! What the editor starts with: written into its page by the server, read by the browser.

use shared::api::{SourceInfo, Story};

/// The story and what can be searched, as JSON in `<script type="application/json" id="editor-start">`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EditorStart {
    /// The story.
    pub story: Story,
    /// The places to search.
    pub sources: Vec<SourceInfo>,
}
