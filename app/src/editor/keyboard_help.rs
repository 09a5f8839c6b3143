//! What the keyboard can do, shown when "?" is pressed.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::lean::{on, watch};
use super::workbench::Workbench;
use crate::parts::icon::{Icon, IconName};

/// What each key does, in the order one learns them.
const KEYS: &[(&str, &str)] = &[
    ("?", "Show this"),
    ("Ctrl Z · Ctrl Shift Z", "Undo · redo, also after a reload"),
    ("Ctrl F", "Find in this story"),
    ("/", "Go to the search box"),
    ("↑ ↓", "On a handle: go from item to item"),
    ("Shift ↑ ↓", "Select as you go"),
    ("Ctrl Space", "Select the item, or leave it out"),
    ("Ctrl A", "Select everything"),
    ("Space", "Lift what is selected; arrows move it, Space drops it, Escape puts it back"),
    ("Alt ↑ ↓", "Move it by one place"),
    ("Delete", "Delete what is selected"),
    ("Enter", "On a search result: add it to the story"),
    ("Ctrl B · I · K · M", "While writing: bold, italic, link, mention a post"),
    ("Escape", "Close, put back, select nothing"),
];

/// The overlay.
#[component]
pub fn KeyboardHelp() -> impl IntoView {
    let bench = Workbench::expect();
    let dialog = NodeRef::<Dialog>::new();
    watch(move || {
        let Some(dialog) = dialog.get() else { return };
        match bench.help.get() {
            true => drop(dialog.show_modal()),
            false => dialog.close(),
        }
    });
    view! {
        <dialog node_ref=dialog class="keyboard-help" aria-labelledby="keys-heading" on:close=on(move |_| bench.help.set(false))>
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id="keys-heading">"Keyboard"</h2>
                    <button type="button" class="button quiet icon-only" aria-label="Close" on:click=on(move |_| bench.help.set(false))>
                        <Icon name=IconName::Close/>
                    </button>
                </div>
                <dl class="keys" inner_html=keys()></dl>
            </div>
        </dialog>
    }
}

fn keys() -> String {
    KEYS.iter().map(|(keys, does)| ["<div><dt>", keys, "</dt><dd>", does, "</dd></div>"].concat()).collect()
}
