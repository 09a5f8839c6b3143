//! Moving an item by keyboard: Space lifts it, arrows move it, Space drops it, Escape puts it back. The story itself
//! changes once, on the drop.

use leptos::prelude::*;
use shared::ids::ItemId;
use web_sys::KeyboardEvent;

use super::dom;
use super::moving::{move_item, name_of};
use super::state::EditorState;
use super::workbench::Workbench;

/// How many places Page Up and Page Down move.
const PAGE: usize = 10;

/// An item in the hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lift {
    /// The item.
    pub item: ItemId,
    /// Its index among the items, where it would be dropped now.
    place: usize,
    last: usize,
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
}

impl Lift {
    /// Lifts an item of a story; `None` when it is not there.
    #[must_use]
    pub fn new(order: &[ItemId], item: ItemId) -> Option<Self> {
        let place = order.iter().position(|id| *id == item)?;
        Some(Self { item, place, last: order.len() - 1 })
    }

    /// The same item a step on, within the story.
    #[must_use]
    pub fn stepped(self, step: Step) -> Self {
        let place = match step {
            Step::Up(by) => self.place.saturating_sub(by),
            Step::Down(by) => (self.place + by).min(self.last),
            Step::First => 0,
            Step::Last => self.last,
        };
        Self { place, ..self }
    }

    /// The item it would be dropped in front of.
    #[must_use]
    pub fn before(self, order: &[ItemId]) -> Option<ItemId> {
        order.iter().copied().filter(|id| *id != self.item).nth(self.place)
    }
}

/// Handles a key on an item's handle.
pub fn on_handle_key(state: EditorState, bench: Workbench, item: ItemId, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let lifted = bench.lift.get_untracked().filter(|lift| lift.item == item);
    let handled = match (lifted, event.key().as_str()) {
        (None, " " | "Enter") => lift(state, bench, item),
        (Some(lift), " " | "Enter") => drop_item(state, bench, lift),
        (Some(_), "Escape") => put_back(state, bench),
        (Some(lift), key) => Step::of_key(key).is_some_and(|step| carry(state, bench, lift.stepped(step))),
        (None, key) => Step::of_key(key).is_some_and(|step| walk(state, item, step)),
    };
    if handled {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Lifts an item, or drops it when it is the one lifted.
pub fn toggle(state: EditorState, bench: Workbench, item: ItemId) {
    match bench.lift.get_untracked().filter(|lift| lift.item == item) {
        Some(lift) => drop_item(state, bench, lift),
        None => lift(state, bench, item),
    };
}

/// Leaves the item where it is, when the focus goes elsewhere in mid-air.
pub fn on_handle_blur(state: EditorState, bench: Workbench, item: ItemId) {
    if bench.lift.get_untracked().is_some_and(|lift| lift.item == item) {
        put_back(state, bench);
    }
}

fn lift(state: EditorState, bench: Workbench, item: ItemId) -> bool {
    let Some(lift) = state.order.with_untracked(|order| Lift::new(order, item)) else { return false };
    bench.lift.set(Some(lift));
    state.announce(&format!(
        "{} lifted from position {} of {}. Arrow keys move it, Space drops it, Escape puts it back.",
        name_of(state, item),
        lift.place + 1,
        lift.last + 1
    ));
    true
}

fn carry(state: EditorState, bench: Workbench, lift: Lift) -> bool {
    bench.lift.set(Some(lift));
    let before = state.order.with_untracked(|order| lift.before(order));
    dom::mark_landing(Some(before));
    dom::reveal_soon(dom::gap_before(before));
    let beside = before.map_or_else(|| "at the end".to_owned(), |id| format!("before {}", name_of(state, id)));
    state.announce(&format!("Position {} of {}, {beside}", lift.place + 1, lift.last + 1));
    true
}

fn drop_item(state: EditorState, bench: Workbench, lift: Lift) -> bool {
    bench.lift.set(None);
    dom::mark_landing(None);
    move_item(state, lift.item, state.order.with_untracked(|order| lift.before(order)));
    true
}

fn put_back(state: EditorState, bench: Workbench) -> bool {
    bench.lift.set(None);
    dom::mark_landing(None);
    state.announce("Put back where it was.");
    true
}

/// Takes the focus from handle to handle.
fn walk(state: EditorState, from: ItemId, step: Step) -> bool {
    let order = state.order.get_untracked();
    let place = Lift::new(&order, from).map(|lift| lift.stepped(step).place);
    if let Some(item) = place.and_then(|place| order.get(place)) {
        dom::focus_soon(dom::handle_of(*item));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_item_travels_within_the_story() {
        let order: Vec<ItemId> = (0..4).map(|_| ItemId::fresh()).collect();
        let lift = Lift::new(&order, order[1]).expect("there");
        assert_eq!(lift.before(&order), Some(order[2]));
        assert_eq!(lift.stepped(Step::Up(1)).before(&order), Some(order[0]));
        assert_eq!(lift.stepped(Step::Up(PAGE)).stepped(Step::Up(1)).before(&order), Some(order[0]));
        assert_eq!(lift.stepped(Step::Down(1)).before(&order), Some(order[3]));
        assert_eq!(lift.stepped(Step::Last).before(&order), None);
        assert_eq!(lift.stepped(Step::Down(PAGE)), lift.stepped(Step::Last));
        assert_eq!(Lift::new(&order, ItemId::fresh()), None);
    }
}
