//! Moving items by keyboard: Space lifts, arrows move, Space drops, Escape puts back. The story itself changes once, on
//! the drop. A selected item is lifted with all that is selected, a heading with its section. What is folded away is
//! one place.

use leptos::prelude::*;
use shared::ids::ItemId;
use web_sys::KeyboardEvent;

use super::moving::{delete_items, move_items, name_of, name_of_all};
use super::state::EditorState;
use super::workbench::Workbench;
use super::{dom, sections, selecting};

/// How many places Page Up and Page Down move.
const PAGE: usize = 10;

/// Items in the hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lift {
    /// The item whose handle holds them.
    pub item: ItemId,
    /// All of them.
    pub items: Vec<ItemId>,
    /// How many of the others they would stand behind, were they dropped now.
    place: usize,
    others: usize,
}

/// A step in the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Towards the beginning.
    Up(usize),
    /// Towards the end.
    Down(usize),
    /// To the beginning.
    First,
    /// To the end.
    Last,
}

impl Step {
    /// The step that a key means.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "ArrowUp" => Some(Self::Up(1)),
            "ArrowDown" => Some(Self::Down(1)),
            "PageUp" => Some(Self::Up(PAGE)),
            "PageDown" => Some(Self::Down(PAGE)),
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => None,
        }
    }

    /// A place a step on, of those from 0 to `last`.
    #[must_use]
    pub fn from(self, place: usize, last: usize) -> usize {
        match self {
            Self::Up(by) => place.saturating_sub(by),
            Self::Down(by) => (place + by).min(last),
            Self::First => 0,
            Self::Last => last,
        }
    }
}

impl Lift {
    /// Lifts items of a story by the handle of one of them; `None` when it is not there.
    #[must_use]
    pub fn new(order: &[ItemId], item: ItemId, items: Vec<ItemId>) -> Option<Self> {
        let at = order.iter().position(|id| *id == item)?;
        let place = order[..at].iter().filter(|id| !items.contains(id)).count();
        let others = order.iter().filter(|id| !items.contains(id)).count();
        Some(Self { item, items, place, others })
    }

    /// The same items a step on, within the story.
    #[must_use]
    pub fn stepped(&self, step: Step) -> Self {
        Self { place: step.from(self.place, self.others), ..self.clone() }
    }

    /// The item they would be dropped in front of.
    #[must_use]
    pub fn before(&self, order: &[ItemId]) -> Option<ItemId> {
        order.iter().copied().filter(|id| !self.items.contains(id)).nth(self.place)
    }

    /// "position 3 of 12", or of the places that several items can take.
    fn position(&self) -> String {
        ["position ", &(self.place + 1).to_string(), " of ", &(self.others + 1).to_string()].concat()
    }
}

/// Handles a key on an item's handle.
pub fn on_handle_key(state: EditorState, bench: Workbench, item: ItemId, event: &KeyboardEvent) {
    let lifted = bench.lift.get_untracked().filter(|lift| lift.item == item);
    let control = event.ctrl_key() || event.meta_key();
    let handled = match (lifted, event.key().as_str()) {
        (None, " ") if control => selecting::toggle(state, item),
        _ if control || event.alt_key() => false,
        (None, " " | "Enter") => lift(state, bench, item),
        (None, "Delete" | "Backspace") => delete(state, item),
        (Some(lift), " " | "Enter") => drop_items(state, bench, &lift),
        (Some(_), "Escape") => put_back(state, bench),
        (Some(lift), key) => Step::of_key(key).is_some_and(|step| carry(state, bench, lift.stepped(step))),
        (None, key) => Step::of_key(key).is_some_and(|step| walk(state, item, step, event.shift_key())),
    };
    if handled {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Lifts an item, or drops it when it is the one lifted.
pub fn toggle(state: EditorState, bench: Workbench, item: ItemId) {
    match bench.lift.get_untracked().filter(|lift| lift.item == item) {
        Some(lift) => drop_items(state, bench, &lift),
        None => lift(state, bench, item),
    };
}

/// Leaves the items where they are, when the focus goes elsewhere in mid-air.
pub fn on_handle_blur(state: EditorState, bench: Workbench, item: ItemId) {
    if bench.lift.with_untracked(|lift| lift.as_ref().is_some_and(|lift| lift.item == item)) {
        put_back(state, bench);
    }
}

fn delete(state: EditorState, item: ItemId) -> bool {
    delete_items(state, &selecting::meant_by(state, item));
    true
}

fn lift(state: EditorState, bench: Workbench, item: ItemId) -> bool {
    let items = selecting::carried_with(state, item, false);
    let Some(lift) = Lift::new(&sections::in_view(state), item, items) else { return false };
    let name = name_of_all(state, &lift.items);
    let words = [&name, " lifted from ", &lift.position(), ". Arrow keys move, Space drops, Escape puts back."];
    state.announce(&words.concat());
    bench.lift.set(Some(lift));
    true
}

fn carry(state: EditorState, bench: Workbench, lift: Lift) -> bool {
    let before = lift.before(&sections::in_view(state));
    dom::mark_landing(Some(before));
    dom::reveal_soon(dom::gap_before(before));
    let beside = before.map_or_else(|| "at the end".to_owned(), |id| ["before ", &name_of(state, id)].concat());
    let position = lift.position();
    state.announce(&["P", &position[1..], ", ", &beside].concat());
    bench.lift.set(Some(lift));
    true
}

fn drop_items(state: EditorState, bench: Workbench, lift: &Lift) -> bool {
    bench.lift.set(None);
    dom::mark_landing(None);
    move_items(state, &lift.items, lift.before(&sections::in_view(state)));
    dom::focus_soon(dom::handle_of(lift.item));
    true
}

fn put_back(state: EditorState, bench: Workbench) -> bool {
    bench.lift.set(None);
    dom::mark_landing(None);
    state.announce("Put back where it was.");
    true
}

/// Takes the focus from handle to handle; with Shift the selection goes along.
fn walk(state: EditorState, from: ItemId, step: Step, selecting: bool) -> bool {
    let order = sections::in_view(state);
    let at = order.iter().position(|id| *id == from);
    if let Some(item) = at.map(|at| order[step.from(at, order.len() - 1)]) {
        if selecting {
            selecting::extend(state, from, item);
        }
        dom::focus_soon(dom::handle_of(item));
    }
    true
}

/// Moves what an item's handle means by one place, without lifting: Alt and an arrow key.
pub fn nudge(state: EditorState, item: ItemId, down: bool) {
    let items = selecting::carried_with(state, item, false);
    let order = sections::in_view(state);
    let Some(lift) = Lift::new(&order, item, items) else { return };
    let lift = lift.stepped(if down { Step::Down(1) } else { Step::Up(1) });
    move_items(state, &lift.items, lift.before(&order));
    dom::focus_soon(dom::handle_of(item));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_item_travels_within_the_story() {
        let order: Vec<ItemId> = (0..4).map(|_| ItemId::fresh()).collect();
        let lift = Lift::new(&order, order[1], vec![order[1]]).expect("there");
        assert_eq!(lift.before(&order), Some(order[2]));
        assert_eq!(lift.stepped(Step::Up(1)).before(&order), Some(order[0]));
        assert_eq!(lift.stepped(Step::Up(PAGE)).stepped(Step::Up(1)).before(&order), Some(order[0]));
        assert_eq!(lift.stepped(Step::Down(1)).before(&order), Some(order[3]));
        assert_eq!(lift.stepped(Step::Last).before(&order), None);
        assert_eq!(lift.stepped(Step::Down(PAGE)), lift.stepped(Step::Last));
        assert_eq!(Lift::new(&order, ItemId::fresh(), Vec::new()), None);
    }

    #[test]
    fn several_items_travel_together_among_the_others() {
        let order: Vec<ItemId> = (0..5).map(|_| ItemId::fresh()).collect();
        let lift = Lift::new(&order, order[3], vec![order[1], order[3]]).expect("there");
        assert_eq!(lift.position(), "position 3 of 4");
        assert_eq!(lift.before(&order), Some(order[4]));
        assert_eq!(lift.stepped(Step::Up(1)).before(&order), Some(order[2]));
        assert_eq!(lift.stepped(Step::First).before(&order), Some(order[0]));
    }
}
