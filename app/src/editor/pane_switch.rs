//! On a phone: the switch between the story and the sources, within reach of the thumb.

use leptos::prelude::*;

use super::lean::{live, on, part, watch};
use super::outline::OutlineButton;
use super::state::{EditorState, Pane};
use crate::parts::icon::{Icon, IconName};

/// The switch. The story's button counts what was added while the sources were shown.
#[component]
pub fn PaneSwitch() -> impl IntoView {
    let state = EditorState::expect();
    // How many items the story had when it was last seen.
    let seen = RwSignal::new(state.order.with_untracked(Vec::len));
    watch(move || {
        if state.view.get() == Pane::Story {
            seen.set(state.order.with(Vec::len));
        }
    });
    let added = move || state.order.with(Vec::len).saturating_sub(seen.get());
    let button = move |pane: Pane, icon: IconName, label: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=live(move || (state.view.get() == pane).to_string())
                on:click=on(move |_| state.view.set(pane))
            >
                <Icon name=icon/>
                <span>{label}</span>
                {part(move || (pane == Pane::Story && added() > 0).then(|| view! {
                    <span class="badge">{added()}<span class="sr-only">" added"</span></span>
                }))}
            </button>
        }
    };
    view! {
        <nav class="pane-switch" aria-label="View">
            <OutlineButton class="outline-button"/>
            {button(Pane::Story, IconName::Story, "Story")}
            {button(Pane::Sources, IconName::Search, "Sources")}
        </nav>
    }
}
