//! The foot of the results: fetches the next page when it comes into view, or when asked.

use leptos::html::Div;
use leptos::prelude::*;

use super::in_view::notify_when_in_view;
use super::paging::{Paging, Phase};
use super::search::Search;
use crate::editor::failure::Failure;
use crate::editor::lean::{live, memo, on, part};
use crate::parts::icon::{Icon, IconName};

/// "Load more", "Loading…", the end, or why the next page did not come.
#[component]
pub fn EndOfList(
    /// The search.
    search: Search,
    /// Whether anything was found.
    #[prop(into)]
    any: Signal<bool>,
    /// Whether the next page comes only when it is asked for.
    #[prop(optional)]
    by_button: bool,
) -> impl IntoView {
    let sentinel = NodeRef::<Div>::new();
    let idle = Signal::derive(move || search.paging.with(|paging| paging.phase == Phase::Idle));
    if !by_button {
        notify_when_in_view(sentinel, idle, move || search.load_more_unasked());
    }
    let more = memo(move || search.paging.with(Paging::has_more));
    let loading = memo(move || search.paging.with(Paging::is_loading_more));
    view! {
        <div class="list-end">
            <div node_ref=sentinel class="sentinel" aria-hidden="true"></div>
            <NextPageFailure search/>
            {part(move || (more.get() && !failed(search)).then(|| view! {
                <button
                    type="button"
                    class="button"
                    aria-disabled=live(move || loading.get().to_string())
                    on:click=on(move |_| search.load_more())
                >
                    {part(move || if loading.get() { "Loading more…" } else { "Load more" })}
                </button>
                }))}
            {part(move || (any.get() && !more.get()).then(|| view! {
                <p class="the-end">
                    <Icon name=IconName::Check/>
                    "That is everything found."
                </p>
                }))}
        </div>
    }
}

fn failed(search: Search) -> bool {
    search.paging.with(|paging| matches!(paging.phase, Phase::Failed { .. }))
}

/// Why the next page did not come; the pages before stay.
#[component]
fn NextPageFailure(search: Search) -> impl IntoView {
    move || {
        search.paging.with(|paging| match &paging.phase {
            Phase::Failed { ticket, error } if ticket.cursor.is_some() => {
                Some(view! { <Failure error=error.clone() retry=move || search.retry()/> })
            }
            _ => None,
        })
    }
}
