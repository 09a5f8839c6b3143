//! One source's search: what is typed, what was found, and the calls between them.
//!
//! A network gives its pages without knowing of filters, so they are applied here, at once and without asking it again.
//! The library and the tray apply them themselves, since they can look further for posts that pass.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::Card;
use shared::post::SourceKind;
use shared::search::SearchTerm;

use super::choose::{oldest_first, unused};
use super::filter::Filter;
use super::filter_words::to_pairs;
use super::paging::{Paging, Phase, Ticket};
use crate::client;
use crate::editor::lean::{memo, watch};
use crate::editor::state::EditorState;
use crate::editor::tray::Tray;
use crate::parts::counted::counted;

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
    /// Whether it is one of several that were begun together, so that it has to name itself.
    among_others: bool,
    editor: EditorState,
    tray: Tray,
}

impl Search {
    /// A search that has not begun.
    pub fn new(source: SourceKind) -> Self {
        Self::of(source, RwSignal::new(String::new()), RwSignal::new(Filter::default()), false)
    }

    /// One of several that share a search box.
    pub fn among_others(source: SourceKind, typed: RwSignal<String>, filter: RwSignal<Filter>) -> Self {
        Self::of(source, typed, filter, true)
    }

    fn of(source: SourceKind, typed: RwSignal<String>, filter: RwSignal<Filter>, among_others: bool) -> Self {
        let paging = RwSignal::new(Paging::default());
        let shown = memo(move || {
            let filter = filter.get();
            paging.with(|paging| {
                let found = paging.found.iter().flat_map(|found| &found.posts);
                found.filter(|post| filter.shows(post)).cloned().collect()
            })
        });
        Self { source, typed, paging, filter, shown, among_others, editor: EditorState::expect(), tray: Tray::expect() }
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
        let filter = if self.browses() { self.filter.get_untracked() } else { Filter::default() };
        self.ask(|paging| Some(paging.search(words, &filter)));
    }

    /// Asks again where the filter is the server's to apply; to be called when it has changed.
    pub fn filter_changed(self) {
        let words = self.paging.with_untracked(|paging| paging.found.as_ref().map(|found| found.words.clone()));
        if let Some(words) = words.filter(|_| self.browses()) {
            let filter = self.filter.get_untracked();
            self.ask(|paging| Some(paging.search(&words, &filter)));
        }
    }

    /// Fetches the next page.
    pub fn load_more(self) {
        self.ask(Paging::next_page);
    }

    /// Fetches the next page because the end of the list came into view.
    pub fn load_more_unasked(self) {
        let filter = self.filter.get_untracked();
        self.ask(|paging| paging.next_page_unasked(&filter));
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
            let answer =
                client::search(self.source, &ticket.words, to_pairs(&ticket.filter), ticket.cursor.clone()).await;
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
                (count, false) => counted(count, "post") + " found.",
                (count, true) => count.to_string() + " more.",
            })
        });
        if let Some(told) = told {
            let who = if self.among_others { [self.source.label(), ": "].concat() } else { String::new() };
            self.editor.announce(&[who, told].concat());
        }
    }
}
