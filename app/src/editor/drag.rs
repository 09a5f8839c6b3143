//! Dragging by pointer: mouse, pen and touch, within the story and from search results into it.
//!
//! The page's order is untouched until the drop. What moves is a copy in the hand; a line shows where it would land.
//! SortableJS and its kin move the nodes themselves, which breaks a keyed list.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use shared::ids::ItemId;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, PointerEvent};

use super::column::row_landed_before;
use super::dom;
use super::moving::{self, move_items};
use super::reorder::{THRESHOLD, has_travelled, scroll_step};
use super::state::{Dragged, EditorState, Pane};

/// How long a finger rests on a thing before it is lifted; moving earlier scrolls, as everywhere.
const LONG_PRESS: Duration = Duration::from_millis(350);
/// How far a resting finger may stray.
const STRAY: f64 = 10.0;
/// The copy hangs at most this far above the pointer, so that tall items do not cover their destination.
const GRIP: f64 = 48.0;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Pressed,
    Carrying,
    Over,
}

/// What keeps a long press from scrolling the page or opening its menu.
type Listener = Closure<dyn FnMut(web_sys::Event)>;

/// One press of the pointer, until it is released.
struct Session {
    state: EditorState,
    what: Dragged,
    card: HtmlElement,
    pointer_id: i32,
    pressed_at: (f64, f64),
    /// Where on the card it was pressed, from its left edge.
    grip: f64,
    pointer: Cell<(f64, f64)>,
    /// Whether the pointer is elsewhere than what is shown.
    ahead: Cell<bool>,
    by_long_press: bool,
    phase: Cell<Phase>,
    hand: RefCell<Option<HtmlElement>>,
    landing: Cell<Option<Option<ItemId>>>,
    listeners: RefCell<Vec<WindowListenerHandle>>,
    hold_scroll: RefCell<Option<Listener>>,
}

/// Call on `pointerdown`: if the pointer moves, `what` is dragged, and a copy of `card` shows it.
///
/// On a `.handle` a touch drags at once (its style must say `touch-action: none`); elsewhere it takes a long press.
pub fn begin_drag(state: EditorState, event: &PointerEvent, what: Dragged, card: &Element) {
    let on_handle = dom::target_within(event, ".handle").is_some();
    let controls = "button:not(.outline-entry), input, textarea, select, summary";
    let on_control = dom::target_within(event, controls).is_some();
    let Some(card) = card.dyn_ref::<HtmlElement>().cloned() else { return };
    if event.button() != 0 || !event.is_primary() || (on_control && !on_handle) {
        return;
    }
    let at = (f64::from(event.client_x()), f64::from(event.client_y()));
    let session = Rc::new(Session {
        state,
        what,
        grip: at.0 - card.get_bounding_client_rect().left(),
        card,
        pointer_id: event.pointer_id(),
        pressed_at: at,
        pointer: Cell::new(at),
        ahead: Cell::new(true),
        by_long_press: event.pointer_type() == "touch" && !on_handle,
        phase: Cell::new(Phase::Pressed),
        hand: RefCell::default(),
        landing: Cell::new(None),
        listeners: RefCell::default(),
        hold_scroll: RefCell::default(),
    });
    session.listen();
}

impl Session {
    fn listen(self: &Rc<Self>) {
        let on = |react: fn(&Rc<Self>, &PointerEvent)| {
            let session = Rc::clone(self);
            move |event: PointerEvent| {
                if event.pointer_id() == session.pointer_id {
                    react(&session, &event);
                }
            }
        };
        let session = Rc::clone(self);
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && session.phase.get() == Phase::Carrying {
                event.prevent_default();
                session.cancel();
            }
        });
        // The browser's own dragging of links and pictures would take the pointer away.
        let native = window_event_listener(ev::dragstart, |event| event.prevent_default());
        *self.listeners.borrow_mut() = vec![
            window_event_listener(ev::pointermove, on(Self::moved)),
            window_event_listener(ev::pointerup, on(|session, _| session.released())),
            window_event_listener(ev::pointercancel, on(|session, _| session.cancel())),
            keys,
            native,
        ];
        if self.by_long_press {
            self.wait_for_long_press();
        }
    }

    fn wait_for_long_press(self: &Rc<Self>) {
        let session = Rc::clone(self);
        set_timeout(
            move || {
                if session.phase.get() == Phase::Pressed {
                    session.pick_up();
                }
            },
            LONG_PRESS,
        );
        // A touch that has begun can only be kept from scrolling by a listener that was there from the start.
        let session = Rc::downgrade(self);
        let hold = Listener::new(move |event: web_sys::Event| {
            if session.upgrade().is_some_and(|session| session.phase.get() == Phase::Carrying) {
                event.prevent_default();
            }
        });
        let _ = self.card.add_event_listener_with_callback("touchmove", hold.as_ref().unchecked_ref());
        let _ = self.card.add_event_listener_with_callback("contextmenu", hold.as_ref().unchecked_ref());
        *self.hold_scroll.borrow_mut() = Some(hold);
    }

    fn moved(self: &Rc<Self>, event: &PointerEvent) {
        self.pointer.set((f64::from(event.client_x()), f64::from(event.client_y())));
        let travelled = |threshold| has_travelled(self.pressed_at, self.pointer.get(), threshold);
        match self.phase.get() {
            Phase::Pressed if self.by_long_press => {
                if travelled(STRAY) {
                    self.end();
                }
            }
            Phase::Pressed if travelled(THRESHOLD) => self.pick_up(),
            Phase::Carrying => {
                event.prevent_default();
                self.ahead.set(true);
            }
            Phase::Pressed | Phase::Over => {}
        }
    }

    fn pick_up(self: &Rc<Self>) {
        self.phase.set(Phase::Carrying);
        self.state.drag.set(Some(self.what.clone()));
        if let Ok(Some(selection)) = window().get_selection() {
            let _ = selection.remove_all_ranges();
        }
        *self.hand.borrow_mut() = self.copy_card();
        self.show_taken(true);
        show_carrying(true);
        // A phone shows one pane at a time: what is taken from the sources goes to the story.
        self.state.view.set(Pane::Story);
        let session = Rc::clone(self);
        request_animation_frame(move || session.keep_up());
    }

    /// Marks all that is carried where it still stands.
    fn show_taken(&self, taken: bool) {
        let mark = |element: &HtmlElement| drop(element.class_list().toggle_with_force("is-taken", taken));
        mark(&self.card);
        if let Dragged::Items(items) = &self.what {
            items.iter().filter_map(|item| dom::find(&(dom::row_of(*item) + " > .item"))).for_each(|item| mark(&item));
        }
    }

    /// The copy that hangs at the pointer.
    fn copy_card(&self) -> Option<HtmlElement> {
        let copy: HtmlElement = self.card.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        let _ = copy.remove_attribute("id");
        let _ = copy.set_attribute("aria-hidden", "true");
        let _ = copy.set_attribute("inert", "");
        let _ = copy.class_list().add_1("in-hand");
        let width = self.card.get_bounding_client_rect().width();
        let _ = copy.style().set_property("width", &[&(width as i32).to_string(), "px"].concat());
        if let Dragged::Items(items) = &self.what
            && items.len() > 1
        {
            let _ = copy.set_attribute("data-count", &items.len().to_string());
        }
        dom::find("#editor")?.append_child(&copy).ok()?;
        Some(copy)
    }

    /// Once in every frame, however often the pointer has moved: scrolls, and shows where things are.
    fn keep_up(self: &Rc<Self>) {
        if self.phase.get() != Phase::Carrying {
            return;
        }
        let scrolled = self.scroll();
        if self.ahead.get() || scrolled {
            self.follow();
        }
        let session = Rc::clone(self);
        request_animation_frame(move || session.keep_up());
    }

    /// Moves the copy to the pointer and the line to where it would land. Measures first and writes after, or the
    /// browser would have to lay out the page in between.
    fn follow(&self) {
        self.ahead.set(false);
        let (x, y) = self.pointer.get();
        let (landing, entry) = landing_at(x, y);
        if let Some(hand) = &*self.hand.borrow() {
            // Whole pixels: writing fractions takes more code than the whole of this file.
            let (left, top) = ((x - self.grip) as i32, (y - GRIP) as i32);
            let transform = ["translate(", &left.to_string(), "px, ", &top.to_string(), "px) scale(0.97)"].concat();
            let _ = hand.style().set_property("transform", &transform);
        }
        if self.landing.replace(landing) != landing {
            dom::mark_landing(landing);
        }
        dom::mark_outline_entry(entry);
    }

    /// Scrolls the story, or its outline, while the pointer is near its edge; gives whether it did.
    fn scroll(&self) -> bool {
        let (x, y) = self.pointer.get();
        let mut columns = [".outline", ".story-column"].into_iter().filter_map(dom::find);
        let Some(column) = columns.find(|column| spans(column, x)).filter(|_| self.landing.get().is_some()) else {
            return false;
        };
        let view = column.get_bounding_client_rect();
        let step = scroll_step(y, view.top(), view.bottom());
        if step != 0.0 {
            column.scroll_by_with_x_and_y(0.0, step);
        }
        step != 0.0
    }

    fn released(self: &Rc<Self>) {
        if self.phase.get() == Phase::Carrying {
            swallow_click();
            if self.ahead.get() {
                self.follow();
            }
            match self.landing.get() {
                Some(before) => self.put_down(before),
                None => self.state.announce("Nothing was moved."),
            }
        }
        self.end();
    }

    fn put_down(&self, before: Option<ItemId>) {
        match &self.what {
            Dragged::Items(items) if items.iter().all(|item| self.state.body(*item).is_none()) => {
                self.state.toast("Somebody else deleted what you were moving.", false);
            }
            Dragged::Items(items) => move_items(self.state, items, before),
            Dragged::Post(post) => {
                let added = self.state.add_posts(vec![(**post).clone()], before);
                if let Some(item) = added.first() {
                    self.state.toast(&["Added at ", &moving::position(self.state, *item), "."].concat(), true);
                }
            }
        }
    }

    fn cancel(self: &Rc<Self>) {
        if self.phase.get() == Phase::Carrying {
            self.state.announce("Nothing was moved.");
        }
        self.end();
    }

    fn end(self: &Rc<Self>) {
        let carried = self.phase.replace(Phase::Over) == Phase::Carrying;
        if let Some(hold) = self.hold_scroll.borrow_mut().take() {
            let _ = self.card.remove_event_listener_with_callback("touchmove", hold.as_ref().unchecked_ref());
            let _ = self.card.remove_event_listener_with_callback("contextmenu", hold.as_ref().unchecked_ref());
        }
        if carried {
            self.show_taken(false);
            show_carrying(false);
            dom::mark_landing(None);
            dom::mark_outline_entry(None);
            if let Some(hand) = self.hand.borrow_mut().take() {
                hand.remove();
            }
            self.state.drag.set(None);
        }
        // The handles hold this session; taking them out breaks the circle. Not at once: one of them is running.
        let session = Rc::clone(self);
        set_timeout(
            move || session.listeners.borrow_mut().drain(..).for_each(WindowListenerHandle::remove),
            Duration::ZERO,
        );
    }
}

/// The item before which something at a place of the window lands, in the story or on an entry of its outline (which
/// may lie over the story), which is given too; `Some(None)` at the end, nothing elsewhere.
fn landing_at(x: f64, y: f64) -> (Option<Option<ItemId>>, Option<HtmlElement>) {
    let within = |selector| dom::find(selector).is_some_and(|column| spans(&column, x));
    let (before, entry) = if within(".outline") {
        let Some(entry) = dom::outline_entry_at(x, y) else { return (None, None) };
        (entry.get_attribute("data-drop-before"), Some(entry))
    } else if within(".story-column") {
        let row = dom::find(".items").and_then(|items| row_landed_before(&items, y));
        (row.and_then(|row| row.get_attribute("data-item-id")), None)
    } else {
        return (None, None);
    };
    (Some(before.and_then(|before| before.parse().ok())), entry)
}

/// Whether an element is above or below a place of the window; never one that is not shown.
fn spans(element: &HtmlElement, x: f64) -> bool {
    let view = element.get_bounding_client_rect();
    view.left() <= x && x < view.right()
}

/// Tells the style sheet that something is in the hand. (`:has(.in-hand)` would look through the whole story on every
/// change of the page.)
fn show_carrying(carrying: bool) {
    if let Some(editor) = dom::find("#editor") {
        let _ = editor.class_list().toggle_with_force("is-carrying", carrying);
    }
}

/// The release of a drag is not a click on whatever lies under it.
fn swallow_click() {
    let listener = window_event_listener(ev::click, |event| event.prevent_default());
    set_timeout(move || listener.remove(), Duration::ZERO);
}
