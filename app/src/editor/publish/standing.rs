//! Where the story stands with its readers, as the top bar tells it.

use shared::desk::DeskPublication;

/// Where the story stands with its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody can read it.
    Draft,
    /// Readers see an earlier version.
    Changed,
    /// Readers see what the curator sees.
    UpToDate,
}

impl Standing {
    /// For a story that is at `revision` on the server; `saved` says whether everything here has arrived there.
    pub fn of(publication: Option<&DeskPublication>, revision: u64, saved: bool) -> Self {
        match publication {
            None => Self::Draft,
            Some(publication) if saved && publication.revision >= revision => Self::UpToDate,
            Some(_) => Self::Changed,
        }
    }

    /// What the button says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Publish",
            Self::Changed => "Publish changes",
            Self::UpToDate => "Published",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published_at(revision: u64) -> DeskPublication {
        DeskPublication { url: "https://stories.example/@ada/chat".to_owned(), revision }
    }

    #[test]
    fn a_story_is_up_to_date_only_when_readers_have_everything() {
        assert_eq!(Standing::of(None, 7, true), Standing::Draft);
        assert_eq!(Standing::of(Some(&published_at(7)), 7, true), Standing::UpToDate);
        assert_eq!(Standing::of(Some(&published_at(7)), 8, true), Standing::Changed);
        assert_eq!(Standing::of(Some(&published_at(7)), 7, false), Standing::Changed, "the last words are unsaved");
    }
}
