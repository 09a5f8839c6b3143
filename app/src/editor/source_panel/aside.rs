//! The button that sets a result aside, or takes it off the tray again.

use leptos::prelude::*;
use shared::ids::PostId;

use crate::editor::lean::{live, on, part};
use crate::editor::state::EditorState;
use crate::editor::tray::Tray;
use crate::parts::icon::{Icon, IconName};

/// One button for both ways, so that the focus stays where it is when its meaning changes, and a slip is taken back by
/// pressing it again.
#[component]
pub fn AsideButton(
    /// The post.
    post: PostId,
    /// Whether it is shown among the posts of the tray.
    in_tray: bool,
) -> impl IntoView {
    let state = EditorState::expect();
    let tray = Tray::expect();
    let press = move |_| {
        if tray.known_untracked(post) {
            tray.take_off(state, post);
        } else {
            tray.set_aside(state, post);
        }
    };
    let meaning = move || meaning(tray.holds(post), in_tray);
    // Beside "Add" and "Thread" there is room for its icon; on the tray its words matter.
    let words = if in_tray { "" } else { "sr-only" };
    let title = live(move || {
        let (_, label, more) = meaning();
        [label, more].concat()
    });
    view! {
        <button type="button" class="button quiet" title=title on:click=on(press)>
            {part(move || {
                let (name, label, more) = meaning();
                view! {
                    <Icon name/>
                    <span class=words>{label}</span>
                    <span class="sr-only">{more}</span>
                }
            })}
        </button>
    }
}

/// What the button does: its icon, its words, and the rest of its name.
const fn meaning(is_held: bool, in_tray: bool) -> (IconName, &'static str, &'static str) {
    match (is_held, in_tray) {
        (true, true) => (IconName::Delete, "Take off", " the tray"),
        (true, false) => (IconName::Check, "On your tray", ": take it off"),
        (false, true) => (IconName::Tray, "Put back", " on the tray"),
        (false, false) => (IconName::Tray, "Set aside", " on your tray"),
    }
}
