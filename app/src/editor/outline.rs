//! The sections of a long story at its side: to go there, to carry them, and to drop things into them. Where there is
//! no room for it a button shows it.

use leptos::prelude::*;
use shared::ids::ItemId;
use web_sys::{KeyboardEvent, PointerEvent};

use super::choose_item::go_to;
use super::dom;
use super::drag::begin_drag;
use super::lean::{live, memo, on};
use super::sections::{Section, section_of, sections};
use super::state::{Dragged, EditorState};
use super::workbench::Workbench;
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// From this many headings on a story has an outline.
const HEADINGS: usize = 2;

/// Where its button stands; a browser focuses only what is shown.
const BUTTONS: [&str; 2] = [".topbar .outline-button", ".pane-switch .outline-button"];

/// What an entry of the outline shows.
#[derive(Clone, PartialEq)]
struct Entry {
    /// Where it leads.
    first: ItemId,
    /// The words.
    title: String,
    /// How many items are there, the heading apart.
    count: usize,
    /// What things dropped on it go before; at the end of the story without.
    before: Option<ItemId>,
    /// Whether it is a section, which can be carried.
    is_section: bool,
}

/// The outline; nothing for a story of few sections. What is dropped on an entry goes to its end, so the first entry is
/// what comes before the first heading.
#[component]
pub fn Outline() -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let found = memo(move || entries(&state.order.get(), state.document.with(sections)));
    let entry = move |Entry { first, title, count, before, is_section }: Entry| {
        let before = before.map_or_else(|| "end".to_owned(), |before| before.to_string());
        let pick_up = move |event: PointerEvent| {
            if let Some(entry) = dom::target_within(&event, "li").filter(|_| is_section) {
                begin_drag(state, &event, Dragged::Items(section_of(state, first)), &entry);
            }
        };
        let go = move |_| {
            // Over the story it would hide what was asked for.
            if dom::media_matches("(width < 64rem)") {
                bench.outlined.set(false);
            }
            go_to(state, bench, first);
        };
        view! {
            <li data-drop-before=before on:pointerdown=on(pick_up)>
                <button type="button" class="outline-entry" on:click=on(go)>
                    <span class="outline-title" dir="auto">{title}</span>
                    <span class="outline-count" title=counted(count, "item")>{count.to_string()}</span>
                </button>
            </li>
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && bench.outlined.get_untracked() {
            toggle(bench);
        }
    };
    move || {
        let entries = found.get();
        (entries.len() > HEADINGS).then(|| {
            view! {
                <nav
                    class="outline"
                    class:is-open=live(move || bench.outlined.get())
                    aria-label="Outline"
                    on:keydown=on(on_keydown)
                >
                    <ol>{entries.into_iter().map(entry).collect_view()}</ol>
                </nav>
            }
        })
    }
}

/// Shows the outline, or puts it away.
#[component]
pub fn OutlineButton(
    /// How it looks where it stands.
    class: &'static str,
) -> impl IntoView {
    let bench = Workbench::expect();
    view! {
        <button
            type="button"
            class=class
            aria-label="Outline"
            title="Outline"
            aria-expanded=live(move || bench.outlined.get().to_string())
            on:click=on(move |_| toggle(bench))
        >
            <Icon name=IconName::Outline/>
        </button>
    }
}

/// The focus goes along: to the first entry, and back to the one button that is shown.
fn toggle(bench: Workbench) {
    let open = !bench.outlined.get_untracked();
    bench.outlined.set(open);
    if open {
        dom::focus_soon(".outline-entry".to_owned());
    } else {
        BUTTONS.iter().for_each(|button| dom::focus_soon((*button).to_owned()));
    }
}

fn entries(order: &[ItemId], sections: Vec<Section>) -> Vec<Entry> {
    let before: usize = order.len() - sections.iter().map(|section| section.items.len() + 1).sum::<usize>();
    let beginning = order.first().map(|first| Entry {
        first: *first,
        title: "Beginning".to_owned(),
        count: before,
        before: sections.first().map(|section| section.heading),
        is_section: false,
    });
    let nexts: Vec<_> = sections.iter().skip(1).map(|next| Some(next.heading)).chain([None]).collect();
    let sections = sections.into_iter().zip(nexts).map(|(section, before)| Entry {
        first: section.heading,
        title: if section.title.is_empty() { "Untitled section".to_owned() } else { section.title },
        count: section.items.len(),
        before,
        is_section: true,
    });
    beginning.into_iter().chain(sections).collect()
}
