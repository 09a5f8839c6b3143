//! Undo and redo by keyboard.

use web_sys::KeyboardEvent;

use super::dom;
use super::state::EditorState;

/// What a key combination means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Ctrl/Cmd + Z.
    Undo,
    /// Shift + Ctrl/Cmd + Z, Ctrl + Y.
    Redo,
}

impl Shortcut {
    /// Understands a key with its modifiers.
    #[must_use]
    pub fn of(key: &str, control: bool, shift: bool) -> Option<Self> {
        match (key.to_ascii_lowercase().as_str(), control, shift) {
            ("z", true, false) => Some(Self::Undo),
            ("z", true, true) | ("y", true, false) => Some(Self::Redo),
            _ => None,
        }
    }
}

/// Handles a key anywhere in the editor. While one types, the field's own undo takes back letter by letter.
pub fn on_keydown(state: EditorState, event: &KeyboardEvent) {
    let control = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    let Some(shortcut) = Shortcut::of(&event.key(), control, event.shift_key()) else { return };
    let outside = dom::is_typing(event) && dom::target_within(event, ".story-column").is_none();
    if outside || (dom::is_typing(event) && state.is_typing()) {
        return;
    }
    event.prevent_default();
    match shortcut {
        Shortcut::Undo => state.undo(),
        Shortcut::Redo => state.redo(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_keys_are_understood() {
        assert_eq!(Shortcut::of("z", true, false), Some(Shortcut::Undo));
        assert_eq!(Shortcut::of("Z", true, true), Some(Shortcut::Redo));
        assert_eq!(Shortcut::of("y", true, false), Some(Shortcut::Redo));
        assert_eq!(Shortcut::of("z", false, false), None);
    }
}
