//! The search box, how it understands what is typed, and under it the ways to narrow a search down and to keep it.

use leptos::html::Input;
use leptos::prelude::*;
use shared::search::SearchTerm;

use super::filter_box::{FilterChips, FilterForm, FilterToggle, Filtering};
use super::saved_list::SavedList;
use crate::editor::lean::{live, on, part};
use crate::parts::icon::{Icon, IconName};

/// What a search box is about.
#[derive(Clone, Copy)]
pub struct Boxed {
    /// The tab and its filter.
    pub filtering: Filtering,
    /// What stands in the box.
    pub typed: RwSignal<String>,
    /// Whether the results on show are those of what stands in the box.
    pub is_shown: Signal<bool>,
    /// Whether there is something to see without words.
    pub browses: bool,
    /// Searches for words.
    pub begin: Callback<String>,
}

/// A box for hashtags, names, words and addresses; says under it what will be searched.
#[component]
pub fn SearchBox(
    /// What it is about.
    about: Boxed,
    /// What is searched, as in "Search Mastodon".
    label: String,
) -> impl IntoView {
    let Boxed { filtering, typed, is_shown, browses, begin } = about;
    let input = NodeRef::<Input>::new();
    let hint_id = ["search-hint-", filtering.kind.key()].concat();
    let understood = move || SearchTerm::parse(&typed.read());
    // Once found, the results say it themselves.
    let explanation = move || understood().filter(|_| !is_shown.get()).map(|term| term.describe());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match understood() {
            None if !browses => focus(input),
            _ => begin.run(typed.get_untracked().trim().to_owned()),
        }
    };
    let name = ["Search ", &label].concat();
    view! {
        <form class="search-box" role="search" aria-label=name.clone() on:submit=submit>
            <div class="search-line">
                <Icon name=IconName::Search/>
                <input
                    node_ref=input
                    type="search"
                    aria-label=name.clone()
                    aria-describedby=hint_id.clone()
                    placeholder="#hashtag, @name, words"
                    enterkeyhint="search"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    prop:value=typed
                    on:input=on(move |event| typed.set(event_target_value(&event)))
                />
                <button type="submit" class="button">"Search"</button>
            </div>
            <p id=hint_id class="search-hint">{explanation}</p>
        </form>
        <Narrowing about/>
    }
}

/// The filters and the saved searches, folded away until they are wanted.
#[component]
fn Narrowing(about: Boxed) -> impl IntoView {
    let filtering = about.filtering;
    let (filters, saved) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <div class="search-ways">
            <FilterToggle filtering open=filters/>
            <button
                type="button"
                class="button quiet"
                aria-expanded=live(move || saved.get().to_string())
                on:click=on(move |_| saved.update(|open| *open = !*open))
            >
                <Icon name=IconName::Bookmark/>
                "Saved searches"
            </button>
        </div>
        {part(move || filters.get().then(|| view! { <FilterForm filtering/> }))}
        {part(move || saved.get().then(|| view! { <SavedList about open=saved/> }))}
        <FilterChips filtering/>
    }
}

fn focus(input: NodeRef<Input>) {
    if let Some(input) = input.get_untracked() {
        // Fails only where there is nothing to focus any more.
        let _ = input.focus();
    }
}
