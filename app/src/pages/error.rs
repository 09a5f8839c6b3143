//! An error, for people: what happened and what to do next.

use leptos::prelude::*;

use crate::document::{AccountDocument, Site};

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMessage {
    /// The HTTP status.
    pub status: u16,
    /// What happened, a few words.
    pub title: String,
    /// What to do next, a sentence.
    pub detail: String,
}

/// The error page.
#[component]
pub fn ErrorPage(
    /// The installation.
    site: Site,
    /// What to say.
    error: ErrorMessage,
) -> impl IntoView {
    let ErrorMessage { status, title, detail } = error;
    let (home, words) = match site.viewer {
        Some(_) => ("/studio", "Go to your stories"),
        None => ("/", "Go to the front page"),
    };
    view! {
        <AccountDocument site title=title.clone()>
            <div class="lost">
                <p class="status" aria-hidden="true">{status}</p>
                <h1>{title}</h1>
                <p>{detail}</p>
                <p><a class="button primary" href=home>{words}</a></p>
            </div>
        </AccountDocument>
    }
}
