//! What can be done with an item, by one pointer or the keyboard alone. On a selected item it is done with all that is
//! selected.

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;

use super::choose_item::Purpose;
use super::history::Field;
use super::menu::{Menu, MenuItem};
use super::moving::{delete_items, move_items};
use super::state::EditorState;
use super::tray::Tray;
use super::workbench::Workbench;
use super::{dom, lift, sections, selecting};
use crate::parts::icon::IconName;

/// The menu of an item.
#[component]
pub fn ItemActions(
    /// Which item.
    item: ItemId,
) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let meant = StoredValue::new(selecting::meant_by(state, item));
    let close = Callback::new(move |()| bench.menu.set(None));
    let order = state.order.get_untracked();
    let at = order.iter().position(|id| *id == item).unwrap_or(0);
    let (is_first, is_last) = (at == 0, at + 1 == order.len());
    let first = order.first().copied();
    let opener = dom::row_of(item) + " .item-menu-button";
    let act = move |act: fn(EditorState, Workbench, Vec<ItemId>)| {
        Callback::new(move |()| {
            close.run(());
            act(state, bench, meant.get_value());
        })
    };
    let step = move |down: bool| {
        Callback::new(move |()| {
            close.run(());
            lift::nudge(state, item, down);
        })
    };
    let to_top = Callback::new(move |()| {
        close.run(());
        move_items(state, &meant.get_value(), first);
    });
    let select = Callback::new(move |()| {
        close.run(());
        selecting::toggle(state, item);
    });
    let tray = Tray::expect();
    let aside = Callback::new(move |()| {
        close.run(());
        tray.set_items_aside(state, &meant.get_value());
    });
    let more = of_kind(state, bench, item, close);
    let has_post = state.body(item).is_some_and(|body| body.post_id().is_some());
    view! {
        <Menu label="Actions" opener close>
            <MenuItem icon=IconName::Top label="Move to top" disabled=is_first choose=to_top/>
            <MenuItem icon=IconName::Up label="Move up" disabled=is_first choose=step(false)/>
            <MenuItem icon=IconName::Down label="Move down" disabled=is_last choose=step(true)/>
            <MenuItem
                icon=IconName::Bottom
                label="Move to bottom"
                disabled=is_last
                choose=act(|state, _, meant| move_items(state, &meant, None))
            />
            <MenuItem
                icon=IconName::After
                label="Move after…"
                disabled=is_first && is_last
                choose=act(|_, bench, meant| bench.choosing.set(Some(Purpose::MoveAfter(meant))))
            />
            {more}
            {has_post.then(|| view! { <MenuItem icon=IconName::Tray label="Set aside on your tray" choose=aside/> })}
            <MenuItem icon=IconName::Check label="Select" choose=select/>
            <MenuItem
                icon=IconName::Delete
                label="Delete"
                choose=act(|state, _, meant| delete_items(state, &meant))
            />
        </Menu>
    }
}

/// What only some kinds of items can have done to them.
fn of_kind(state: EditorState, bench: Workbench, item: ItemId, close: Callback<()>) -> Option<AnyView> {
    match state.body(item)? {
        ItemBody::Post { .. } => {
            let comment = move |()| {
                close.run(());
                bench.writing.set(Some(Field::Note(item)));
            };
            let display = move |()| {
                close.run(());
                bench.displaying.set(Some(item));
            };
            Some(
                view! {
                    <MenuItem icon=IconName::Text label="Comment" choose=comment/>
                    <MenuItem icon=IconName::Preview label="Show differently…" choose=display/>
                }
                .into_any(),
            )
        }
        ItemBody::Heading { .. } => {
            let section = move |()| {
                close.run(());
                selecting::set(state, sections::section_of(state, item));
            };
            let fold = move |()| {
                close.run(());
                sections::toggle_fold(state, item);
            };
            Some(
                view! {
                    <MenuItem icon=IconName::List label="Select the section" choose=section/>
                    <MenuItem icon=IconName::Open label="Fold or unfold" choose=fold/>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}
