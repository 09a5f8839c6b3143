//! Before unpublishing: what it means.

use leptos::prelude::*;

use super::press::{Call, Press};
use crate::editor::lean::on;

/// Asks before readers lose the story.
#[component]
pub fn AskUnpublish(
    /// The steps it belongs to.
    press: Press,
) -> impl IntoView {
    view! {
        <div class="dialog-step">
            <p>
                "Readers who follow the link will be told that there is nothing, and pages that embed the story will \
                 show an empty frame. The story stays in your studio, and publishing it again brings it back to the \
                 same address."
            </p>
            <div class="dialog-ways">
                <button type="button" class="button" on:click=on(move |_| press.open())>"Keep it published"</button>
                <button type="button" class="button danger" on:click=on(move |_| press.go(Call::Unpublish))>
                    "Unpublish"
                </button>
            </div>
        </div>
    }
}
