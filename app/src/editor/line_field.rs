//! Lines of plain text in the head of the story: the title, and the description of the cover.

use leptos::html::Textarea;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::dom;
use super::lean::{live, on, watch};
use super::state::EditorState;

/// What a picture shows, for people who cannot see it.
#[component]
pub fn Description(
    /// As it is.
    value: Signal<String>,
    /// Takes what was written.
    #[prop(into)]
    input: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="description" class:is-missing=live(move || value.with(|text| text.trim().is_empty()))>
            <span class="description-tag" aria-hidden="true">"Alt"</span>
            <LineField
                class="description-field"
                label="Description for people who do not see the picture"
                placeholder="Describe the picture for people who do not see it"
                value
                input
            />
        </div>
    }
}

/// One line of plain text that grows when it wraps.
#[component]
pub fn LineField(
    /// For its style.
    class: &'static str,
    /// What it is.
    label: &'static str,
    /// What to say while it is empty.
    placeholder: &'static str,
    /// As it is.
    value: Signal<String>,
    /// Takes what was written.
    #[prop(into)]
    input: Callback<String>,
    /// What Enter does besides leaving the field.
    #[prop(optional, into)]
    enter: Option<Callback<()>>,
) -> impl IntoView {
    let state = EditorState::expect();
    let field = NodeRef::<Textarea>::new();
    // The text also changes from elsewhere: undo, another tab.
    watch(move || {
        let words = value.get();
        if let Some(area) = field.get() {
            dom::show_words(&area, &words);
            request_animation_frame(move || dom::fit_height(&area));
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        // Enter in an unfinished composition chooses a word.
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            state.pause_typing();
            if let Some(enter) = enter {
                enter.run(());
            }
        }
    };
    view! {
        <textarea
            node_ref=field
            class=["line-field ", class].concat()
            rows="1"
            dir="auto"
            aria-label=label
            placeholder=placeholder
            on:input=on(move |event| input.run(event_target_value(&event).replace(['\n', '\r'], " ")))
            on:keydown=on_keydown
            on:blur=on(move |_| state.pause_typing())
        ></textarea>
    }
}
