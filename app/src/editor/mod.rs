//! The editor.

/// Mounts the editor into the page.
pub fn start() {}
