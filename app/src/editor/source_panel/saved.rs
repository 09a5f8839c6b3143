//! Saved searches, as the server keeps them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::filter::Filter;
use super::filter_words::{take_pair, to_pairs};
use super::wanted::Wish;
use crate::client::{self, Answer, ClientError, Fields};
use crate::editor::state::EditorState;

/// A search that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its identifier.
    pub id: String,
    /// The search.
    pub wish: Wish,
}

/// The curator's saved searches; every tab shows the same.
#[derive(Clone, Copy)]
pub struct SavedSearches {
    /// Last kept first; nothing before they were asked for, or why they cannot be shown.
    pub list: RwSignal<Option<Result<Vec<SavedSearch>, ClientError>>>,
}

impl SavedSearches {
    /// Not yet asked for.
    pub fn new() -> Self {
        Self { list: RwSignal::new(None) }
    }

    /// Those of the panel that the calling component belongs to.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Asks the server for them.
    pub fn load(self) {
        spawn_local(async move {
            self.list.set(Some(load().await));
        });
    }

    /// Keeps a search.
    pub fn keep(self, state: EditorState, wish: Wish) {
        spawn_local(async move {
            match client::save_search(wish.source, &wish.words, &to_pairs(&wish.filter)).await {
                Ok(()) => {
                    state.toast("Search saved.", false);
                    self.list.set(Some(load().await));
                }
                Err(error) => state.toast(&["The search is not saved. ", &error.to_string()].concat(), false),
            }
        });
    }

    /// Forgets a search.
    pub fn forget(self, state: EditorState, id: String) {
        spawn_local(async move {
            match client::forget_search(&id).await {
                Err(error) if error.status() != Some(404) => {
                    state.toast(&["The search is still saved. ", &error.to_string()].concat(), false);
                }
                _ => {
                    self.list.update(|list| {
                        if let Some(Ok(list)) = list {
                            list.retain(|search| search.id != id);
                        }
                    });
                    state.announce("Search removed.");
                }
            }
        });
    }
}

async fn load() -> Answer<Vec<SavedSearch>> {
    // One of a source that this page does not know yet is left out.
    Ok(client::saved_searches().await?.iter().filter_map(read).collect())
}

fn read(search: &Fields) -> Option<SavedSearch> {
    let mut filter = Filter::default();
    if let Some(filters) = Fields::of(search.field("filters")) {
        for name in ["lang", "since", "until"] {
            take_pair(&mut filter, name, &filters.text(name).unwrap_or_default());
        }
        for name in ["has_media", "hide_replies", "hide_reposts"] {
            take_pair(&mut filter, name, if filters.field(name).is_truthy() { "true" } else { "" });
        }
    }
    let wish = Wish { source: search.text("source")?.parse().ok()?, words: search.text("q")?, filter };
    Some(SavedSearch { id: search.text("id")?, wish })
}
