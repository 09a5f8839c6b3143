//! One row of the story column: the gap before the item, its handle and menu in the gutter, and the item.

use leptos::prelude::*;
use shared::ids::ItemId;
use web_sys::{MouseEvent, PointerEvent};

use super::dom;
use super::drag::begin_drag;
use super::gap::Gap;
use super::item_body::{DividerItem, HeadingItem, PictureItem, PostItem, TextItem};
use super::item_menu::ItemMenu;
use super::lift;
use super::moving;
use super::state::{Dragged, EditorState, Shape};
use super::workbench::Workbench;
use crate::parts::icon::{Icon, IconName};

/// One row.
#[component]
pub fn ItemRow(
    /// The item.
    item: ItemId,
) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let shape = state.shape(item);
    let is_lifted = move || bench.is_lifted(item);
    let press = move |event: PointerEvent| {
        let on_handle = dom::target_within(&event, ".handle").is_some();
        // With a mouse the words of an item are there to be selected; a finger lifts it by resting on it.
        if let Some(card) = dom::target_within(&event, ".item").filter(|_| on_handle || event.pointer_type() == "touch")
        {
            begin_drag(state, &event, Dragged::Item(item), &card);
        }
    };
    view! {
        <li data-item-id=item.to_string() data-kind=move || shape.get().map(Shape::key) class:is-lifted=is_lifted>
            <Gap before=Some(item)/>
            <div class="item" on:pointerdown=press>
                <ItemTools item/>
                <div class="item-body">{move || shape.get().map(|shape| body(state, item, shape))}</div>
            </div>
        </li>
    }
}

fn body(state: EditorState, item: ItemId, shape: Shape) -> AnyView {
    match shape {
        Shape::Post { post, continues } => {
            let times = state.times.get();
            view! { <PostItem post continues times/> }.into_any()
        }
        Shape::Text => view! { <TextItem item/> }.into_any(),
        Shape::Heading => view! { <HeadingItem item/> }.into_any(),
        Shape::Picture => view! { <PictureItem item/> }.into_any(),
        Shape::Divider => view! { <DividerItem/> }.into_any(),
    }
}

/// The handle and the menu.
#[component]
fn ItemTools(item: ItemId) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    // The name is worked out when it is heard or seen, not on every keystroke in a long story.
    let name = RwSignal::new(moving::name_of(state, item));
    let refresh = move |_| name.set(moving::name_of(state, item));
    let on_click = move |event: MouseEvent| {
        // A screen reader presses the handle without a key or a pointer.
        if event.detail() == 0 {
            lift::toggle(state, bench, item);
        }
    };
    let is_lifted = move || bench.is_lifted(item);
    view! {
        <div class="item-tools" on:focusin=refresh>
            <button
                type="button"
                class="item-button handle"
                aria-label=move || format!("Move {}", name.get())
                aria-pressed=move || is_lifted().to_string()
                title="Drag to move, or press Space and use the arrow keys"
                on:click=on_click
                on:keydown=move |event| lift::on_handle_key(state, bench, item, &event)
                on:blur=move |_| lift::on_handle_blur(state, bench, item)
            >
                <Icon name=IconName::Grip/>
            </button>
            <ItemMenu item name=name.into()/>
        </div>
    }
}
