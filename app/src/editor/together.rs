//! Others who have the story open: what they do, as they do it, and where they are.
//!
//! One event stream tells of every edit; edits themselves are fetched by [`super::autosave`], which knows how to fit
//! them in. Without the stream the editor works as it does alone, and learns of others when it saves.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::DeskPublication;
use shared::ids::ItemId;
use shared::live::{MAX_SELECTION, Presence};
use uuid::Uuid;
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, HtmlElement, MessageEvent};

use super::dom;
use super::lean::{part, watch};
use super::selecting;
use super::state::EditorState;
use crate::client::{self, Fields};
use crate::parts::icon::{Icon, IconName};

/// Where one is, is told this long after one has moved there.
const SETTLED: Duration = Duration::from_millis(200);
/// How soon the stream is opened again when the server refused it.
const AGAIN: Duration = Duration::from_secs(15);
/// How many colours there are for people, see `style/editor.css`.
const COLOURS: u64 = 6;
/// How many people the bar shows one by one.
const SHOWN: usize = 4;

/// Somebody else's page on this story.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Guest {
    name: String,
    colour: String,
    item: Option<ItemId>,
    selection: Vec<ItemId>,
}

/// Who else is here.
#[derive(Clone, Copy)]
pub struct Together {
    guests: RwSignal<Vec<Guest>>,
    session: Uuid,
    moved: StoredValue<bool>,
    /// Whether the others may not know where one is: the stream is new, or broke off.
    unknown: StoredValue<bool>,
}

/// Begins to listen, and to tell where one is.
pub fn begin(state: EditorState) -> Together {
    let together = Together {
        guests: RwSignal::new(Vec::new()),
        session: Uuid::now_v7(),
        moved: StoredValue::new(false),
        unknown: StoredValue::new(true),
    };
    open(state, together);
    watch(move || {
        state.selection.track();
        together.tell_soon(state);
    });
    watch(move || {
        together.guests.with(|guests| {
            // Rows that came or moved are marked, too; while one is alone there is nothing to look for in them.
            if !guests.is_empty() {
                state.order.track();
            }
            mark(guests);
        });
    });
    let focus = window_event_listener(leptos::ev::focusin, move |_| together.tell_soon(state));
    on_cleanup(move || focus.remove());
    together
}

/// Opens the stream. What belongs to it lives as long as the page.
fn open(state: EditorState, together: Together) {
    let since = state.autosave.revision().to_string();
    let address = client::events_address(state.story, &together.session.to_string(), &since);
    let Ok(stream) = EventSource::new(&address) else { return };
    let listen = |name: &str, act: Box<dyn FnMut(MessageEvent)>| {
        let act = Closure::wrap(act);
        let _ = stream.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
        act.forget();
    };
    listen("edit", Box::new(move |event| state.autosave.hear(state, event.last_event_id().parse().unwrap_or(0))));
    listen("presence", Box::new(move |event| together.see(state, data(&event))));
    listen("publication", Box::new(move |event| state.publication.set(data(&event).as_ref().and_then(publication))));
    let closing = stream.clone();
    listen(
        "revoked",
        Box::new(move |event| {
            closing.close();
            together.guests.set(Vec::new());
            let why = data(&event).and_then(|event| event.text("detail")).unwrap_or_default();
            state.autosave.cut_off(state, &[&why, " What you have not saved is kept in this browser."].concat());
        }),
    );
    listen(
        "role",
        Box::new(move |event| {
            if data(&event).and_then(|event| event.text("role")).as_deref() == Some("viewer") {
                let words = "You may still read this story, but no longer change it. Your unsaved words are kept in this browser.";
                state.autosave.cut_off(state, words);
            }
        }),
    );
    let failed = stream.clone();
    listen(
        "error",
        Box::new(move |_| {
            together.unknown.set_value(true);
            // The browser connects again by itself, unless the server has refused.
            if failed.ready_state() == EventSource::CLOSED {
                together.guests.set(Vec::new());
                set_timeout(move || open(state, together), AGAIN);
            }
        }),
    );
}

fn data(event: &MessageEvent) -> Option<Fields> {
    Fields::parse(&event.data().as_string()?)
}

/// The items that a list names; none where there is no list.
fn items_in(list: &JsValue) -> Vec<ItemId> {
    let list = list.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default();
    list.into_iter().filter_map(|item| item.as_string()?.parse().ok()).collect()
}

fn publication(event: &Fields) -> Option<DeskPublication> {
    let publication = Fields::of(event.field("publication"))?;
    Some(DeskPublication { url: publication.text("url")?, revision: publication.number("revision")? })
}

impl Together {
    /// Takes in who is here.
    fn see(self, state: EditorState, event: Option<Fields>) {
        let Some(event) = event else { return };
        let own = self.session.to_string();
        let mut guests = Vec::new();
        for person in Array::from(&event.field("people")).iter().filter_map(Fields::of) {
            if person.text("session").as_deref() != Some(&own) {
                guests.push(Guest {
                    name: person.text("name").unwrap_or_default(),
                    colour: (person.number("colour").unwrap_or(0) % COLOURS).to_string(),
                    item: person.text("item").and_then(|item| item.parse().ok()),
                    selection: items_in(&person.field("selection")),
                });
            }
        }
        let before = self.guests.get_untracked();
        let is_new = |guest: &&Guest| before.iter().all(|known| known.name != guest.name);
        for guest in guests.iter().filter(is_new) {
            state.announce(&[&guest.name, " is here too."].concat());
            self.unknown.set_value(true);
        }
        if before != guests {
            self.guests.set(guests);
        }
        if self.unknown.get_value() {
            self.tell_soon(state);
        }
    }

    /// Tells where one is, a moment after the last move; nobody needs to know while one is alone.
    fn tell_soon(self, state: EditorState) {
        if self.moved.get_value() || self.guests.with_untracked(Vec::is_empty) {
            return;
        }
        self.moved.set_value(true);
        self.unknown.set_value(false);
        set_timeout(
            move || {
                self.moved.set_value(false);
                let place = self.place(state);
                spawn_local(async move { client::tell_place(state.story, &place).await });
            },
            SETTLED,
        );
    }

    fn place(self, state: EditorState) -> Presence {
        let focused = document().active_element().and_then(|element| element.closest("[data-item-id]").ok().flatten());
        let focused = focused.and_then(|row| row.get_attribute("data-item-id")?.parse().ok());
        let mut selection = selecting::in_order(state);
        selection.truncate(MAX_SELECTION);
        let item = focused.or_else(|| selection.first().copied());
        Presence { session: self.session, item, selection }
    }
}

/// Shows in the rows who is where, and what they have selected.
fn mark(guests: &[Guest]) {
    if let Some(list) = dom::find(".story-page") {
        for earlier in dom::all_within(&list, ".guest-here") {
            earlier.remove();
        }
        for earlier in dom::all_within(&list, ".is-guests") {
            let _ = earlier.class_list().remove_1("is-guests");
            let _ = earlier.remove_attribute("data-colour");
        }
    }
    for guest in guests {
        for row in guest.selection.iter().filter_map(|item| dom::find(&dom::row_of(*item))) {
            let _ = row.class_list().add_1("is-guests");
            let _ = row.set_attribute("data-colour", &guest.colour);
        }
        let Some(row) = guest.item.and_then(|item| dom::find(&(dom::row_of(item) + " > .item"))) else {
            continue;
        };
        let Ok(mark) = document().create_element("span") else { continue };
        let mark: HtmlElement = mark.unchecked_into();
        mark.set_class_name("guest-here");
        let _ = mark.set_attribute("data-colour", &guest.colour);
        // Drawn by the style sheet: a name in the row would be part of the item's words.
        let _ = mark.set_attribute("data-name", &guest.name);
        let _ = row.append_child(&mark);
    }
}

/// Who else is here, in the bar; leads to the story's people.
#[component]
pub fn People(
    /// Who is here.
    together: Together,
) -> impl IntoView {
    let state = EditorState::expect();
    let people = ["/studio/stories/", &state.story.to_string(), "/people"].concat();
    let chip = |guest: &Guest| {
        let initial: String = guest.name.chars().take(1).collect();
        view! { <span class="guest" data-colour=guest.colour.clone() title=guest.name.clone()>{initial}</span> }
    };
    let shown = move || {
        together.guests.with(|guests| {
            let more = guests.len().saturating_sub(SHOWN);
            let more = (more > 0).then(|| view! { <span class="guest">{["+", &more.to_string()].concat()}</span> });
            (guests.iter().take(SHOWN).map(chip).collect_view(), more)
        })
    };
    let label = move || {
        together.guests.with(|guests| match guests.as_slice() {
            [] => "People (new tab)".to_owned(),
            guests => {
                let names: Vec<&str> = guests.iter().map(|guest| guest.name.as_str()).collect();
                ["Here too: ", &names.join(", "), ". People (new tab)"].concat()
            }
        })
    };
    view! {
        <a class="topbar-button people-here" href=people target="_blank" title=label aria-label=label>
            {part(shown)}
            <Icon name=IconName::Person/>
        </a>
    }
}
