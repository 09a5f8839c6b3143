//! What passes by: messages at the foot of the page, and the one live region.

use leptos::prelude::*;

use super::lean::{on, part};
use super::state::{EditorState, Toast};
use crate::parts::icon::{Icon, IconName};

/// The messages. They are announced through [`LiveRegion`], so they are not live themselves.
#[component]
pub fn Toasts() -> impl IntoView {
    let state = EditorState::expect();
    view! {
        <section class="toasts" aria-label="Messages">
            {part(move || state.toasts.get().into_iter().map(|toast| view! { <Message toast/> }).collect_view())}
        </section>
    }
}

#[component]
fn Message(toast: Toast) -> impl IntoView {
    let state = EditorState::expect();
    let Toast { id, text, undo } = toast;
    let undo = undo.then(|| {
        let undo = move |_| {
            state.dismiss_toast(id);
            state.undo();
        };
        view! { <button type="button" class="toast-action" on:click=undo>"Undo"</button> }
    });
    view! {
        <div class="toast">
            <p dir="auto">{text}</p>
            {undo}
            <button
                type="button"
                class="toast-close"
                aria-label="Dismiss message"
                on:click=on(move |_| state.dismiss_toast(id))
            >
                <Icon name=IconName::Close/>
            </button>
        </div>
    }
}

/// Says what happened to people who listen to the page.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let state = EditorState::expect();
    view! {
        <p class="sr-only" role="status" aria-live="polite" aria-atomic="true">
            {part(move || state.announcement.get())}
        </p>
    }
}
