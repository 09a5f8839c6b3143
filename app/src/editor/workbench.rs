//! What the story column shows besides the story: the open menu, the item being written, what is on its way in.

use leptos::prelude::*;
use leptos::reactive::computed::Selector;
use shared::ids::ItemId;

use super::arrivals::Arrivals;
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
    /// The item lifted by keyboard.
    pub lift: RwSignal<Option<Lift>>,
    /// Pictures and links on their way into the story.
    pub arrivals: Arrivals,
    open_menu: StoredValue<Selector<Option<OpenMenu>>>,
    lifted: StoredValue<Selector<Option<ItemId>>>,
    insertion: StoredValue<Selector<Option<ItemId>>>,
}

impl Workbench {
    /// Nothing open, nothing lifted.
    #[must_use]
    pub fn new(state: EditorState) -> Self {
        let menu = RwSignal::new(None);
        let lift = RwSignal::new(None::<Lift>);
        Self {
            menu,
            writing: RwSignal::new(None),
            lift,
            arrivals: Arrivals::new(),
            open_menu: StoredValue::new(Selector::new(move || menu.get())),
            lifted: StoredValue::new(Selector::new(move || lift.get().map(|lift| lift.item))),
            insertion: StoredValue::new(Selector::new(move || state.insertion.get())),
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

    /// Whether a menu is the open one. Every row asks; only those whose answer changes are woken.
    #[must_use]
    pub fn is_open(self, menu: OpenMenu) -> bool {
        self.open_menu.with_value(|open| open.selected(&Some(menu)))
    }

    /// Whether an item is lifted by keyboard.
    #[must_use]
    pub fn is_lifted(self, item: ItemId) -> bool {
        self.lifted.with_value(|lifted| lifted.selected(&Some(item)))
    }

    /// Whether new things go before an item, or to the end.
    #[must_use]
    pub fn is_insertion(self, before: Option<ItemId>) -> bool {
        self.insertion.with_value(|insertion| insertion.selected(&before))
    }

    /// Opens a menu, or closes it when it is the open one.
    pub fn toggle(self, menu: OpenMenu) {
        let open = self.menu.get_untracked() == Some(menu);
        self.menu.set((!open).then_some(menu));
    }
}
