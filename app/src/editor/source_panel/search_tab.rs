//! The tab of a source that can be searched.

use std::sync::Arc;

use leptos::prelude::*;
use shared::api::SourceInfo;
use shared::desk::Card;

use super::result_card::card_of;
use super::results::Results;
use super::search::Search;
use super::search_box::SearchBox;
use super::thread_view::ThreadView;
use crate::editor::dom;
use crate::editor::lean::{live, part};

/// A search box with its results, and over them the thread that was opened from one.
#[component]
pub fn SearchTab(
    /// The source.
    info: Signal<SourceInfo>,
    /// Whether it is the open one.
    is_open: Memo<bool>,
    /// What to search at once; nothing when empty.
    words: String,
) -> impl IntoView {
    let search = Search::new(info.read_untracked().kind);
    let thread = RwSignal::new(None::<Arc<Card>>);
    let show_thread = Callback::new(move |post| thread.set(Some(post)));
    if search.browses() {
        search.typed.set(words);
        search.keep_fresh(is_open);
    } else if !words.is_empty() {
        search.begin(&words);
    }
    view! {
        <div class="search-view" hidden=live(move || thread.read().is_some())>
            <SearchBox search info=info.get_untracked()/>
            <Results search info show_thread/>
        </div>
        {part(move || thread.get().map(|post| {
            let id = post.id;
            let close = move || {
                thread.set(None);
                dom::focus_soon(card_of(id));
            };
            view! { <ThreadView post close/> }
        }))}
    }
}
