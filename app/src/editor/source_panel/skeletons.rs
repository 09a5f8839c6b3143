//! Cards to come: the style sheet shows them only when an answer takes its time.

use leptos::prelude::*;

/// Four empty cards.
#[component]
pub fn Skeletons() -> impl IntoView {
    let card = || {
        view! {
            <div class="skeleton-card">
                <span class="skeleton avatar"></span>
                <span class="skeleton line"></span>
                <span class="skeleton words"></span>
            </div>
        }
    };
    view! { <div class="skeletons" aria-hidden="true">{[card(), card(), card(), card()]}</div> }
}
