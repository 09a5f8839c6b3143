//! The story as readers will see it, to be changed in place.
//!
//! The rows are plain elements, made from text (see [`crate::rows`]): [`drawn`] keeps them as the document is,
//! [`batches`] has them stand in groups, whose [`pictures`] come when they are in view, [`events`] listens to all of
//! them at once, [`lines`] are the fields that are always there, and [`mounts`] puts into a row what is alive for a
//! moment: the field one writes in, a menu, what is on its way.

mod batches;
mod drawn;
mod events;
mod lines;
mod mounts;
mod pictures;

use leptos::html::Div;
use leptos::prelude::*;
use shared::story::direction;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

pub use batches::row_landed_before;
pub use drawn::Drawn;

use super::dom;
use super::external::{on_dragleave, on_dragover, on_drop, take_files};
use super::state::EditorState;
use super::story_head::StoryHead;
use super::workbench::Workbench;
use crate::editor::lean::{live, memo, on, part, watch};
use crate::rows;

/// The column.
#[component]
pub fn StoryColumn(
    /// How far one had scrolled before the editor was there.
    scrolled: i32,
) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let place = NodeRef::<Div>::new();
    watch(move || {
        if let Some(place) = place.get() {
            bench.drawn.with_value(|drawn| drawn.put_into(&place));
            // Asking for nothing would still have the page laid out.
            if let Some(column) = dom::find(".story-column").filter(|_| scrolled > 0) {
                column.set_scroll_top(scrolled);
            }
            mounts::watch_all(state, bench);
        }
    });
    let turned = live(move || state.document.with(|document| direction(&document.title)));
    let is_empty = memo(move || state.order.with(Vec::is_empty));
    view! {
        <section
            class="story-column"
            id="story"
            aria-label="Story"
            tabindex="-1"
            on:dragover=on(|event| on_dragover(&event))
            on:dragleave=on(|event| on_dragleave(&event))
            on:drop=on(move |event| on_drop(state, bench, &event))
            on:click=on(move |event| events::on_click(state, bench, &event))
            on:pointerdown=on(move |event| events::on_pointerdown(state, &event))
            on:keydown=on(move |event| events::on_keydown(state, bench, &event))
            on:input=on(move |event| events::on_input(state, &event))
            on:focusout=on(move |event| events::on_focusout(state, bench, &event))
        >
            <div class="story-page" dir=turned>
                <StoryHead/>
                <div node_ref=place></div>
                {part(move || is_empty.get().then(|| view! { <EmptyStory/> }))}
                <div class="gap at-end" id="story-end" data-menu="" inner_html=rows::gap("Insert at the end")></div>
            </div>
            <PictureInput/>
        </section>
    }
}

/// What stands in place of the items while there are none.
#[component]
fn EmptyStory() -> impl IntoView {
    view! {
        <p class="story-empty">
            "Your story is empty. Add posts from the sources, or press “+” to write something of your own."
        </p>
    }
}

/// Through this hidden field pictures come from disk; see [`Workbench::choose_pictures`].
#[component]
fn PictureInput() -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let choose = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        if let Some(files) = input.files() {
            take_files(state, bench, &files, state.insertion.get_untracked());
        }
        input.set_value("");
    };
    view! {
        <input
            type="file"
            id="story-pictures"
            accept="image/*"
            multiple
            hidden
            aria-label="Pictures to add"
            on:change=choose
        />
    }
}
