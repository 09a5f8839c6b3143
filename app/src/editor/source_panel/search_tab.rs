//! The tab of a source that can be searched.

use std::sync::Arc;

use leptos::prelude::*;
use shared::api::SourceInfo;
use shared::desk::Card;

use super::filter_box::Filtering;
use super::result_card::{ShowThread, card_of};
use super::results::Results;
use super::search::Search;
use super::search_box::{Boxed, SearchBox};
use super::thread_view::ThreadView;
use super::wanted::Wanted;
use crate::editor::dom;
use crate::editor::lean::{live, part};

/// A search box with its results.
#[component]
pub fn SearchTab(
    /// The source.
    info: Signal<SourceInfo>,
    /// Whether it is the open one.
    is_open: Memo<bool>,
) -> impl IntoView {
    let source = info.read_untracked();
    let search = Search::new(source.kind);
    let begin = Callback::new(move |words: String| search.begin(&words));
    // Before what is there without asking, so that only one of the two is asked for.
    Wanted::expect().taken_by(source.kind, move |wish| {
        search.filter.set(wish.filter);
        search.begin(&wish.words);
    });
    if search.browses() {
        search.keep_fresh(is_open);
    }
    let about = Boxed {
        filtering: Filtering {
            kind: source.kind,
            filter: search.filter,
            changed: Callback::new(move |()| search.filter_changed()),
        },
        typed: search.typed,
        is_shown: Signal::derive(move || search.paging.with(|paging| paging.shows(search.typed.read().trim()))),
        browses: search.browses(),
        begin,
    };
    let label = source.label.clone();
    let clear = Callback::new(move |()| about.filtering.clear());
    under_thread(move |show_thread| {
        view! {
            <SearchBox about label/>
            <Results search info show_thread clear/>
        }
        .into_any()
    })
}

/// Results, and over them the thread that was opened from one.
pub fn under_thread(results: impl FnOnce(ShowThread) -> AnyView) -> impl IntoView {
    let thread = RwSignal::new(None::<Arc<Card>>);
    let results = results(Callback::new(move |post| thread.set(Some(post))));
    view! {
        <div class="search-view" hidden=live(move || thread.read().is_some())>
            {results}
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
