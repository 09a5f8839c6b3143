//! The search box, and how it understands what is typed.

use leptos::html::Input;
use leptos::prelude::*;
use shared::api::SourceInfo;
use shared::search::SearchTerm;

use super::search::Search;
use crate::editor::lean::on;
use crate::parts::icon::{Icon, IconName};

/// A box for hashtags, names, words and addresses; says under it what will be searched.
#[component]
pub fn SearchBox(
    /// The search it begins.
    search: Search,
    /// The source that is searched.
    info: SourceInfo,
) -> impl IntoView {
    let SourceInfo { kind, label, .. } = info;
    let input = NodeRef::<Input>::new();
    let hint_id = format!("search-hint-{kind}");
    let understood = move || SearchTerm::parse(&search.typed.read());
    // Once found, the results say it themselves.
    let is_shown = move || search.paging.with(|paging| paging.shows(search.typed.read().trim()));
    let explanation = move || understood().filter(|_| !is_shown()).map(|term| term.describe());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match understood() {
            None if !search.browses() => focus(input),
            _ => search.begin(search.typed.get_untracked().trim()),
        }
    };
    view! {
        <form class="search-box" role="search" aria-label=format!("Search {label}") on:submit=submit>
            <div class="search-line">
                <Icon name=IconName::Search/>
                <input
                    node_ref=input
                    type="search"
                    aria-label=format!("Search {label}")
                    aria-describedby=hint_id.clone()
                    placeholder="#hashtag, @name or words"
                    enterkeyhint="search"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    prop:value=search.typed
                    on:input=on(move |event| search.typed.set(event_target_value(&event)))
                />
                <button type="submit" class="button">"Search"</button>
            </div>
            <p id=hint_id class="search-hint">{explanation}</p>
        </form>
    }
}

fn focus(input: NodeRef<Input>) {
    if let Some(input) = input.get_untracked() {
        // Fails only where there is nothing to focus any more.
        let _ = input.focus();
    }
}
