//! One source's search: what is typed, what was found, and the calls between them.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::Card;
use shared::post::SourceKind;
use shared::search::SearchTerm;

use super::choose::{Filter, oldest_first, unused};
use super::paging::{Paging, Phase, Ticket};
use crate::client;
use crate::editor::lean::{memo, watch};
use crate::editor::state::EditorState;
use crate::editor::tray::Tray;

/// The signals of one search tab.
#[derive(Clone, Copy)]
pub struct Search {
    /// Where to search.
    pub source: SourceKind,
    /// What stands in the search box.
    pub typed: RwSignal<String>,
    /// What was found.
    pub paging: RwSignal<Paging>,
    /// What is left out.
    pub filter: RwSignal<Filter>,
    /// The posts on show: found and not filtered out.
    pub shown: Memo<Vec<Arc<Card>>>,
    editor: EditorState,
    tray: Tray,
}

impl Search {
    /// A search that has not begun.
    pub fn new(source: SourceKind) -> Self {
        let paging = RwSignal::new(Paging::default());
        let filter = RwSignal::new(Filter::default());
        let shown = memo(move || {
            let filter = filter.get();
            paging.with(|paging| {
                let found = paging.found.iter().flat_map(|found| &found.posts);
                found.filter(|post| filter.shows(post)).cloned().collect()
            })
        });
        let (editor, tray) = (EditorState::expect(), Tray::expect());
        Self { source, typed: RwSignal::new(String::new()), paging, filter, shown, editor, tray }
    }

    /// Whether there is something to see without words: a network cannot be asked for everything, our own shelves can.
    pub fn browses(self) -> bool {
        matches!(self.source, SourceKind::Library | SourceKind::Tray)
    }

    /// What a search for these words shows, as a heading.
    pub fn describe(self, words: &str) -> String {
        match (SearchTerm::parse(words), self.source) {
            (Some(term), _) => term.describe(),
            (None, SourceKind::Tray) => "Set aside by you, latest first".to_owned(),
            (None, _) => "Everything captured here, newest first".to_owned(),
        }
    }

    /// Shows what is there when the tab is opened, and again when it may have changed meanwhile.
    pub fn keep_fresh(self, is_open: Memo<bool>) {
        let seen = StoredValue::new(None);
        watch(move || {
            // What is captured while one looks is not missed; what is set aside is.
            let is_tray = self.source == SourceKind::Tray;
            let now = is_tray.then(|| (self.tray.changes.get_untracked(), self.tray.arrivals.get()));
            if is_open.get() && seen.get_value() != Some(now) {
                seen.set_value(Some(now));
                let words = self.typed.get_untracked();
                self.begin(words.trim());
            }
        });
    }

    /// Searches for these words and shows them in the box.
    pub fn begin(self, words: &str) {
        self.typed.set(words.to_owned());
        self.ask(|paging| Some(paging.search(words)));
    }

    /// Fetches the next page.
    pub fn load_more(self) {
        self.ask(Paging::next_page);
    }

    /// Fetches the next page because the end of the list came into view.
    pub fn load_more_unasked(self) {
        let filter = self.filter.get_untracked();
        self.ask(|paging| paging.next_page_unasked(filter));
    }

    /// Asks again what has failed.
    pub fn retry(self) {
        self.ask(Paging::retry);
    }

    /// The posts that "Add all" would add, in the order it would add them.
    pub fn addable(self) -> Vec<Card> {
        let shown = self.shown.get();
        self.editor.used.with(|used| oldest_first(unused(&shown, used)))
    }

    fn ask(self, decide: impl FnOnce(&mut Paging) -> Option<Ticket>) {
        // Undecided means unchanged: nobody is told, nothing is drawn again.
        let mut paging = self.paging.get_untracked();
        if let Some(ticket) = decide(&mut paging) {
            self.paging.set(paging);
            self.fetch(ticket);
        }
    }

    fn fetch(self, ticket: Ticket) {
        spawn_local(async move {
            let answer = client::search(self.source, &ticket.words, ticket.cursor.as_deref()).await;
            if let (SourceKind::Tray, Ok(page)) = (self.source, &answer) {
                self.tray.learn(page.cards.iter().map(|card| card.id));
            }
            let awaited = self.paging.try_update(|paging| paging.receive(ticket, answer));
            if awaited == Some(true) {
                self.announce();
            }
        });
    }

    /// Says how many posts came; a failure speaks for itself.
    fn announce(self) {
        let told = self.paging.with_untracked(|paging| {
            let found = paging.found.as_ref().filter(|_| paging.phase == Phase::Idle)?;
            let more = found.posts.len() > found.last_page().len();
            Some(match (found.last_page().len(), more) {
                (0, false) => "Nothing found.".to_owned(),
                (0, true) => "Nothing more found.".to_owned(),
                (1, false) => "1 post found.".to_owned(),
                (count, false) => format!("{count} posts found."),
                (count, true) => format!("{count} more."),
            })
        });
        if let Some(told) = told {
            self.editor.announce(&told);
        }
    }
}
