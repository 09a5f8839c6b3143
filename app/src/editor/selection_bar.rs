//! What can be done with everything that is selected: a bar that appears when more than one item is, or a heading's
//! section.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::edit::squash;
use shared::ids::ItemId;
use shared::item::ItemBody;

use super::choose_item::Purpose;
use super::lean::{memo, on, part};
use super::moving::{delete_items, name_of_all};
use super::sorting::{self, By};
use super::state::EditorState;
use super::tray::Tray;
use super::workbench::Workbench;
use super::{dom, selecting};
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Move,
    Group,
    Sort(By),
    SetAside,
    Delete,
    Clear,
}

/// In the order they are offered.
const WAYS: [(Way, IconName, &str); 8] = [
    (Way::Move, IconName::After, "Move after…"),
    (Way::Group, IconName::Heading, "Group under a heading"),
    (Way::Sort(By::Time), IconName::Clock, "Sort by time"),
    (Way::Sort(By::Thread), IconName::Thread, "Sort by thread"),
    (Way::Sort(By::Author), IconName::Person, "Sort by author"),
    (Way::SetAside, IconName::Tray, "Set aside on your tray"),
    (Way::Delete, IconName::Delete, "Delete"),
    (Way::Clear, IconName::Close, "Select nothing"),
];

/// The bar.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let tray = Tray::expect();
    let count = memo(move || state.selection.with(BTreeSet::len));
    let shown = memo(move || count.get() > 1 || (count.get() == 1 && selecting::coarse_pointer()));
    let ways = move || {
        let button = |(way, icon, label)| {
            view! {
                <button type="button" class="selection-way" aria-label=label title=label on:click=on(move |_| go(state, bench, tray, way))>
                    <Icon name=icon/>
                </button>
            }
        };
        WAYS.map(button).into_iter().collect_view()
    };
    move || {
        shown.get().then(|| {
            view! {
                <section class="selection-bar" aria-label="Selected items">
                    <p>{part(move || [&counted(count.get(), "item"), " selected"].concat())}</p>
                    <div class="selection-ways">{ways()}</div>
                </section>
            }
        })
    }
}

fn go(state: EditorState, bench: Workbench, tray: Tray, way: Way) {
    let items = selecting::in_order(state);
    match way {
        Way::Move => bench.choosing.set(Some(Purpose::MoveAfter(items))),
        Way::Group => group(state, &items),
        Way::Sort(by) => sorting::sort(state, &items, by),
        Way::SetAside => tray.set_items_aside(state, &items),
        Way::Delete => delete_items(state, &items),
        Way::Clear => selecting::clear(state),
    }
}

/// Gathers items under a new heading where the first of them stands.
fn group(state: EditorState, items: &[ItemId]) {
    let Some(first) = items.first().copied() else { return };
    let heading = ItemId::fresh();
    let changes = state.document.with_untracked(|document| {
        let body = ItemBody::Heading { text: String::new() };
        let headed = document.insert(vec![(heading, body)], Some(first));
        let mut after = document.clone();
        let behind = document
            .ordered()
            .into_iter()
            .find(|item| item.order > document.items[&first].order && !items.contains(&item.id));
        let behind = behind.map(|item| item.id);
        match shared::edit::apply(&mut after, &headed) {
            Ok(()) => squash(headed, after.move_items(items, behind)),
            Err(_) => headed,
        }
    });
    let name = name_of_all(state, items);
    state.edit("group", changes);
    state.toast(&[&name, " gathered under a new heading."].concat(), true);
    dom::focus_soon(dom::row_of(heading) + " .heading-field");
}
