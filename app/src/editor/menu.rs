//! Menus: opened by a button, walked with the arrow keys, closed with Escape or by looking elsewhere.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::dom;
use super::lean::{on, watch};
use crate::parts::icon::{Icon, IconName};

/// A list of things to do. It takes the focus when it opens.
#[component]
pub fn Menu(
    /// What the menu is about.
    #[prop(into)]
    label: String,
    /// The selector of the button that opened it: the focus goes back there, unless it has gone elsewhere.
    opener: String,
    /// Closes it.
    #[prop(into)]
    close: Callback<()>,
    /// [`MenuItem`]s.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    watch(move || {
        if let Some(first) = node.get().and_then(|menu| entries(&menu).into_iter().next()) {
            let _ = first.focus();
        }
    });
    on_cleanup(move || dom::rescue_focus(opener));
    let on_keydown = move |event: KeyboardEvent| {
        let Some(menu) = node.get_untracked() else { return };
        match event.key().as_str() {
            "Escape" => close.run(()),
            key if walk(&menu, key) => {}
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div
            node_ref=node
            class="menu"
            role="menu"
            dir="ltr"
            aria-label=label
            on:keydown=on_keydown
            on:focusout=on(move |event| {
                if focus_left(&event) {
                    close.run(());
                }
            })
        >
            {children()}
        </div>
    }
}

/// One thing to do.
#[component]
pub fn MenuItem(
    /// A picture of it.
    icon: IconName,
    /// What it does, a verb.
    #[prop(into)]
    label: String,
    /// Does it.
    #[prop(into)]
    choose: Callback<()>,
    /// Whether it cannot be done now.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role="menuitem"
            tabindex="-1"
            class="menu-item"
            disabled=disabled
            on:click=on(move |_| choose.run(()))
        >
            <Icon name=icon/>
            {label}
        </button>
    }
}

/// A page to go to, in a tab of its own.
#[component]
pub fn MenuLink(
    /// A picture of it.
    icon: IconName,
    /// What is there.
    label: &'static str,
    /// Where it is.
    href: String,
    /// Closes the menu.
    close: Callback<()>,
) -> impl IntoView {
    view! {
        <a
            role="menuitem"
            tabindex="-1"
            class="menu-item"
            href=href
            target="_blank"
            on:click=on(move |_| close.run(()))
        >
            <Icon name=icon/>
            {label}
            <span class="sr-only">" (new tab)"</span>
        </a>
    }
}

/// Whether the focus has moved out of the element the event is bound to, to something else on the page.
#[must_use]
pub fn focus_left(event: &FocusEvent) -> bool {
    let within = event.current_target().and_then(|target| target.dyn_into::<Node>().ok());
    let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
    match (within, to) {
        (Some(within), Some(to)) => !within.contains(Some(&to)),
        _ => false,
    }
}

fn entries(menu: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role=menuitem]:not(:disabled)") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// Takes the focus to another entry; gives whether the key meant that.
fn walk(menu: &HtmlElement, key: &str) -> bool {
    let entries = entries(menu);
    let focused = document().active_element();
    let at = entries.iter().position(|entry| focused.as_ref() == Some(entry.as_ref()));
    let last = entries.len().saturating_sub(1);
    let to = match (key, at) {
        ("ArrowDown", Some(at)) if at < last => at + 1,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "End", _) => last,
        _ => return false,
    };
    if let Some(entry) = entries.get(to) {
        let _ = entry.focus();
    }
    true
}
