//! The tab for pasted links: every address becomes a post, or a card of its page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::SourceInfo;

use super::links::{Link, LinkQueue, Progress, addresses_in};
use crate::client;
use crate::editor::lean::{memo, on, part};
use crate::editor::note::{Note, Weight};
use crate::editor::state::EditorState;
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// How many links are read at once: quick for a handful, gentle to the server with a hundred.
const AT_ONCE: usize = 3;

const NO_ADDRESS: &str = "There is no web address in this. Paste one that begins with https://.";

/// A place to paste addresses, and how far each has come.
#[component]
pub fn LinkTab(
    /// How the source presents itself.
    info: Signal<SourceInfo>,
) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let reader = LinkReader { queue: RwSignal::new(LinkQueue::default()), state: EditorState::expect() };
    let nothing = RwSignal::new(false);
    let submit = move || {
        let urls = addresses_in(&pasted.read_untracked());
        nothing.set(urls.is_empty());
        if !urls.is_empty() {
            pasted.set(String::new());
            reader.read(urls);
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            submit();
        }
    };
    view! {
        <form class="link-form" on:submit=on(move |event: web_sys::SubmitEvent| { event.prevent_default(); submit(); })>
            <label for="links-to-add">"Web addresses"</label>
            <textarea
                id="links-to-add"
                rows="4"
                aria-describedby="links-hint"
                placeholder="https://…"
                prop:value=pasted
                on:input=on(move |event| pasted.set(event_target_value(&event)))
                on:keydown=on_key
            ></textarea>
            <p id="links-hint" class="search-hint">{part(move || info.read().hint.clone())}</p>
            {part(move || (nothing.get()).then(|| view! {
                <div role="alert">
                    <Note weight=Weight::Warning words=NO_ADDRESS/>
                </div>
                }))}
            <button type="submit" class="button primary">
                <Icon name=IconName::Plus/>
                "Add links"
            </button>
        </form>
        <LinkProgress reader/>
    }
}

/// Reads pasted links, a few at a time, and adds what comes of them.
#[derive(Clone, Copy)]
struct LinkReader {
    queue: RwSignal<LinkQueue>,
    state: EditorState,
}

impl LinkReader {
    fn read(self, urls: Vec<String>) {
        self.queue.update(|queue| queue.enqueue(urls));
        self.go_on();
    }

    fn retry(self) {
        self.queue.update(LinkQueue::retry_failed);
        self.go_on();
    }

    fn go_on(self) {
        let idle = AT_ONCE.saturating_sub(self.queue.with_untracked(LinkQueue::under_way));
        for _ in 0..idle {
            spawn_local(self.work_off());
        }
    }

    /// Reads one link after another until none waits; whoever ends last adds them all.
    async fn work_off(self) {
        while let Some(url) = self.queue.try_update(LinkQueue::take_next).flatten() {
            let outcome = client::capture_post(&url).await.map_err(|error| error.to_string());
            self.queue.update(|queue| queue.finish(&url, outcome));
        }
        let posts = self.queue.try_update(LinkQueue::take_captured).unwrap_or_default();
        if !posts.is_empty() {
            let told = counted(posts.len(), "link") + " added to your story.";
            self.state.add_posts(posts, self.state.insertion.get_untracked());
            self.state.toast(&told, true);
        }
    }
}

/// The links with how far each has come.
#[component]
fn LinkProgress(reader: LinkReader) -> impl IntoView {
    let queue = reader.queue;
    let busy = memo(move || queue.with(LinkQueue::is_busy));
    let failures = memo(move || queue.with(LinkQueue::failures));
    let summary = move || {
        let (done, all) = queue.with(LinkQueue::done_of);
        if busy.get() { [&done.to_string(), " of ", &counted(all, "link"), " read"].concat() } else { String::new() }
    };
    let row = |link: &Link| view! { <LinkRow link=link.clone()/> };
    let rows = move || queue.with(|queue| queue.links().iter().map(row).collect_view());
    view! {
        <p class="link-summary" role="status">{summary}</p>
        <ul class="link-list">
            {rows}
        </ul>
        {part(move || (!busy.get() && failures.get() != 0).then(|| view! {
            <button type="button" class="button" on:click=on(move |_| reader.retry())>
                <Icon name=IconName::Retry/>
                {part(move || if failures.get() == 1 { "Try it again" } else { "Try these again" })}
            </button>
                }))}
    }
}

#[component]
fn LinkRow(link: Link) -> impl IntoView {
    let (class, icon, told) = match link.progress {
        Progress::Waiting => ("waiting", IconName::Clock, "Waiting".to_owned()),
        Progress::Reading => ("reading", IconName::Busy, "Reading…".to_owned()),
        Progress::Captured(_) => ("captured", IconName::Check, "Read".to_owned()),
        Progress::Added => ("added", IconName::Check, "In your story".to_owned()),
        Progress::Failed(message) => ("failed", IconName::Error, message),
    };
    view! {
        <li class=class>
            <Icon name=icon/>
            <span class="link-address">{link.url}</span>
            <span class="link-told">{told}</span>
        </li>
    }
}
