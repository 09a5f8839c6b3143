//! The source column: where posts come from, a tab for each place.

mod account_tip;
mod add_all;
mod aside;
mod choose;
mod end_of_list;
mod in_view;
mod link_tab;
mod links;
mod notices;
mod paging;
mod places;
mod post_list;
mod result_card;
mod results;
mod search;
mod search_box;
mod search_tab;
mod skeletons;
mod tabs;
mod thread_view;
mod wishes;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::SourceInfo;
use shared::post::SourceKind;

use link_tab::LinkTab;
use places::Places;
use search_tab::SearchTab;
use tabs::Tabs;
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
    let kinds: Vec<SourceKind> = sources.iter().map(|source| source.kind).collect();
    let Some(open) = wishes.open.or(kinds.first().copied()) else {
        return view! { <p class="panel-empty">"No source is switched on here. Ask the operator to enable one."</p> }
            .into_any();
    };
    let open = RwSignal::new(open);
    watch(move || wishes::remember(open.get()));
    let sources = RwSignal::new(sources);
    refresh_on_return(sources);
    let panels = kinds.iter().map(|kind| {
        let words = if wishes.open == Some(*kind) { wishes.words.clone() } else { String::new() };
        view! { <SourceTab kind=*kind sources open words/> }
    });
    let panels = panels.collect_view();
    view! {
        <div class="source-panel">
            <Tabs kinds open/>
            {panels}
        </div>
    }
    .into_any()
}

/// The contents of a tab, made when it is first opened and kept from then on.
#[component]
fn SourceTab(
    kind: SourceKind,
    sources: RwSignal<Vec<SourceInfo>>,
    open: RwSignal<SourceKind>,
    words: String,
) -> impl IntoView {
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
                _ => view! { <SearchTab info is_open words=words.clone()/> }.into_any(),
            }))}
        </div>
    }
}

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
