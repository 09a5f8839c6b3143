//! The editor: mounted in the browser, the only thing in Sheaf that needs a script.
//!
//! [`state`] holds the story and is the only way to change it; every change goes through [`history`] for undo and
//! through [`autosave`] and its [`outbox`] to the server. The rest shows the story and listens to the curator.

mod arrivals;
mod autosave;
mod clash;
mod clash_dialog;
mod dom;
pub mod drag;
mod external;
mod failure;
mod format;
mod gap;
mod history;
mod item_body;
mod item_menu;
mod item_row;
mod lift;
mod menu;
mod moving;
mod note;
mod notices;
mod outbox;
mod outline;
mod pane_switch;
mod publish;
mod reorder;
mod shortcuts;
mod source_panel;
pub mod state;
mod storage;
mod story_column;
mod story_head;
mod top_bar;
mod touched;
mod workbench;
mod writing;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use shared::api::SourceInfo;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use self::clash_dialog::ClashDialog;
use self::external::on_paste;
use self::notices::{LiveRegion, Toasts};
use self::pane_switch::PaneSwitch;
use self::publish::PublishButton;
use self::source_panel::SourcePanel;
use self::state::{EditorState, Pane};
use self::story_column::StoryColumn;
use self::top_bar::TopBar;
use self::workbench::Workbench;
use crate::editor_start::EditorStart;

/// Mounts the editor into the page, in place of the skeleton that the server drew.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
    let (Some(root), Some(start)) = (dom::find("#editor"), read_start()) else { return };
    root.set_inner_html("");
    let place = root.clone();
    mount_to(root, move || view! { <EditorApp start/> }).forget();
    show_ready(&place);
}

/// What the server wrote into the page.
fn read_start() -> Option<EditorStart> {
    let json = dom::find("#editor-start")?.text_content()?;
    serde_json::from_str(&json).ok()
}

/// Tells style sheets and tests that the editor can be used.
fn show_ready(root: &HtmlElement) {
    let _ = root.set_attribute("data-ready", "");
}

/// The editor.
#[component]
fn EditorApp(start: EditorStart) -> impl IntoView {
    let EditorStart { story, sources } = start;
    let state = EditorState::new(story);
    let bench = Workbench::new(state);
    provide_context(state);
    provide_context(bench);
    state.autosave.begin(state);
    listen(state, bench);
    view! {
        <TopBar>
            <PublishButton/>
        </TopBar>
        <Panes sources/>
        <PaneSwitch/>
        <Toasts/>
        <LiveRegion/>
        <ClashDialog/>
    }
}

/// The story and the sources, side by side, or one at a time on a phone.
#[component]
fn Panes(sources: Vec<SourceInfo>) -> impl IntoView {
    let state = EditorState::expect();
    let shown = move || match state.view.get() {
        Pane::Story => "story",
        Pane::Sources => "sources",
    };
    view! {
        <main class="panes" data-pane=shown>
            <StoryColumn/>
            <section class="source-column" aria-label="Sources">
                <SourcePanel sources/>
            </section>
        </main>
    }
}

/// What is listened to wherever it happens on the page.
fn listen(state: EditorState, bench: Workbench) {
    let keys = window_event_listener(ev::keydown, move |event| shortcuts::on_keydown(state, &event));
    let paste = window_event_listener(ev::paste, move |event| on_paste(state, bench, &event));
    let press = window_event_listener(ev::pointerdown, move |event| {
        let outside = |selector| dom::target_within(&event, selector).is_none();
        if bench.menu.get_untracked().is_some() && outside("[data-menu]") {
            bench.menu.set(None);
        }
        if bench.writing.get_untracked().is_some() && outside(".writing") {
            bench.writing.set(None);
        }
    });
    on_cleanup(move || [keys, paste, press].into_iter().for_each(WindowListenerHandle::remove));
}
