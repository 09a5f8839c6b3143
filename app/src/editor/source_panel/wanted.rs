//! A search that was asked for elsewhere: in the page's address, or among the saved ones.

use leptos::prelude::*;
use shared::post::SourceKind;

use super::filter::Filter;
use crate::editor::lean::watch;

/// A search in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Where to search.
    pub source: SourceKind,
    /// What for.
    pub words: String,
    /// What to leave out.
    pub filter: Filter,
}

/// The search that is wanted next; the tab it belongs to takes it.
#[derive(Clone, Copy)]
pub struct Wanted {
    wish: RwSignal<Option<Wish>>,
    open: RwSignal<SourceKind>,
}

impl Wanted {
    /// Of a panel whose open tab this is.
    pub fn new(open: RwSignal<SourceKind>) -> Self {
        Self { wish: RwSignal::new(None), open }
    }

    /// Of the panel that the calling component belongs to.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Opens the tab of a search and lets it begin there.
    pub fn ask(self, wish: Wish) {
        self.open.set(wish.source);
        self.wish.set(Some(wish));
    }

    /// Begins what is wanted of a source, now and whenever something is.
    pub fn taken_by(self, source: SourceKind, begin: impl Fn(Wish) + 'static) {
        watch(move || {
            let is_mine = self.wish.with(|wish| wish.as_ref().is_some_and(|wish| wish.source == source));
            if let Some(wish) = is_mine.then(|| self.wish.try_update_untracked(Option::take).flatten()).flatten() {
                begin(wish);
            }
        });
    }
}
