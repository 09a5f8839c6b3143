//! Asks which words to keep when somebody else wrote in the same place.

use leptos::html::Dialog;
use leptos::prelude::*;
use shared::edit::Conflict;
use shared::story::StoryDocument;

use super::clash::{Choice, Held, words};
use super::lean::{on, part, watch};
use super::state::EditorState;

/// Shown while something waits for a choice. It cannot be dismissed: either way somebody's words are at stake.
#[component]
pub fn ClashDialog() -> impl IntoView {
    let state = EditorState::expect();
    let node = NodeRef::<Dialog>::new();
    let clash = state.autosave.clash;
    watch(move || {
        let Some(dialog) = node.get() else { return };
        match (clash.with(Option::is_some), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            node_ref=node
            class="clash"
            aria-labelledby="clash-title"
            on:cancel=on(|event: web_sys::Event| event.prevent_default())
        >
            {part(move || clash.get().map(|held| view! { <Question held/> }))}
        </dialog>
    }
}

#[component]
fn Question(held: Held) -> impl IntoView {
    let state = EditorState::expect();
    let (mine, theirs) = state.document.with_untracked(|document| (my_words(&held), their_words(&held, document)));
    let both = held.allows_both();
    let choose = move |choice: Choice| move |_| state.autosave.choose(state, choice);
    view! {
        <h2 id="clash-title">{title(&held.conflict)}</h2>
        <p>"Nothing is lost: choose what the story keeps."</p>
        <div class="clash-sides">
            <section>
                <h3>"Yours"</h3>
                <p class="clash-words" dir="auto">{mine}</p>
                <button type="button" class="button" on:click=choose(Choice::Mine)>"Keep mine"</button>
            </section>
            <section>
                <h3>"In the story now"</h3>
                <p class="clash-words" dir="auto">{theirs}</p>
                <button type="button" class="button" on:click=choose(Choice::Theirs)>"Keep theirs"</button>
            </section>
        </div>
        {both.then(|| view! {
            <button type="button" class="button" on:click=choose(Choice::Both)>"Keep both"</button>
        })}
    }
}

const fn title(conflict: &Conflict) -> &'static str {
    match conflict {
        Conflict::ItemRemoved { .. } => "You changed an item that somebody else deleted",
        Conflict::ItemChanged { .. } | Conflict::ItemExists { .. } => "Somebody else changed the same item",
        Conflict::Title { .. } => "Somebody else changed the title too",
        Conflict::Introduction { .. } => "Somebody else changed the introduction too",
        Conflict::Cover { .. } => "Somebody else changed the cover too",
        Conflict::Presentation { .. } => "Somebody else changed the look too",
    }
}

fn my_words(held: &Held) -> String {
    let fields = held.mine.title.as_ref().or(held.mine.introduction.as_ref()).map(|change| change.to.clone());
    let cover = held.mine.cover.as_ref().map(|change| cover_words(change.to.is_some()));
    let item = held.item().map(|item| words(&item.body));
    let look = held.mine.presentation.as_ref().map(|_| "Your look".to_owned());
    fields.or(cover).or(look).or(item).unwrap_or_else(|| "Deleted".to_owned())
}

fn their_words(held: &Held, document: &StoryDocument) -> String {
    match &held.conflict {
        Conflict::Title { .. } => document.title.clone(),
        Conflict::Introduction { .. } => document.introduction.clone(),
        Conflict::Cover { .. } => cover_words(document.cover.is_some()),
        Conflict::Presentation { .. } => "Their look".to_owned(),
        Conflict::ItemChanged { .. } | Conflict::ItemExists { .. } | Conflict::ItemRemoved { .. } => {
            let item = held.item_id().and_then(|id| document.items.get(&id));
            item.map_or_else(|| "Deleted".to_owned(), |item| words(&item.body))
        }
    }
}

fn cover_words(is_there: bool) -> String {
    if is_there { "A picture" } else { "No cover" }.to_owned()
}
