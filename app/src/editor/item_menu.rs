//! What can be done with an item, by one pointer or the keyboard alone: moving it anywhere, deleting it.

use leptos::prelude::*;
use shared::ids::ItemId;

use super::dom;
use super::menu::{Menu, MenuItem};
use super::moving::{delete_item, move_item, name_of};
use super::state::EditorState;
use super::workbench::{OpenMenu, Workbench};
use crate::parts::icon::{Icon, IconName};

/// The most items listed at once; typing narrows them down.
const LISTED: usize = 60;

/// The button and its menu.
#[component]
pub fn ItemMenu(
    /// Which item.
    item: ItemId,
    /// A short name of it.
    name: Signal<String>,
) -> impl IntoView {
    let bench = Workbench::expect();
    let menu = OpenMenu::Item(item);
    let is_open = move || bench.is_open(menu);
    view! {
        <div class="item-menu" data-menu="">
            <button
                type="button"
                class="item-button item-menu-button"
                aria-label=move || format!("Actions for {}", name.get())
                title="Move or delete"
                aria-haspopup="menu"
                aria-expanded=move || is_open().to_string()
                on:click=move |_| bench.toggle(menu)
            >
                <Icon name=IconName::More/>
            </button>
            {move || is_open().then(|| view! { <Actions item/> })}
        </div>
    }
}

/// The open menu: first the actions, then, for "Move after…", the items to choose from.
#[component]
fn Actions(item: ItemId) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let choosing = RwSignal::new(false);
    let close = Callback::new(move |()| bench.menu.set(None));
    let order = state.order.get_untracked();
    let at = order.iter().position(|id| *id == item).unwrap_or(0);
    let (is_first, is_last) = (at == 0, at + 1 == order.len());
    let others = order.len() > 1;
    let (first, above, below_next) =
        (order.first().copied(), order.get(at.wrapping_sub(1)).copied(), order.get(at + 2));
    let below_next = below_next.copied();
    let move_to = move |before: Option<ItemId>| {
        close.run(());
        move_item(state, item, before);
    };
    let delete = move |()| {
        close.run(());
        delete_item(state, item);
    };
    let opener = format!("[data-item-id=\"{item}\"] .item-menu-button");
    move || {
        if choosing.get() {
            return view! { <AfterWhich item opener=opener.clone()/> }.into_any();
        }
        view! {
            <Menu label="Actions" opener=opener.clone() close>
                <MenuItem icon=IconName::Top label="Move to top" disabled=is_first choose=move |()| move_to(first)/>
                <MenuItem icon=IconName::Up label="Move up" disabled=is_first choose=move |()| move_to(above)/>
                <MenuItem icon=IconName::Down label="Move down" disabled=is_last choose=move |()| move_to(below_next)/>
                <MenuItem icon=IconName::Bottom label="Move to bottom" disabled=is_last choose=move |()| move_to(None)/>
                <MenuItem icon=IconName::After label="Move after…" disabled=!others choose=move |()| choosing.set(true)/>
                <MenuItem icon=IconName::Delete label="Delete" choose=delete/>
            </Menu>
        }
        .into_any()
    }
}

/// Asks after which item; typing narrows the list down.
#[component]
fn AfterWhich(item: ItemId, opener: String) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let words = RwSignal::new(String::new());
    let listed = Memo::new(move |_| matching(state, item, &words.get()));
    let choose = move |after: ItemId| {
        bench.menu.set(None);
        let order = state.order.get_untracked();
        let next = order.iter().skip_while(|id| **id != after).nth(1).copied();
        move_item(state, item, next);
    };
    on_cleanup(move || dom::rescue_focus(opener));
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| field.get().map(|field| field.focus()));
    let on_keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            bench.menu.set(None);
        }
    };
    view! {
        <div class="menu after-which" role="dialog" aria-label="Move after" on:keydown=on_keydown>
            <label>
                <span>"Move after"</span>
                <input
                    node_ref=field
                    type="search"
                    placeholder="Find an item"
                    on:input=move |event| words.set(event_target_value(&event))
                />
            </label>
            <ul>
                <For each=move || listed.get() key=|(id, _)| *id let((id, name))>
                    <li>
                        <button type="button" class="menu-item" on:click=move |_| choose(id)>
                            {name}
                        </button>
                    </li>
                </For>
            </ul>
            {move || listed.with(Vec::is_empty).then(|| view! { <p class="hint">"No item has these words."</p> })}
        </div>
    }
}

/// The other items whose names have the words, in reading order, with their places.
fn matching(state: EditorState, item: ItemId, words: &str) -> Vec<(ItemId, String)> {
    let words = lower_case(words.trim());
    let order = state.order.get_untracked();
    let others = order.iter().enumerate().filter(|(_, id)| **id != item);
    let named = others.map(|(at, id)| (*id, format!("{}. {}", at + 1, name_of(state, *id))));
    named.filter(|(_, name)| lower_case(name).contains(&words)).take(LISTED).collect()
}

/// The browser's own: the tables for it would be as large as this whole menu.
fn lower_case(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
