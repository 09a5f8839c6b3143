//! The place between two items: a hairline with "+", and the menu of what can go there.

use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;

use super::dom;
use super::history::Field;
use super::menu::{Menu, MenuItem};
use super::moving;
use super::state::EditorState;
use super::workbench::{OpenMenu, Workbench};
use crate::parts::icon::{Icon, IconName};

/// The place before an item, or at the end of the story.
#[component]
pub fn Gap(
    /// The item that follows.
    before: Option<ItemId>,
) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let menu = OpenMenu::Insert(before);
    let is_open = move || bench.is_open(menu);
    let is_insertion = move || bench.is_insertion(before);
    let label = if before.is_some() { "Insert before this item" } else { "Insert at the end" };
    let open = move |_| {
        state.insertion.set(before);
        bench.toggle(menu);
    };
    view! {
        <div class="gap" class:at-end=before.is_none() class:is-insertion=is_insertion data-menu="">
            <button
                type="button"
                class="gap-button"
                aria-label=label
                title=label
                aria-haspopup="menu"
                aria-expanded=move || is_open().to_string()
                on:click=open
            >
                <Icon name=IconName::Plus/>
            </button>
            {move || is_open().then(|| view! { <InsertMenu before/> })}
            {move || bench.arrivals.view(state, before)}
        </div>
    }
}

/// What can go into a gap.
#[component]
fn InsertMenu(before: Option<ItemId>) -> impl IntoView {
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
            dom::focus_soon(format!("[data-item-id=\"{item}\"] .heading-field"));
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
