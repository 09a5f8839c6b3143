//! What the story column shows besides the story: the open menu, the item being written, what is on its way in.

use leptos::prelude::*;
use shared::ids::ItemId;

use super::arrivals::Arrivals;
use super::dom;
use super::history::Field;
use super::lift::Lift;

/// The hidden field through which pictures are chosen.
const PICTURE_INPUT: &str = "#story-pictures";

/// The menu that is open; there is one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMenu {
    /// What to insert before an item, or at the end.
    Insert(Option<ItemId>),
    /// What to do with an item.
    Item(ItemId),
}

/// Signals of the story column.
#[derive(Clone, Copy)]
pub struct Workbench {
    /// The menu that is open.
    pub menu: RwSignal<Option<OpenMenu>>,
    /// The text that is being written.
    pub writing: RwSignal<Option<Field>>,
    /// The item lifted by keyboard.
    pub lift: RwSignal<Option<Lift>>,
    /// Pictures and links on their way into the story.
    pub arrivals: Arrivals,
}

impl Workbench {
    /// Nothing open, nothing lifted.
    #[must_use]
    pub fn new() -> Self {
        Self {
            menu: RwSignal::new(None),
            writing: RwSignal::new(None),
            lift: RwSignal::new(None),
            arrivals: Arrivals::new(),
        }
    }

    /// The workbench of the editor that the calling component belongs to.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Ends writing in a text, unless another is being written by now.
    pub fn stop_writing(self, field: Field) {
        if self.writing.get_untracked() == Some(field) {
            self.writing.set(None);
        }
    }

    /// Asks for pictures from disk; they go to the insertion place.
    pub fn choose_pictures(self) {
        if let Some(input) = dom::find(PICTURE_INPUT) {
            input.click();
        }
    }

    /// Opens a menu, or closes it when it is the open one.
    pub fn toggle(self, menu: OpenMenu) {
        let open = self.menu.get_untracked() == Some(menu);
        self.menu.set((!open).then_some(menu));
    }
}
