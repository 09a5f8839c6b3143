//! Tells when an element scrolls into view, by the browser's `IntersectionObserver`.

use crate::editor::lean::watch;
use js_sys::Array;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

/// Calls `notify` when the element comes into view; and again on every change of `rearm` while it still is, since the
/// browser tells only of changes, and a short page may leave it in view.
pub fn notify_when_in_view(element: NodeRef<Div>, rearm: Signal<bool>, notify: impl Fn() + 'static) {
    let on_change = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
        let is_in_view = |entry| IntersectionObserverEntry::from(entry).is_intersecting();
        if entries.iter().any(is_in_view) {
            notify();
        }
    });
    let Ok(observer) = IntersectionObserver::new(on_change.as_ref().unchecked_ref()) else { return };
    // The closure lives as long as the observer that calls it.
    let observer = StoredValue::new_local((observer, on_change));
    watch(move || {
        rearm.track();
        if let Some(element) = element.get() {
            observer.with_value(|(observer, _)| {
                observer.unobserve(&element);
                observer.observe(&element);
            });
        }
    });
    on_cleanup(move || {
        observer.try_with_value(|(observer, _)| observer.disconnect());
    });
}
