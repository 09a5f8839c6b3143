//! What the story column shows besides the story: the open menu, the item being written, what is on its way in.

use leptos::prelude::*;
use shared::ids::{ItemId, StoryId};

use super::arrivals::Arrivals;
use super::choose_item::Purpose;
use super::column::Drawn;
use super::dom;
use super::history::Field;
use super::lift::Lift;
use super::state::EditorState;

/// The hidden field through which pictures are chosen.
const PICTURE_INPUT: &str = "#story-pictures";

/// The menu that is open; there is one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// The items lifted by keyboard.
    pub lift: RwSignal<Option<Lift>>,
    /// What an item is being chosen for.
    pub choosing: RwSignal<Option<Purpose>>,
    /// What was chosen to be mentioned, until the text has it.
    pub mentioned: StoredValue<Option<ItemId>>,
    /// The post whose display is being changed.
    pub displaying: RwSignal<Option<ItemId>>,
    /// Whether the keys are explained.
    pub help: RwSignal<bool>,
    /// Whether the outline is shown where there is no room for it all the time.
    pub outlined: RwSignal<bool>,
    /// Pictures and links on their way into the story.
    pub arrivals: Arrivals,
    /// The rows on the page; elements belong to the browser's own thread.
    pub drawn: StoredValue<Drawn, LocalStorage>,
}

impl Workbench {
    /// Nothing open, nothing lifted, over the rows of a story.
    #[must_use]
    pub fn new(drawn: Drawn, story: StoryId) -> Self {
        Self {
            menu: RwSignal::new(None),
            writing: RwSignal::new(None),
            lift: RwSignal::new(None),
            choosing: RwSignal::new(None),
            mentioned: StoredValue::new(None),
            displaying: RwSignal::new(None),
            help: RwSignal::new(false),
            outlined: RwSignal::new(false),
            arrivals: Arrivals::new(story),
            drawn: StoredValue::new_local(drawn),
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

    /// Lets go of what is no longer in the story: somebody else may have deleted it.
    pub fn let_go(self, state: EditorState) {
        let is_gone = |item: &ItemId| state.body(*item).is_none();
        if self.lift.with_untracked(|lift| lift.as_ref().is_some_and(|lift| lift.items.iter().any(is_gone))) {
            self.lift.set(None);
            dom::mark_landing(None);
            state.announce("What you had lifted was deleted.");
        }
        if let Some(Field::Words(item) | Field::Note(item)) = self.writing.get_untracked()
            && is_gone(&item)
        {
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
