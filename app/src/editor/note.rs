//! One line that is good to know.

use leptos::prelude::*;

use crate::parts::icon::{Icon, IconName};

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Good to know.
    Info,
    /// Something is missing, or will be.
    Warning,
}

/// A note with its icon.
#[component]
pub fn Note(
    /// How much it matters.
    weight: Weight,
    /// What it says.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let (class, name) = match weight {
        Weight::Info => ("notice", IconName::Info),
        Weight::Warning => ("notice warning", IconName::Warning),
    };
    view! {
        <p class=class>
            <Icon name/>
            <span>{words}</span>
        </p>
    }
}
