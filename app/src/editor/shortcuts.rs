//! Keys that mean the same anywhere in the editor; see [`super::keyboard_help`] for all of them.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::choose_item::Purpose;
use super::moving::delete_items;
use super::state::{EditorState, Pane};
use super::workbench::Workbench;
use super::{dom, lift, selecting};

/// What a key combination means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Ctrl/Cmd + Z.
    Undo,
    /// Shift + Ctrl/Cmd + Z, Ctrl + Y.
    Redo,
    /// Ctrl/Cmd + A.
    SelectAll,
    /// Ctrl/Cmd + F.
    Find,
    /// Question mark.
    Help,
    /// Slash.
    Search,
    /// Full stop.
    Ways,
    /// Delete or Backspace.
    Delete,
    /// Alt + arrow up.
    Up,
    /// Alt + arrow down.
    Down,
    /// Escape.
    Nothing,
}

/// The keys that go with another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct With {
    /// Ctrl, or Cmd.
    pub control: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or Option.
    pub alt: bool,
}

impl Shortcut {
    /// Understands a key with its modifiers.
    #[must_use]
    pub fn of(key: &str, with: With) -> Option<Self> {
        let With { control, shift, alt } = with;
        match (key.to_ascii_lowercase().as_str(), control, shift, alt) {
            ("z", true, false, false) => Some(Self::Undo),
            ("z", true, true, false) | ("y", true, false, false) => Some(Self::Redo),
            ("a", true, false, false) => Some(Self::SelectAll),
            ("f", true, false, false) => Some(Self::Find),
            ("?", false, _, _) => Some(Self::Help),
            ("/", false, false, false) => Some(Self::Search),
            (".", false, false, false) => Some(Self::Ways),
            ("delete" | "backspace", false, false, false) => Some(Self::Delete),
            ("arrowup", false, false, true) => Some(Self::Up),
            ("arrowdown", false, false, true) => Some(Self::Down),
            ("escape", false, false, false) => Some(Self::Nothing),
            _ => None,
        }
    }

    /// Whether it is meant for the words where one types.
    const fn belongs_to_words(self) -> bool {
        !matches!(self, Self::Undo | Self::Redo | Self::Find)
    }
}

/// Handles a key anywhere in the editor. While one types, the field's own undo takes back letter by letter.
pub fn on_keydown(state: EditorState, bench: Workbench, event: &KeyboardEvent) {
    let with = With { control: event.ctrl_key() || event.meta_key(), shift: event.shift_key(), alt: event.alt_key() };
    let Some(shortcut) = Shortcut::of(&event.key(), with) else { return };
    let typing = dom::is_typing(event);
    let in_story = dom::target_within(event, ".story-column").is_some();
    let in_dialog = dom::target_within(event, "dialog, [role=menu]").is_some();
    if in_dialog || (typing && (shortcut.belongs_to_words() || !in_story || state.is_typing())) {
        return;
    }
    if act(state, bench, shortcut, event) {
        event.prevent_default();
    }
}

fn act(state: EditorState, bench: Workbench, shortcut: Shortcut, event: &KeyboardEvent) -> bool {
    let on_item = || dom::target_within(event, "[data-item-id]")?.get_attribute("data-item-id")?.parse().ok();
    match shortcut {
        Shortcut::Undo => state.undo(),
        Shortcut::Redo => state.redo(),
        Shortcut::SelectAll => selecting::all(state),
        Shortcut::Find => bench.choosing.set(Some(Purpose::Find)),
        Shortcut::Help => bench.help.set(true),
        Shortcut::Search => {
            state.view.set(Pane::Sources);
            dom::focus_soon("[role=tabpanel]:not([hidden]) input[type=search]".to_owned());
        }
        Shortcut::Ways => dom::focus_soon(".selection-way".to_owned()),
        Shortcut::Delete => {
            let selected = selecting::in_order(state);
            // On a button elsewhere it would be a slip.
            let elsewhere = dom::target_within(event, "button:not(.handle), a").is_some();
            if selected.is_empty() || elsewhere {
                return false;
            }
            delete_items(state, &selected);
        }
        Shortcut::Up | Shortcut::Down => {
            let first = || selecting::in_order(state).first().copied();
            let Some(item) = on_item().or_else(first) else { return false };
            lift::nudge(state, item, shortcut == Shortcut::Down);
        }
        Shortcut::Nothing => {
            let any = state.selection.with_untracked(|selection| !selection.is_empty());
            if any {
                selecting::clear(state);
            }
            return any;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_keys_are_understood() {
        let control = With { control: true, ..With::default() };
        let both = With { shift: true, ..control };
        assert_eq!(Shortcut::of("z", control), Some(Shortcut::Undo));
        assert_eq!(Shortcut::of("Z", both), Some(Shortcut::Redo));
        assert_eq!(Shortcut::of("y", control), Some(Shortcut::Redo));
        assert_eq!(Shortcut::of("z", With::default()), None);
        assert_eq!(Shortcut::of("?", With { shift: true, ..With::default() }), Some(Shortcut::Help));
        assert_eq!(Shortcut::of("ArrowUp", With { alt: true, ..With::default() }), Some(Shortcut::Up));
    }
}
