//! Asks which words to keep when somebody else changed the same ones.

use leptos::html::Dialog;
use leptos::prelude::*;
use shared::edit::Conflict;
use shared::media::Picture;
use shared::story::StoryDocument;

use super::clash::{Choice, Held, words};
use super::dom;
use super::lean::{live, on, part, watch};
use super::state::EditorState;

/// Opened from the top bar, and when writing in a place that waits for a choice has ended. It can be left without a
/// choice: both texts are kept, and the bar goes on offering it.
#[component]
pub fn ClashDialog() -> impl IntoView {
    let state = EditorState::expect();
    let node = NodeRef::<Dialog>::new();
    let asking = state.autosave.asking;
    watch(move || {
        let Some(dialog) = node.get() else { return };
        match (asking.get() && state.autosave.has_clash(), dialog.open()) {
            (true, open) => {
                if !open {
                    let _ = dialog.show_modal();
                }
                // No button: who was typing a moment ago must not press one.
                dom::focus_soon("#clash-title".to_owned());
            }
            (false, true) => dialog.close(),
            (false, false) => {}
        }
    });
    view! {
        <dialog
            node_ref=node
            class="clash"
            aria-labelledby="clash-title"
            on:close=on(move |_: web_sys::Event| asking.set(false))
        >
            {part(move || state.autosave.clash().filter(|_| asking.get()).map(|held| view! { <Question held/> }))}
        </dialog>
    }
}

#[component]
fn Question(held: Held) -> impl IntoView {
    let state = EditorState::expect();
    let autosave = state.autosave;
    let place = place_of(&held);
    let choose = move |choice: Choice, label: &'static str| {
        let place = place.clone();
        let class = if choice == Choice::Both { "button primary" } else { "button" };
        let press = on(move |_| {
            autosave.choose(state, choice);
            if !untrack(|| autosave.has_clash()) {
                autosave.asking.set(false);
                dom::rescue_focus(place.clone());
            }
        });
        view! { <button type="button" class=class on:click=press>{label}</button> }
    };
    let (mine_label, theirs_label) = labels(&held);
    let both = held.allows_both().then(|| choose(Choice::Both, "Keep both"));
    let (title, mine) = (held.title(), my_words(&held));
    let theirs = live(move || state.document.with(|document| their_words(&held, document)));
    view! {
        <h2 id="clash-title" tabindex="-1">{title}</h2>
        <p>"Both versions are kept until you choose. What you do not keep leaves the story."</p>
        <div class="clash-sides">
            <section>
                <h3>"Yours"</h3>
                <p class="clash-words" dir="auto" tabindex="0">{mine}</p>
            </section>
            <section>
                <h3>"In the story now"</h3>
                <p class="clash-words" dir="auto" tabindex="0">{theirs}</p>
            </section>
        </div>
        <div class="clash-choices">
            {both}
            {choose(Choice::Mine, mine_label)}
            {choose(Choice::Theirs, theirs_label)}
            <button type="button" class="button quiet" on:click=on(move |_| autosave.asking.set(false))>
                "Decide later"
            </button>
        </div>
    }
}

fn labels(held: &Held) -> (&'static str, &'static str) {
    match &held.conflict {
        Conflict::ItemRemoved { .. } => ("Bring it back with my words", "Leave it deleted"),
        _ if held.item_id().is_some() && held.item().is_none() => ("Delete it", "Keep it"),
        _ => ("Keep only mine", "Keep only theirs"),
    }
}

/// Where the focus goes when the choice is made.
fn place_of(held: &Held) -> String {
    match (held.item_id(), &held.conflict) {
        (Some(item), _) => dom::handle_of(item),
        (None, Conflict::Title { .. }) => ".title-field".to_owned(),
        (None, Conflict::Introduction { .. }) => ".story-introduction button".to_owned(),
        _ => ".people-here".to_owned(),
    }
}

fn my_words(held: &Held) -> String {
    let fields = held.mine.title.as_ref().or(held.mine.introduction.as_ref()).map(|change| change.to.clone());
    let cover = held.mine.cover.as_ref().map(|change| cover_words(change.to.as_ref()));
    let item = held.item().map(|item| words(&item.body));
    let look = held.mine.presentation.as_ref().map(|_| "Your look".to_owned());
    fields.or(cover).or(look).or(item).unwrap_or_else(|| "Deleted".to_owned())
}

fn their_words(held: &Held, document: &StoryDocument) -> String {
    match &held.conflict {
        Conflict::Title { .. } => document.title.clone(),
        Conflict::Introduction { .. } => document.introduction.clone(),
        Conflict::Cover { .. } => cover_words(document.cover.as_ref()),
        Conflict::Presentation { .. } => "Their look".to_owned(),
        Conflict::ItemChanged { .. } | Conflict::ItemExists { .. } | Conflict::ItemRemoved { .. } => {
            let item = held.item_id().and_then(|id| document.items.get(&id));
            item.map_or_else(|| "Deleted".to_owned(), |item| words(&item.body))
        }
    }
}

fn cover_words(cover: Option<&Picture>) -> String {
    cover.map_or_else(|| "No cover".to_owned(), |cover| ["A picture. ", &cover.alt].concat())
}
