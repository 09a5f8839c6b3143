//! What a source says about its answer, such as a server that did not answer in time.

use leptos::prelude::*;
use shared::api::{Notice, NoticeLevel};

use crate::editor::note::{Note, Weight};

/// One line for each notice.
#[component]
pub fn Notices(
    /// What to say.
    notices: Signal<Vec<Notice>>,
) -> impl IntoView {
    let line = |Notice { level, text }| {
        let weight = match level {
            NoticeLevel::Info => Weight::Info,
            NoticeLevel::Warning => Weight::Warning,
        };
        view! { <Note weight words=text/> }
    };
    move || notices.get().into_iter().map(line).collect_view()
}
