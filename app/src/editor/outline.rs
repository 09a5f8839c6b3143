//! The sections of a long story at its side: to go there, and to drop things into them.

use leptos::prelude::*;
use shared::ids::ItemId;

use super::choose_item::go_to;
use super::lean::{memo, on};
use super::sections::{Section, sections};
use super::state::EditorState;
use super::workbench::Workbench;
use crate::parts::counted::counted;

/// From this many headings on a story has an outline.
const HEADINGS: usize = 2;

/// The outline; nothing for a story of few sections. Each entry names the item that things dropped on it go before.
#[component]
pub fn Outline() -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let found = memo(move || state.document.with(sections));
    let entry = move |(section, next): (Section, Option<ItemId>)| {
        let Section { heading, title, items } = section;
        let title = if title.is_empty() { "Untitled section".to_owned() } else { title };
        let before = next.map_or_else(|| "end".to_owned(), |next| next.to_string());
        view! {
            <li data-drop-before=before>
                <button type="button" class="outline-entry" on:click=on(move |_| go_to(state, bench, heading))>
                    <span class="outline-title" dir="auto">{title}</span>
                    <span class="outline-count" title=counted(items.len(), "item")>{items.len().to_string()}</span>
                </button>
            </li>
        }
    };
    move || {
        let sections = found.get();
        (sections.len() >= HEADINGS).then(|| {
            let nexts: Vec<_> = sections.iter().skip(1).map(|next| Some(next.heading)).chain([None]).collect();
            let entries = sections.into_iter().zip(nexts).map(entry).collect_view();
            view! {
                <nav class="outline" aria-label="Outline">
                    <ol>{entries}</ol>
                </nav>
            }
        })
    }
}
