//! The dashboard: the curator's stories, and how to begin one.

use shared::api::StorySummary;

/// What the page shows.
///
/// `GET /studio?q=&show=all|drafts|published` filters; `POST /studio/stories` with `start` = `blank`, `sample`,
/// `search` or `links` begins a story and leads to its editor; `GET /studio/stories/{id}/delete` asks before
/// `POST` to the same address deletes.
#[derive(Clone, Debug, PartialEq)]
pub struct Dashboard {
    /// The stories that pass the filter, last edited first.
    pub stories: Vec<StorySummary>,
    /// How many stories there are without the filter: none means first visit.
    pub total: usize,
    /// The words searched for.
    pub query: String,
    /// Which are shown.
    pub show: Show,
    /// What has just been done, to be announced.
    pub done: Option<String>,
}

/// Which stories the dashboard shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All.
    #[default]
    All,
    /// Those readers cannot see.
    Drafts,
    /// Those they can.
    Published,
}

/// The question before a story is deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct DeleteStory {
    /// The story.
    pub story: StorySummary,
}
