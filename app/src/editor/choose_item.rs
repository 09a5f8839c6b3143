//! Choosing an item of the story by its words: to move others after it, to go there, or to mention it in a text.

use leptos::html::Dialog;
use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::ItemBody;

use super::dialogs::open_while;
use super::history::Field;
use super::lean::{memo, on, part};
use super::moving::{item_after, move_items, name_of, name_of_all};
use super::state::EditorState;
use super::workbench::Workbench;
use super::{dom, sections};
use crate::parts::icon::{Icon, IconName};

/// The most items listed at once; typing narrows them down.
const LISTED: usize = 60;

/// What the item is chosen for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To go there.
    Find,
    /// To move these after it.
    MoveAfter(Vec<ItemId>),
    /// To mention it in what is being written.
    Mention(Field),
}

impl Purpose {
    /// What the focus goes back to.
    fn first_item(&self) -> Option<ItemId> {
        match self {
            Self::MoveAfter(items) => items.first().copied(),
            Self::Find | Self::Mention(_) => None,
        }
    }
}

/// The dialog, while something is being chosen.
#[component]
pub fn ChooseItem() -> impl IntoView {
    let bench = Workbench::expect();
    let dialog = NodeRef::<Dialog>::new();
    open_while(dialog, move || {
        let purpose = bench.choosing.get()?;
        dom::focus_soon("#item-words".to_owned());
        Some(purpose.first_item())
    });
    view! {
        <dialog node_ref=dialog class="choose-item" aria-labelledby="choose-heading" on:close=on(move |_| bench.choosing.set(None))>
            {part(move || bench.choosing.get().map(|purpose| view! { <Choices purpose/> }))}
        </dialog>
    }
}

#[component]
fn Choices(purpose: Purpose) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let words = RwSignal::new(String::new());
    let leaving = match &purpose {
        Purpose::MoveAfter(items) => items.clone(),
        Purpose::Mention(Field::Words(item) | Field::Note(item)) => vec![*item],
        Purpose::Find | Purpose::Mention(_) => Vec::new(),
    };
    let heading = match &purpose {
        Purpose::Find => "Find in this story".to_owned(),
        Purpose::MoveAfter(items) => ["Move ", &name_of_all(state, items), " after"].concat(),
        Purpose::Mention(_) => "Mention a post".to_owned(),
    };
    let listed = memo(move || matching(state, &leaving, &words.get()));
    let purpose = StoredValue::new(purpose);
    let choose = Callback::new(move |item: ItemId| {
        match purpose.get_value() {
            Purpose::Find => go_to(state, item),
            Purpose::MoveAfter(items) => move_items(state, &items, item_after(state, item)),
            Purpose::Mention(_) => bench.mentioned.set_value(Some(item)),
        }
        bench.choosing.set(None);
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some((first, _)) = listed.with_untracked(|listed| listed.first().cloned()) {
            choose.run(first);
        }
    };
    let choice = move |(id, name)| {
        view! {
            <li>
                <button type="button" class="menu-item" on:click=on(move |_| choose.run(id))>{name}</button>
            </li>
        }
    };
    view! {
        <form class="dialog-body" on:submit=submit>
            <div class="dialog-head">
                <h2 id="choose-heading">{heading}</h2>
                <button type="button" class="button quiet icon-only" aria-label="Close" on:click=on(move |_| bench.choosing.set(None))>
                    <Icon name=IconName::Close/>
                </button>
            </div>
            <input
                id="item-words"
                type="search"
                aria-label="Words in the item"
                placeholder="Words in the item"
                autocomplete="off"
                on:input=on(move |event| words.set(event_target_value(&event)))
            />
            <ul class="choices">
                {part(move || listed.get().into_iter().map(choice).collect_view())}
            </ul>
            {part(move || match listed.with(Vec::len) {
                0 => Some(view! { <p class="hint">"No item has these words."</p> }),
                LISTED => Some(view! { <p class="hint">"These are the first. More words find others."</p> }),
                _ => None,
            })}
        </form>
    }
}

/// Shows an item and gives its handle the focus; a fold it is in opens.
pub fn go_to(state: EditorState, item: ItemId) {
    let folded = state.folded.get_untracked();
    let around = state.document.with_untracked(|document| {
        sections::sections(document).into_iter().find(|section| section.items.contains(&item))
    });
    if let Some(section) = around.filter(|section| folded.contains(&section.heading)) {
        sections::toggle_fold(state, section.heading);
    }
    state.view.set(super::state::Pane::Story);
    dom::focus_soon(dom::handle_of(item));
    dom::reveal_soon(dom::row_of(item));
}

/// The items that have the words anywhere, in reading order, with their places.
fn matching(state: EditorState, leaving: &[ItemId], words: &str) -> Vec<(ItemId, String)> {
    let words = dom::lower_case(words.trim());
    let order = state.order.get_untracked();
    let others = order.iter().enumerate().filter(|(_, id)| !leaving.contains(id));
    let found = others.filter(|(_, id)| words.is_empty() || dom::lower_case(&all_words(state, **id)).contains(&words));
    let numbered =
        found.take(LISTED).map(|(at, id)| (*id, [&(at + 1).to_string(), ". ", &name_of(state, *id)].concat()));
    numbered.collect()
}

/// Everything that is written in an item.
fn all_words(state: EditorState, item: ItemId) -> String {
    let Some(body) = state.body(item) else { return String::new() };
    let own = match &body {
        ItemBody::Post { display, .. } => display.note.clone(),
        other => super::clash::words(other),
    };
    let post = body.post_id().and_then(|post| {
        state.cards.with_value(|cards| {
            cards.get(&post).map(|card| [&card.author, " ", &card.handle, " ", &card.words].concat())
        })
    });
    [own, post.unwrap_or_default()].join(" ")
}
