//! The story as readers will see it, to be changed in place.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::external::{on_dragleave, on_dragover, on_drop, take_pictures};
use super::gap::Gap;
use super::item_row::ItemRow;
use super::state::EditorState;
use super::story_head::StoryHead;
use super::workbench::Workbench;

/// How many items are made at once: what fills a screen first, so that a long story can be read and written in
/// before its end is there.
const BATCH: usize = 60;

/// The column.
#[component]
pub fn StoryColumn() -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let made = RwSignal::new(BATCH);
    make_rest(state, made);
    let shown = move || state.order.with(|order| order.iter().take(made.get()).copied().collect::<Vec<_>>());
    let is_empty = move || state.order.with(Vec::is_empty);
    view! {
        <section
            class="story-column"
            id="story"
            aria-label="Story"
            on:dragover=|event| on_dragover(&event)
            on:dragleave=|event| on_dragleave(&event)
            on:drop=move |event| on_drop(state, bench, &event)
        >
            <div class="story-page">
                <StoryHead/>
                <ol class="items" role="list">
                    <For each=shown key=|item| *item let:item>
                        <ItemRow item/>
                    </For>
                </ol>
                {move || is_empty().then(|| view! { <EmptyStory/> })}
                <Gap before=None/>
            </div>
            <PictureInput/>
        </section>
    }
}

/// Makes the items that did not fit into the first batch, a batch at a time, and lets the browser breathe in between.
fn make_rest(state: EditorState, made: RwSignal<usize>) {
    if made.get_untracked() >= state.order.with_untracked(Vec::len) {
        // From here on whatever is added is shown at once.
        return made.set(usize::MAX);
    }
    set_timeout(
        move || {
            // Later batches may be larger: by then there is something to look at.
            made.update(|made| *made += 2 * BATCH);
            make_rest(state, made);
        },
        Duration::ZERO,
    );
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
            take_pictures(state, bench, &files, state.insertion.get_untracked());
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
