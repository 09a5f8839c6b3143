//! The menu of the bar: the pages there are about the story besides its editor.

use leptos::ev;
use leptos::prelude::*;

use super::dom;
use super::lean::{live, on, part};
use super::menu::{Menu, MenuLink};
use super::state::EditorState;
use crate::parts::icon::{Icon, IconName};

/// In the order they are offered: where, what it is called, its icon.
const PLACES: [(&str, &str, IconName); 7] = [
    ("/check", "Check", IconName::Check),
    ("/appearance", "Appearance", IconName::Panel),
    ("/preview", "Preview", IconName::Preview),
    ("/share", "Share", IconName::Code),
    ("/people", "People", IconName::People),
    ("/history", "History", IconName::Clock),
    ("/statistics", "Statistics", IconName::Statistics),
];

/// "More": opens the pages in tabs of their own, so that the editor stays as it is.
#[component]
pub fn PlacesMenu() -> impl IntoView {
    let state = EditorState::expect();
    let open = RwSignal::new(false);
    let close = Callback::new(move |()| open.set(false));
    let press = window_event_listener(ev::pointerdown, move |event| {
        if open.get_untracked() && dom::target_within(&event, ".places-menu").is_none() {
            open.set(false);
        }
    });
    on_cleanup(move || press.remove());
    let link = move |(path, label, icon): (&'static str, &'static str, IconName)| {
        let href = ["/studio/stories/", &state.story.to_string(), path].concat();
        view! { <MenuLink icon label href close/> }
    };
    let menu = move || {
        view! {
            <Menu label="More about this story" opener=".places-menu > button".to_owned() close>
                {PLACES.map(link).into_iter().collect_view()}
            </Menu>
        }
    };
    view! {
        <div class="places-menu">
            <button
                type="button"
                class="topbar-button"
                aria-label="More about this story"
                title="More about this story"
                aria-haspopup="menu"
                aria-expanded=live(move || open.get().to_string())
                on:click=on(move |_| open.update(|open| *open = !*open))
            >
                <Icon name=IconName::More/>
            </button>
            {part(move || open.get().then(menu))}
        </div>
    }
}
