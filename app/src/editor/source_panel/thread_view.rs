//! The conversation a post belongs to, opened over the results.

use std::sync::Arc;

use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::desk::Card;
use shared::desk::FoundCards;

use super::add_all::AddAll;
use super::choose::{in_reading_order, unused};
use super::notices::Notices;
use super::post_list::PostList;
use super::skeletons::Skeletons;
use crate::client;
use crate::editor::failure::Failure;
use crate::editor::lean::{on, part, watch};
use crate::editor::state::EditorState;
use crate::parts::icon::{Icon, IconName};

/// The whole thread of a post in reading order.
#[component]
pub fn ThreadView(
    /// The post whose thread it is.
    post: Arc<Card>,
    /// Goes back to the results.
    #[prop(into)]
    close: Callback<()>,
) -> impl IntoView {
    let answer = RwSignal::new(None);
    let id = post.id;
    let fetch = move || {
        answer.set(None);
        spawn_local(async move {
            let thread = client::thread(id).await;
            // The view may be closed by now.
            answer.try_set(Some(thread));
        });
    };
    fetch();
    let heading = NodeRef::<H2>::new();
    watch(move || {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let close_by_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            close.run(());
        }
    };
    view! {
        <section class="thread-view" aria-label="Thread" on:keydown=close_by_key>
            <div class="thread-head">
                <button type="button" class="button quiet" on:click=on(move |_| close.run(()))>
                    <Icon name=IconName::Back/>
                    "Back to the results"
                </button>
                <h2 node_ref=heading tabindex="-1">{["Thread of ", &post.author].concat()}</h2>
            </div>
            {part(move || match answer.get() {
                None => view! { <Skeletons/> }.into_any(),
                Some(Err(error)) => view! { <Failure error retry=fetch/> }.into_any(),
                Some(Ok(page)) => view! { <ThreadPosts page/> }.into_any(),
            })}
        </section>
    }
}

#[component]
fn ThreadPosts(page: FoundCards) -> impl IntoView {
    let state = EditorState::expect();
    let FoundCards { cards, notices, .. } = page;
    let alone = cards.len() <= 1;
    let posts = Signal::stored(in_reading_order(cards).into_iter().map(Arc::new).collect::<Vec<_>>());
    let addable = Signal::derive(move || state.used.with(|used| unused(&posts.read(), used)));
    view! {
        <Notices notices=Signal::stored(notices)/>
        {alone.then(|| view! { <p class="hint">"Nobody has answered this post, as far as its server knows."</p> })}
        <AddAll posts=addable noun="post" open_ended=false/>
        <PostList posts label="Posts of the thread" busy=false open_ended=false show_thread=None/>
    }
}
