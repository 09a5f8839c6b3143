//! One post among the results: the card as in the story, smaller, with the ways to take it over.

use std::sync::Arc;

use leptos::prelude::*;
use shared::desk::Card;
use shared::ids::PostId;
use shared::post::SourceKind;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::aside::AsideButton;
use super::places::Places;
use crate::editor::choose_item::go_to;
use crate::editor::drag::begin_drag;
use crate::editor::lean::{live, memo, on, part};
use crate::editor::state::{Dragged, EditorState};
use crate::editor::tray::Tray;
use crate::parts::icon::{Icon, IconName};

/// Opens the thread of a post.
pub type ShowThread = Callback<Arc<Card>>;

/// A post that can be added by button, by Enter on the card and by dragging it into the story.
#[component]
pub fn ResultCard(
    /// The post.
    post: Arc<Card>,
    /// Its place in the list, from 0.
    #[prop(into)]
    index: Signal<usize>,
    /// How many there are; -1 while there may be more.
    #[prop(into)]
    total: Signal<i32>,
    /// The card that the Tab key reaches, and the way to move it.
    tab_stop: TabStop,
    /// Opens the thread; without it there is no button.
    show_thread: Option<ShowThread>,
    /// Whether the list shows what is on the tray.
    in_tray: bool,
) -> impl IntoView {
    let state = EditorState::expect();
    let tray = Tray::expect();
    let id = post.id;
    let (summary, card) = (post.summary(), post.html.as_str().to_owned());
    let (to_add, to_drag) = (Arc::clone(&post), Arc::clone(&post));
    let on_key = move |event: KeyboardEvent| {
        if card_itself(&event).is_some_and(|card| react_to_key(state, &to_add, &event.key(), &card)) {
            event.prevent_default();
        }
    };
    view! {
        <div
            role="article"
            class="result"
            class:used=live(move || state.is_used(id))
            class:is-off-tray=live(move || in_tray && !tray.holds(id))
            data-post-id=id.to_string()
            aria-label=summary
            aria-keyshortcuts="Enter"
            aria-posinset=live(move || (index.get() + 1).to_string())
            aria-setsize=live(move || total.get().to_string())
            tabindex=live(move || if tab_stop.is_at(id) { "0" } else { "-1" })
            on:focus=on(move |_| tab_stop.move_to(id))
            on:keydown=on_key
            on:pointerdown=on(move |event| pick_up(state, &event, &to_drag))
            on:dragstart=on(|event: web_sys::DragEvent| event.prevent_default())
        >
            <div class="shown" inner_html=card></div>
            <Actions post show_thread in_tray/>
        </div>
    }
}

/// Add, or the way to where it is already; the thread; and the tray.
#[component]
fn Actions(post: Arc<Card>, show_thread: Option<ShowThread>, in_tray: bool) -> impl IntoView {
    let state = EditorState::expect();
    let places = Places::expect();
    let id = post.id;
    let used = move || state.is_used(id);
    let to_add = Arc::clone(&post);
    let add_or_show = move |event: MouseEvent| {
        if !used() {
            add_post(state, &to_add);
        } else if event.detail() <= 1 {
            // The second half of a double click on "Add" must not lead away.
            show_in_story(state, id);
        }
    };
    let show_thread = show_thread.filter(|_| post.source != SourceKind::Link);
    let thread = show_thread.map(|show_thread| {
        view! {
            <button type="button" class="button quiet" on:click=on(move |_| show_thread.run(Arc::clone(&post)))>
                <Icon name=IconName::Thread/>
                "Thread"
            </button>
        }
    });
    // One button for both, so that the focus stays where it is when its meaning changes.
    view! {
        <div class="result-actions">
            <div>
                <button type="button" class="button add" on:click=add_or_show>
                    {part(move || {
                        let (name, label) = match used().then(|| places.number_of(id)).flatten() {
                            Some(number) => (IconName::Check, ["In your story, item ", &number.to_string()].concat()),
                            None => (IconName::Plus, "Add to story".to_owned()),
                        };
                        view! {
                            <Icon name/>
                            {label}
                        }
                    })}
                </button>
                {thread}
                <AsideButton post=id in_tray/>
            </div>
            <span class="handle" title="Drag into the story" aria-hidden="true"></span>
        </div>
    }
}

/// The one card of a list that the Tab key stops at; the arrow keys move it.
#[derive(Clone, Copy)]
pub struct TabStop {
    chosen: RwSignal<Option<PostId>>,
    stop: Memo<Option<PostId>>,
}

impl TabStop {
    /// For a list of posts; begins at the first, and returns there when its card is gone.
    pub fn among(posts: Signal<Vec<Arc<Card>>>) -> Self {
        let chosen = RwSignal::new(None);
        let stop = memo(move || {
            posts.with(|posts| {
                let still_there = |id: &PostId| posts.iter().any(|post| post.id == *id);
                chosen.get().filter(still_there).or(posts.first().map(|post| post.id))
            })
        });
        Self { chosen, stop }
    }

    fn is_at(self, id: PostId) -> bool {
        self.stop.get() == Some(id)
    }

    fn move_to(self, id: PostId) {
        self.chosen.set(Some(id));
    }
}

/// Adds a post where the curator is writing. A post that is in the story already is not added by mistake.
fn add_post(state: EditorState, post: &Card) {
    if state.is_used(post.id) {
        state.announce("Already in your story.");
        return;
    }
    state.add_posts(vec![Card::clone(post)], state.insertion.get_untracked());
    state.toast("Added to your story.", true);
}

/// Brings the item with this post into view and gives its handle the focus.
fn show_in_story(state: EditorState, post: PostId) {
    let item = state.document.with_untracked(|story| {
        let item = story.ordered().into_iter().find(|item| item.body.post_id() == Some(post));
        item.map(|item| item.id)
    });
    if let Some(item) = item {
        go_to(state, item);
    }
}

/// The selector of a post's card in the open tab.
pub fn card_of(post: PostId) -> String {
    ["[role=tabpanel]:not([hidden]) .result[data-post-id=\"", &post.to_string(), "\"]"].concat()
}

fn react_to_key(state: EditorState, post: &Card, key: &str, card: &Element) -> bool {
    match key {
        "Enter" => add_post(state, post),
        "ArrowDown" => focus(card.next_element_sibling()),
        "ArrowUp" => focus(card.previous_element_sibling()),
        _ => return false,
    }
    true
}

fn focus(card: Option<Element>) {
    if let Some(card) = card.and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
        // Fails only where there is nothing to focus any more.
        let _ = card.focus();
    }
}

/// Lets the pointer carry the card into the story.
fn pick_up(state: EditorState, event: &PointerEvent, post: &Card) {
    let card = event.current_target().and_then(|card| card.dyn_into::<Element>().ok());
    if let Some(card) = card {
        begin_drag(state, event, Dragged::Post(Box::new(post.clone())), &card);
    }
}

/// The card a key was pressed on; none when it was pressed on a button or link inside, whose key it is then.
fn card_itself(event: &KeyboardEvent) -> Option<Element> {
    let card = event.current_target().filter(|card| event.target().as_ref() == Some(card))?;
    card.dyn_into().ok()
}
