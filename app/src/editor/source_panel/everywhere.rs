//! All sources at once: each answers in its own time, and what one of them does not answer keeps nobody waiting.

use std::sync::Arc;

use leptos::prelude::*;
use shared::api::SourceInfo;
use shared::desk::Card;
use shared::post::SourceKind;

use super::account_tip::AccountTip;
use super::add_all::AddAll;
use super::choose::{oldest_first, unused};
use super::end_of_list::EndOfList;
use super::filter::Filter;
use super::filter_box::Filtering;
use super::info_of;
use super::notices::Notices;
use super::paging::{Paging, Phase};
use super::post_list::PostList;
use super::result_card::ShowThread;
use super::results::{FirstPageFailure, LeftOut};
use super::search::Search;
use super::search_box::{Boxed, SearchBox};
use super::search_tab::under_thread;
use super::skeletons::Skeletons;
use super::tabs::icon;
use super::wanted::Wanted;
use crate::editor::lean::{live, memo, on, part};
use crate::editor::state::EditorState;
use crate::parts::icon::Icon;

/// How many posts of a source are shown until more are asked for: enough to see whether it is worth looking.
const FIRST: usize = 4;

/// One search box for all sources, and what each of them found.
#[component]
pub fn EverywhereTab(
    /// The sources there are.
    sources: RwSignal<Vec<SourceInfo>>,
) -> impl IntoView {
    let (typed, filter) = (RwSignal::new(String::new()), RwSignal::new(Filter::default()));
    // A web page is asked for by its address, which every network understands, too.
    let kinds = sources.with_untracked(|sources| {
        sources.iter().map(|source| source.kind).filter(|kind| *kind != SourceKind::Link).collect::<Vec<_>>()
    });
    let searches: Vec<Search> = kinds.iter().map(|kind| Search::among_others(*kind, typed, filter)).collect();
    let searches = StoredValue::new(searches);
    let each = move |act: &dyn Fn(Search)| searches.with_value(|all| all.iter().for_each(|search| act(*search)));
    let begin = Callback::new(move |words: String| each(&|search| search.begin(&words)));
    Wanted::expect().taken_by(SourceKind::Everywhere, move |wish| {
        filter.set(wish.filter);
        begin.run(wish.words);
    });
    let changed = Callback::new(move |()| each(&|search: Search| search.filter_changed()));
    let filtering = Filtering { kind: SourceKind::Everywhere, filter, changed };
    let is_begun =
        memo(move || searches.with_value(|all| all.iter().any(|search| search.paging.with(Paging::is_begun))));
    let is_shown = Signal::derive(move || {
        let typed = typed.read();
        searches.with_value(|all| all.iter().any(|search| search.paging.with(|paging| paging.shows(typed.trim()))))
    });
    let about = Boxed { filtering, typed, is_shown, browses: false, begin };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
    let invitation = ["Asks all of these at once, and shows what each finds: ", &names.join(", "), "."].concat();
    under_thread(move |show_thread| {
        let found = move |search: Search| {
            let info = Signal::derive(move || sources.with(|sources| info_of(search.source, sources)));
            view! { <FoundIn search searches info show_thread filtering/> }
        };
        view! {
            <SearchBox about label="everywhere".to_owned()/>
            <div class="panel-empty" hidden=live(move || is_begun.get())>
                <p>{invitation}</p>
            </div>
            {searches.get_value().into_iter().map(found).collect_view()}
        }
        .into_any()
    })
}

/// What one source found, or is looking for, or why it cannot.
#[component]
fn FoundIn(
    search: Search,
    /// All of them: a post that a network found need not be shown again from the library.
    searches: StoredValue<Vec<Search>>,
    info: Signal<SourceInfo>,
    show_thread: ShowThread,
    filtering: Filtering,
) -> impl IntoView {
    let kind = search.source;
    let heading_id = ["found-in-", kind.key()].concat();
    let posts = memo(move || match kind {
        SourceKind::Library => without_found_elsewhere(search, searches),
        _ => search.shown.get(),
    });
    let begun = memo(move || search.paging.with(Paging::is_begun));
    let searching = memo(move || search.paging.with(Paging::is_searching));
    let found = memo(move || search.paging.with(|paging| paging.found.is_some()));
    let nothing = memo(move || found.get() && !searching.get() && posts.with(Vec::is_empty));
    view! {
        <section
            class="found-in result-area"
            class:is-searching=searching
            aria-labelledby=heading_id.clone()
            aria-busy=live(move || searching.get().to_string())
            hidden=live(move || !begun.get())
        >
            <h2 id=heading_id.clone()>
                <Icon name=icon(kind)/>
                {kind.label()}
                <span class="hint">{part(move || state_of(search, posts.with(Vec::len)))}</span>
            </h2>
            <FirstPageFailure search/>
            {part(move || (searching.get() && !found.get()).then(|| view! { <Skeletons/> }))}
            {part(move || found.get().then(|| view! { <FoundPosts search posts show_thread filtering/> }))}
            {part(move || nothing.get().then(|| view! { <AccountTip info/> }))}
        </section>
    }
}

/// The first posts of a source; all of them, and further pages, when they are asked for.
#[component]
fn FoundPosts(
    search: Search,
    posts: Memo<Vec<Arc<Card>>>,
    show_thread: ShowThread,
    filtering: Filtering,
) -> impl IntoView {
    let state = EditorState::expect();
    let kind = search.source;
    let is_all = RwSignal::new(false);
    let folded = memo(move || !is_all.get() && posts.with(Vec::len) > FIRST);
    let listed = memo(move || posts.with(|posts| posts[..if folded.get() { FIRST } else { posts.len() }].to_vec()));
    let addable = Signal::derive(move || state.used.with(|used| oldest_first(unused(&posts.read(), used))));
    let open_ended = Signal::derive(move || search.paging.with(Paging::has_more));
    let notices = Signal::derive(move || search.paging.with(Paging::notices));
    let clear = Callback::new(move |()| filtering.clear());
    let searching = memo(move || search.paging.with(Paging::is_searching));
    let in_tray = kind == SourceKind::Tray;
    view! {
        <Notices notices/>
        <LeftOut search clear/>
        {part(move || is_all.get().then(|| view! { <AddAll posts=addable noun="result" open_ended/> }))}
        <PostList posts=listed label=kind.label() busy=searching open_ended=true show_thread=Some(show_thread) in_tray/>
        {part(move || if folded.get() {
            view! {
                <button type="button" class="button show-all" on:click=on(move |_| is_all.set(true))>
                    {["Show all from ", kind.label()].concat()}
                </button>
            }
            .into_any()
        } else {
            view! { <EndOfList search any=false by_button=true/> }.into_any()
        })}
    }
}

/// How far one source has come, in a word or two.
fn state_of(search: Search, count: usize) -> String {
    search.paging.with(|paging| match &paging.phase {
        Phase::Busy(ticket) if ticket.cursor.is_none() => "Searching…".to_owned(),
        Phase::Failed { ticket, .. } if ticket.cursor.is_none() => "No answer".to_owned(),
        _ if count == 0 && search.source == SourceKind::Library => "Nothing besides".to_owned(),
        _ if count == 0 => "Nothing found".to_owned(),
        _ if paging.has_more() => [&count.to_string(), " so far"].concat(),
        _ => count.to_string(),
    })
}

fn without_found_elsewhere(search: Search, searches: StoredValue<Vec<Search>>) -> Vec<Arc<Card>> {
    let others: Vec<Search> =
        searches.with_value(|all| all.iter().filter(|other| other.source != search.source).copied().collect());
    let elsewhere = |post: &Arc<Card>| {
        others.iter().any(|other| other.shown.with(|shown| shown.iter().any(|known| known.id == post.id)))
    };
    search.shown.get().into_iter().filter(|post| !elsewhere(post)).collect()
}
