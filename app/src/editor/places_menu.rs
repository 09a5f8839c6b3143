//! The menu of the bar: the pages there are about the story besides its editor, and the keys.

use leptos::ev;
use leptos::prelude::*;

use super::dom;
use super::lean::{live, on, part};
use super::menu::{Menu, MenuItem, MenuLink};
use super::state::EditorState;
use super::workbench::Workbench;
use crate::parts::icon::{Icon, IconName};
use crate::parts::places::{STORY_PLACES, StoryPlace};

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
    let bench = Workbench::expect();
    let keys = Callback::new(move |()| {
        close.run(());
        bench.help.set(true);
    });
    let link = move |StoryPlace { path, label, icon, .. }: StoryPlace| {
        let href = ["/studio/stories/", &state.story.to_string(), path].concat();
        view! { <MenuLink icon label href close/> }
    };
    let menu = move || {
        view! {
            <Menu label="More about this story" opener=".places-menu > button".to_owned() close>
                {STORY_PLACES.map(link).into_iter().collect_view()}
                <MenuItem icon=IconName::Keyboard label="Keyboard" choose=keys/>
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
