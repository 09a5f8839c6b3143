//! The row of tabs: one stop for the Tab key, arrow keys between them.

use leptos::prelude::*;
use shared::post::SourceKind;
use web_sys::KeyboardEvent;

use crate::editor::dom;
use crate::editor::lean::{live, on};
use crate::parts::icon::{Icon, IconName};

/// A tab for each source.
#[component]
pub fn Tabs(
    /// In this order.
    kinds: Vec<SourceKind>,
    /// Which is open.
    open: RwSignal<SourceKind>,
) -> impl IntoView {
    let tabs = kinds.iter().map(|kind| view! { <Tab kind=*kind open/> }).collect_view();
    let on_key = move |event: KeyboardEvent| {
        if let Some(kind) = neighbour(&kinds, open.get_untracked(), &event.key()) {
            event.prevent_default();
            open.set(kind);
            dom::focus_soon(["#", &tab_id(kind)].concat());
        }
    };
    view! {
        <div role="tablist" class="tabs" aria-label="Where to look" on:keydown=on_key>
            {tabs}
        </div>
    }
}

#[component]
fn Tab(kind: SourceKind, open: RwSignal<SourceKind>) -> impl IntoView {
    let is_open = move || open.get() == kind;
    view! {
        <button
            type="button"
            role="tab"
            id=tab_id(kind)
            class="tab"
            aria-controls=panel_id(kind)
            aria-selected=live(move || is_open().to_string())
            tabindex=live(move || if is_open() { "0" } else { "-1" })
            on:click=on(move |_| open.set(kind))
        >
            <Icon name=icon(kind)/>
            <span>{kind.label()}</span>
        </button>
    }
}

/// The identifier of a source's tab.
pub fn tab_id(kind: SourceKind) -> String {
    ["source-tab-", kind.key()].concat()
}

/// The identifier of what a source's tab opens.
pub fn panel_id(kind: SourceKind) -> String {
    ["source-panel-", kind.key()].concat()
}

/// Where a key leads from the open tab; from the last on to the first.
fn neighbour(kinds: &[SourceKind], open: SourceKind, key: &str) -> Option<SourceKind> {
    let at = kinds.iter().position(|kind| *kind == open)?;
    let to = match key {
        "ArrowRight" => (at + 1) % kinds.len(),
        "ArrowLeft" => (at + kinds.len() - 1) % kinds.len(),
        "Home" => 0,
        "End" => kinds.len() - 1,
        _ => return None,
    };
    Some(kinds[to])
}

/// The icon of a source.
pub fn icon(kind: SourceKind) -> IconName {
    match kind {
        SourceKind::Mastodon => IconName::Mastodon,
        SourceKind::Bluesky => IconName::Bluesky,
        SourceKind::Link => IconName::Link,
        SourceKind::Sample => IconName::Sample,
        SourceKind::Library => IconName::Library,
        SourceKind::Tray => IconName::Tray,
        SourceKind::Everywhere => IconName::Everywhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrow_keys_go_round_the_tabs() {
        let [first, second, .., last] = SourceKind::ALL;
        let go = |from, key| neighbour(&SourceKind::ALL, from, key);
        assert_eq!(go(first, "ArrowRight"), Some(second));
        assert_eq!(go(last, "ArrowRight"), Some(first));
        assert_eq!(go(first, "ArrowLeft"), Some(last));
        assert_eq!(go(second, "Home"), Some(first));
        assert_eq!(go(second, "End"), Some(last));
        assert_eq!(go(second, "Enter"), None);
    }
}
