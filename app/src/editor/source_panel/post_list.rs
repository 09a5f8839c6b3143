//! A list of result cards, one of which the Tab key reaches; the arrow keys go from card to card.

use std::sync::Arc;

use leptos::prelude::*;
use shared::desk::Card;

use super::result_card::{ResultCard, ShowThread, TabStop};
use crate::editor::lean::live;

/// Posts as cards that can be added to the story.
#[component]
pub fn PostList(
    /// The posts, in the order to show them.
    #[prop(into)]
    posts: Signal<Vec<Arc<Card>>>,
    /// What the list is, for screen readers.
    label: &'static str,
    /// Whether an answer is awaited that changes the list.
    #[prop(into)]
    busy: Signal<bool>,
    /// Whether more can be fetched, so that the total is not known.
    #[prop(into)]
    open_ended: Signal<bool>,
    /// Opens the thread of a post.
    show_thread: Option<ShowThread>,
    /// Whether they are what is on the tray.
    #[prop(optional)]
    in_tray: bool,
) -> impl IntoView {
    let tab_stop = TabStop::among(posts);
    let total = Signal::derive(move || {
        let count = posts.with(|posts| i32::try_from(posts.len()).unwrap_or(-1));
        if open_ended.get() { -1 } else { count }
    });
    view! {
        <div
            role="feed"
            class="results"
            // A feed has articles, or it is none.
            hidden=live(move || posts.with(Vec::is_empty))
            aria-label=label
            aria-busy=live(move || busy.get().to_string())
        >
            <ForEnumerate
                each=move || posts.get()
                key=|post| (post.id, post.repost)
                children=move |index, post| {
                    let index = Signal::from(index);
                    view! { <ResultCard post index total tab_stop show_thread in_tray/> }
                }
            />
        </div>
    }
}
