//! The source column: where posts come from, a tab for each place.

mod account_tip;
mod add_all;
mod aside;
mod choose;
mod end_of_list;
mod everywhere;
mod filter;
mod filter_box;
mod filter_words;
mod in_view;
mod link_tab;
mod links;
mod notices;
mod paging;
mod places;
mod post_list;
mod result_card;
mod results;
mod saved;
mod saved_list;
mod search;
mod search_box;
mod search_tab;
mod skeletons;
mod tabs;
mod thread_view;
mod wanted;
mod wishes;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::SourceInfo;
use shared::post::SourceKind;

use everywhere::EverywhereTab;
use filter::Filter;
use link_tab::LinkTab;
use places::Places;
use saved::SavedSearches;
use search_tab::SearchTab;
use tabs::Tabs;
use wanted::{Wanted, Wish};
use wishes::Wishes;

use crate::client;
use crate::editor::lean::{live, memo, part, watch};
use crate::editor::state::EditorState;

#[cfg(test)]
pub use choose::invented_post;

/// The places to search, each with its own search and results, which stay when another tab is opened.
#[component]
pub fn SourcePanel(
    /// In the order to offer them.
    sources: Vec<SourceInfo>,
) -> impl IntoView {
    provide_context(Places::new(EditorState::expect()));
    let wishes = Wishes::of_this_page(&sources);
    let kinds = kinds(&sources);
    let open = RwSignal::new(wishes.open.unwrap_or(SourceKind::Everywhere));
    let wanted = Wanted::new(open);
    provide_context(wanted);
    provide_context(SavedSearches::new());
    if let Some(source) = wishes.open.filter(|_| !wishes.words.is_empty() || wishes.filter != Filter::default()) {
        wanted.ask(Wish { source, words: wishes.words, filter: wishes.filter });
    }
    watch(move || wishes::remember(open.get()));
    let sources = RwSignal::new(sources);
    refresh_on_return(sources);
    let panels = kinds.iter().map(|kind| view! { <SourceTab kind=*kind sources open/> }).collect_view();
    view! {
        <div class="source-panel">
            <Tabs kinds open/>
            {panels}
        </div>
    }
}

/// The tabs: all sources at once, then one by one.
fn kinds(sources: &[SourceInfo]) -> Vec<SourceKind> {
    let mut kinds = vec![SourceKind::Everywhere];
    kinds.extend(sources.iter().map(|source| source.kind));
    kinds
}

/// The contents of a tab, made when it is first opened and kept from then on.
#[component]
fn SourceTab(kind: SourceKind, sources: RwSignal<Vec<SourceInfo>>, open: RwSignal<SourceKind>) -> impl IntoView {
    let is_open = memo(move || open.get() == kind);
    let opened = Memo::new(move |before| is_open.get() || before.copied().unwrap_or(false));
    let info = Signal::derive(move || sources.with(|sources| info_of(kind, sources)));
    view! {
        <div
            role="tabpanel"
            id=tabs::panel_id(kind)
            class="source-tab"
            aria-labelledby=tabs::tab_id(kind)
            hidden=live(move || !is_open.get())
        >
            {part(move || opened.get().then(|| match kind {
                SourceKind::Link => view! { <LinkTab info/> }.into_any(),
                SourceKind::Everywhere => view! { <EverywhereTab sources/> }.into_any(),
                _ => view! { <SearchTab info is_open/> }.into_any(),
            }))}
        </div>
    }
}

/// How a source presents itself.
fn info_of(kind: SourceKind, sources: &[SourceInfo]) -> SourceInfo {
    let nameless = || SourceInfo {
        kind,
        label: kind.label().to_owned(),
        hint: String::new(),
        example: String::new(),
        connected: false,
    };
    sources.iter().find(|source| source.kind == kind).cloned().unwrap_or_else(nameless)
}

/// Looks again which accounts are connected when the curator comes back from another tab, such as the settings.
fn refresh_on_return(sources: RwSignal<Vec<SourceInfo>>) {
    let listener = window_event_listener(leptos::ev::focus, move |_| {
        spawn_local(async move {
            // What was known before is good enough when this cannot be asked.
            if let Ok(now) = client::sources().await {
                sources.try_maybe_update(|before| {
                    let changed = *before != now;
                    *before = now;
                    (changed, ())
                });
            }
        });
    });
    on_cleanup(move || listener.remove());
}
