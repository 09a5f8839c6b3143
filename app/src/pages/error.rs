//! An error, for people: what happened and what to do next.

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMessage {
    /// The HTTP status.
    pub status: u16,
    /// What happened, a few words.
    pub title: String,
    /// What to do next, a sentence.
    pub detail: String,
}
