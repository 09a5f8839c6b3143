//! The editor's document: the only page with a script. What is here is what shows until the editor is mounted.

pub use crate::editor_start::EditorStart;
