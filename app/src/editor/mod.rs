//! The editor: mounted in the browser, the only thing in Sheaf that needs a script.
//!
//! [`state`] holds the story and is the only way to change it; every change goes through [`history`] for undo and
//! through [`autosave`] and its [`outbox`] to the server. The rest shows the story and listens to the curator.

mod arrivals;
mod autosave;
mod choose_item;
mod clash;
mod clash_dialog;
mod column;
mod dialogs;
mod dom;
pub mod drag;
mod external;
mod failure;
mod format;
mod history;
mod insert_menu;
mod item_menu;
mod kept_links;
mod keyboard_help;
mod lean;
mod lift;
mod line_field;
mod menu;
mod moving;
mod note;
mod notices;
mod outbox;
mod outline;
mod pane_switch;
mod places_menu;
mod post_display;
mod publish;
mod rendering;
mod reorder;
mod sections;
mod selecting;
mod selection_bar;
mod shortcuts;
mod sorting;
mod source_panel;
pub mod state;
mod storage;
mod story_head;
mod together;
mod top_bar;
mod touched;
mod tray;
mod workbench;
mod writing;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use shared::api::SourceInfo;
use shared::desk::EditorStart;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

use self::choose_item::ChooseItem;
use self::clash_dialog::ClashDialog;
use self::column::{Drawn, StoryColumn};
use self::external::on_paste;
use self::keyboard_help::KeyboardHelp;
use self::notices::{LiveRegion, Toasts};
use self::outline::Outline;
use self::pane_switch::PaneSwitch;
use self::places_menu::PlacesMenu;
use self::post_display::DisplayDialog;
use self::publish::PublishButton;
use self::selection_bar::SelectionBar;
use self::source_panel::SourcePanel;
use self::state::{EditorState, Pane};
use self::together::People;
use self::top_bar::TopBar;
use self::tray::Tray;
use self::workbench::Workbench;

/// Mounts the editor into the page, in place of what the server drew; the rows of the story stay the same elements.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
    let (Some(root), Some(start)) = (dom::find("#editor"), read_start()) else { return };
    let rows = dom::find("#story-rows");
    let scrolled = dom::find(".story-column").map_or(0, |column| column.scroll_top());
    root.set_inner_html("");
    let place = root.clone();
    mount_to(root, move || view! { <EditorApp start rows scrolled/> }).forget();
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
fn EditorApp(start: EditorStart, rows: Option<HtmlElement>, scrolled: i32) -> impl IntoView {
    let EditorStart { story, sources } = start;
    let state = EditorState::new(story);
    let drawn = Drawn::take_over(rows, state)?;
    let bench = Workbench::new(drawn, state.story);
    state.touched.draw_with(move |state, items| {
        bench.let_go(state);
        bench.drawn.try_update_value(|drawn| drawn.draw(state, items)).unwrap_or(true)
    });
    provide_context(state);
    provide_context(bench);
    provide_context(Tray::new());
    state.autosave.begin(state);
    state.look_for_steps();
    listen(state, bench);
    let together = together::begin(state);
    Some(view! {
        <TopBar>
            <People together/>
            <PlacesMenu/>
            <PublishButton/>
        </TopBar>
        <Panes sources scrolled/>
        <PaneSwitch/>
        <SelectionBar/>
        <Toasts/>
        <LiveRegion/>
        <ClashDialog/>
        <ChooseItem/>
        <DisplayDialog/>
        <KeyboardHelp/>
    })
}

/// The story and the sources, side by side, or one at a time on a phone.
#[component]
fn Panes(sources: Vec<SourceInfo>, scrolled: i32) -> impl IntoView {
    let state = EditorState::expect();
    let shown = move || match state.view.get() {
        Pane::Story => "story",
        Pane::Sources => "sources",
    };
    view! {
        <main class="panes" data-pane=shown>
            <Outline/>
            <StoryColumn scrolled/>
            <section class="source-column" aria-label="Sources">
                <SourcePanel sources/>
            </section>
        </main>
    }
}

/// What is listened to wherever it happens on the page.
fn listen(state: EditorState, bench: Workbench) {
    let keys = window_event_listener(ev::keydown, move |event| shortcuts::on_keydown(state, bench, &event));
    let paste = window_event_listener(ev::paste, move |event| on_paste(state, bench, &event));
    let press = window_event_listener(ev::pointerdown, move |event| {
        let outside = |selector| dom::target_within(&event, selector).is_none();
        if bench.menu.get_untracked().is_some() && outside("[data-menu]") {
            bench.menu.set(None);
        }
        if bench.writing.get_untracked().is_some() && outside(".writing, .choose-item") {
            bench.writing.set(None);
        }
    });
    on_cleanup(move || [keys, paste, press].into_iter().for_each(WindowListenerHandle::remove));
}
