//! The editor: mounted in the browser, the only thing in Sheaf that needs a script.

mod autosave;
mod clash;
mod dom;
pub mod drag;
mod failure;
mod history;
mod moving;
mod outbox;
mod publish;
mod reorder;
mod source_panel;
pub mod state;
mod storage;

use wasm_bindgen::prelude::wasm_bindgen;

/// Mounts the editor into the page.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
}
