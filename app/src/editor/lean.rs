//! Doors that keep the download small.
//!
//! The framework's generic functions are compiled anew for every closure that is handed to them: each button of the
//! editor brought its own copy of everything between an event and its handler. Behind these doors a closure is a trait
//! object, so there is one copy for each kind of event and of value.

use leptos::prelude::*;

/// An event handler.
pub fn on<E: 'static>(react: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(react)
}

/// A value that changes, for an attribute or a class.
pub fn live<T: 'static>(value: impl Fn() -> T + Send + 'static) -> Box<dyn Fn() -> T + Send> {
    Box::new(value)
}

/// A part of the page that changes.
pub fn part<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> Box<dyn Fn() -> AnyView + Send> {
    Box::new(move || view().into_any())
}

/// Does something now, and again whenever a value that it reads has changed.
pub fn watch(react: impl FnMut() + 'static) {
    watch_boxed(Box::new(react));
}

fn watch_boxed(mut react: Box<dyn FnMut()>) {
    Effect::new(move |_| react());
}

/// A value worked out of others, kept until it changes.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    memo_boxed(Box::new(value))
}

fn memo_boxed<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value())
}
