//! What can go between two items.

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;

use super::dom;
use super::history::Field;
use super::menu::{Menu, MenuItem};
use super::moving;
use super::state::EditorState;
use super::workbench::Workbench;
use crate::parts::icon::IconName;

/// The menu of a gap.
#[component]
pub fn InsertMenu(
    /// The item that follows.
    before: Option<ItemId>,
) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let close = move || bench.menu.set(None);
    let write = move |()| {
        close();
        let added = moving::add_item(state, ItemBody::Text { markdown: String::new() }, before);
        bench.writing.set(added.map(Field::Words));
    };
    let head = move |()| {
        close();
        if let Some(item) = moving::add_item(state, ItemBody::Heading { text: String::new() }, before) {
            dom::focus_soon(dom::row_of(item) + " .heading-field");
        }
    };
    let divide = move |()| {
        close();
        if let Some(item) = moving::add_item(state, ItemBody::Divider, before) {
            dom::focus_soon(dom::handle_of(item));
        }
    };
    let picture = move |()| {
        close();
        bench.choose_pictures();
    };
    view! {
        <Menu label="Insert" opener=dom::gap_before(before) + " > .gap-button" close=move |()| close()>
            <MenuItem icon=IconName::Text label="Text" choose=write/>
            <MenuItem icon=IconName::Heading label="Heading" choose=head/>
            <MenuItem icon=IconName::Picture label="Picture" choose=picture/>
            <MenuItem icon=IconName::Divider label="Divider" choose=divide/>
        </Menu>
    }
}
