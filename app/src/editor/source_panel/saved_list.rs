//! The list of saved searches under a search box.

use leptos::prelude::*;

use super::filter_words::all_words;
use super::saved::{SavedSearch, SavedSearches};
use super::search_box::Boxed;
use super::wanted::{Wanted, Wish};
use crate::editor::dom;
use crate::editor::failure::Failure;
use crate::editor::lean::{on, part};
use crate::editor::state::EditorState;
use crate::parts::icon::{Icon, IconName};

/// Keeps what stands in the box, and lists what was kept.
#[component]
pub fn SavedList(
    /// The box.
    about: Boxed,
    /// Whether the list is open; running a search closes it.
    open: RwSignal<bool>,
) -> impl IntoView {
    let state = EditorState::expect();
    let saved = SavedSearches::expect();
    saved.load();
    let keep = move |_| {
        let words = about.typed.get_untracked().trim().to_owned();
        if words.is_empty() {
            state.toast("There is nothing to save yet. Type what to search for first.", false);
        } else {
            let filter = about.filtering.filter.get_untracked();
            saved.keep(state, Wish { source: about.filtering.kind, words, filter });
        }
    };
    let rows = move |list: Vec<SavedSearch>| {
        if list.is_empty() {
            return view! { <p class="hint">"No search is saved yet."</p> }.into_any();
        }
        let row = |search| view! { <SavedRow search open/> };
        view! { <ul class="saved-list" aria-label="Saved searches">{list.into_iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <div class="saved-searches">
            <button type="button" class="button" on:click=on(keep)>
                <Icon name=IconName::Plus/>
                "Save this search"
            </button>
            {part(move || match saved.list.get() {
                None => ().into_any(),
                Some(Err(error)) => view! { <Failure error retry=move || saved.load()/> }.into_any(),
                Some(Ok(list)) => rows(list),
            })}
        </div>
    }
}

#[component]
fn SavedRow(search: SavedSearch, open: RwSignal<bool>) -> impl IntoView {
    let state = EditorState::expect();
    let saved = SavedSearches::expect();
    let wanted = Wanted::expect();
    let SavedSearch { id, wish } = search;
    let mut facts = vec![wish.source.label().to_owned()];
    facts.extend(Some(all_words(&wish.filter)).filter(|words| !words.is_empty()));
    let words = wish.words.clone();
    let remove_label = ["Remove the saved search ", &words].concat();
    let run = move |_| {
        open.set(false);
        wanted.ask(wish.clone());
        dom::focus_soon("[role=tabpanel]:not([hidden]) input[type=search]".to_owned());
    };
    let remove = move |_| {
        saved.forget(state, id.clone());
        dom::focus_soon(".saved-searches > .button".to_owned());
    };
    view! {
        <li>
            <button type="button" class="saved-run" on:click=on(run)>
                <b><bdi>{words}</bdi></b>
                <span class="hint">{facts.join(", ")}</span>
            </button>
            <button type="button" class="button quiet icon-only" aria-label=remove_label on:click=on(remove)>
                <Icon name=IconName::Delete/>
            </button>
        </li>
    }
}
