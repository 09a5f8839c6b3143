//! What is alive in a row for a moment: the field one writes in, an open menu, what is on its way. And the marks on
//! rows: where new things go, what is lifted, what is selected.

use std::any::Any;
use std::collections::BTreeSet;

use leptos::mount::mount_to;
use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;
use web_sys::{Element, HtmlElement};

use crate::editor::history::Field;
use crate::editor::insert_menu::InsertMenu;
use crate::editor::item_menu::ItemActions;
use crate::editor::lean::watch;
use crate::editor::state::EditorState;
use crate::editor::workbench::{OpenMenu, Workbench};
use crate::editor::writing::Writing;
use crate::editor::{dom, sections};

/// Something mounted; dropping it takes it off the page.
type Mounted = Option<Box<dyn Any>>;

/// Watches what should be alive, and marks rows.
pub fn watch_all(state: EditorState, bench: Workbench) {
    watch_writing(state, bench);
    watch_menu(state, bench);
    bench.arrivals.watch(state, move |before| gap(bench, before));
    watch_folds(state, bench);
    mark(move || state.insertion.get(), move |before, on| toggle(gap(bench, before).as_deref(), "is-insertion", on));
    watch(move || {
        state.renderings.track();
        bench.drawn.update_value(|drawn| drawn.show_renderings(state));
    });
    watch_lift(bench);
    watch_selection(state, bench);
}

/// Puts a view into an element of the page, with what every piece of the editor expects around it.
fn mount(
    state: EditorState,
    bench: Workbench,
    place: HtmlElement,
    view: impl FnOnce() -> AnyView + 'static,
) -> Box<dyn Any> {
    Box::new(mount_to(place, move || {
        provide_context(state);
        provide_context(bench);
        view()
    }))
}

fn row(bench: Workbench, item: ItemId) -> Option<HtmlElement> {
    bench.drawn.with_value(|drawn| drawn.row(item).cloned())
}

/// The gap before an item, or at the end.
fn gap(bench: Workbench, before: Option<ItemId>) -> Option<HtmlElement> {
    match before {
        Some(item) => dom::within(&*row(bench, item)?, ".gap"),
        None => dom::find(&dom::gap_before(None)),
    }
}

fn toggle(element: Option<&Element>, class: &str, on: bool) {
    if let Some(element) = element {
        let _ = element.class_list().toggle_with_force(class, on);
    }
}

/// Calls `set` for what `marked` no longer is, and for what it is now.
fn mark<T: Clone + PartialEq + 'static>(marked: impl Fn() -> T + 'static, set: impl Fn(T, bool) + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = marked();
        if before.as_ref() != Some(&now) {
            if let Some(before) = before {
                set(before, false);
            }
            set(now.clone(), true);
        }
        now
    });
}

/// The item whose words a field is, if they are written in its row.
const fn item_of(field: Field) -> Option<ItemId> {
    match field {
        Field::Words(item) | Field::Note(item) => Some(item),
        _ => None,
    }
}

fn watch_writing(state: EditorState, bench: Workbench) {
    let mounted = StoredValue::new_local(None as Mounted);
    Effect::new(move |before: Option<Option<Field>>| {
        let now = bench.writing.get();
        let before = before.flatten();
        if before == now {
            return now;
        }
        mounted.set_value(None);
        if let Some(item) = before.and_then(item_of) {
            bench.drawn.update_value(|drawn| drawn.show_written(state, item));
        }
        if let Some(field) = now {
            mounted.set_value(begin_writing(state, bench, field));
        }
        now
    });
}

fn begin_writing(state: EditorState, bench: Workbench, field: Field) -> Mounted {
    let body = dom::within(&*row(bench, item_of(field)?)?, ".item-body")?;
    match field {
        Field::Words(item) => {
            if !matches!(state.body(item)?, ItemBody::Text { .. }) {
                return None;
            }
            body.set_inner_html("");
            let view = move || view! { <Writing field label="Text" placeholder="Write something"/> }.into_any();
            Some(mount(state, bench, body, view))
        }
        Field::Note(_) => {
            if let Some(note) = dom::within(&body, ".post-note") {
                note.remove();
            }
            let view = move || view! { <Writing field label="Comment" placeholder="Write a comment"/> }.into_any();
            Some(mount(state, bench, body, view))
        }
        _ => None,
    }
}

fn watch_menu(state: EditorState, bench: Workbench) {
    let mounted = StoredValue::new_local(None as Mounted);
    mark(
        move || bench.menu.get(),
        move |menu, on| {
            let Some(menu) = menu else { return };
            let (place, opener) = match menu {
                OpenMenu::Insert(before) => (gap(bench, before), ".gap-button"),
                OpenMenu::Item(item) => {
                    (row(bench, item).and_then(|row| dom::within(&row, ".item-menu")), ".item-menu-button")
                }
            };
            if !on {
                mounted.set_value(None);
            }
            let Some(place) = place else { return };
            if let Some(opener) = dom::within(&place, opener) {
                let _ = opener.set_attribute("aria-expanded", if on { "true" } else { "false" });
            }
            if on {
                let view = move || match menu {
                    OpenMenu::Insert(before) => view! { <InsertMenu before/> }.into_any(),
                    OpenMenu::Item(item) => view! { <ItemActions item/> }.into_any(),
                };
                mounted.set_value(Some(mount(state, bench, place, view)));
            }
        },
    );
}

fn watch_lift(bench: Workbench) {
    mark(
        move || bench.lift.with(|lift| lift.as_ref().map(|lift| lift.items.clone()).unwrap_or_default()),
        move |items, on| {
            for row in items.into_iter().filter_map(|item| row(bench, item)) {
                toggle(Some(&row), "is-lifted", on);
                if let Some(handle) = dom::within(&row, ".handle") {
                    let _ = handle.set_attribute("aria-pressed", if on { "true" } else { "false" });
                }
            }
        },
    );
}

fn watch_folds(state: EditorState, bench: Workbench) {
    Effect::new(move |before: Option<(BTreeSet<ItemId>, BTreeSet<ItemId>)>| {
        state.order.track();
        let (folded_before, away_before) = before.unwrap_or_default();
        let folded = state.folded.get();
        let away = state.document.with_untracked(|document| sections::folded_away(document, &folded));
        for item in away_before.symmetric_difference(&away) {
            toggle(row(bench, *item).as_deref(), "is-folded", away.contains(item));
        }
        // A row that came back was drawn as if it were open.
        for heading in folded_before.union(&folded) {
            if let Some(button) = row(bench, *heading).and_then(|row| dom::within(&row, ".fold-button")) {
                let open = !folded.contains(heading);
                let _ = button.set_attribute("aria-expanded", if open { "true" } else { "false" });
            }
        }
        (folded, away)
    });
}

fn watch_selection(state: EditorState, bench: Workbench) {
    Effect::new(move |before: Option<BTreeSet<ItemId>>| {
        let now = state.selection.get();
        let before = before.unwrap_or_default();
        for item in before.symmetric_difference(&now) {
            let on = now.contains(item);
            if let Some(row) = row(bench, *item) {
                toggle(Some(&row), "is-selected", on);
                if let Some(handle) = dom::within(&row, ".handle") {
                    let described = if on { "Selected" } else { "" };
                    let _ = handle.set_attribute("aria-description", described);
                }
            }
        }
        now
    });
}
