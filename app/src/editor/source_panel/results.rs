//! What a search found, in all its states: not begun, loading, nothing, some, more, all, failed.

use leptos::prelude::*;
use shared::api::SourceInfo;
use shared::post::SourceKind;

use super::account_tip::AccountTip;
use super::add_all::AddAll;
use super::end_of_list::EndOfList;
use super::filter::Filter;
use super::notices::Notices;
use super::paging::{Paging, Phase};
use super::post_list::PostList;
use super::result_card::ShowThread;
use super::search::Search;
use super::skeletons::Skeletons;
use crate::editor::failure::Failure;
use crate::editor::lean::{memo, on, part};
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// The results of a search, or what to do to get some.
#[component]
pub fn Results(
    /// The search.
    search: Search,
    /// The source that is searched.
    #[prop(into)]
    info: Signal<SourceInfo>,
    /// Opens the thread of a post.
    show_thread: ShowThread,
    /// Takes the filters away.
    clear: Callback<()>,
) -> impl IntoView {
    let paging = search.paging;
    let begun = memo(move || paging.with(Paging::is_begun));
    let found = memo(move || paging.with(|paging| paging.found.is_some()));
    let searching = memo(move || paging.with(Paging::is_searching));
    view! {
        <div class="result-area" class:is-searching=searching>
            <FirstPageFailure search/>
            {part(move || (!begun.get()).then(|| view! {
                <Invitation search info/>
                }))}
            {part(move || (!found.get() && searching.get()).then(|| view! {
                <Skeletons/>
                }))}
            {part(move || (found.get()).then(|| view! {
                <FoundPosts search info show_thread clear/>
                }))}
        </div>
    }
}

/// Before the first search: what can be found here, an example, and what an account would add.
#[component]
fn Invitation(search: Search, info: Signal<SourceInfo>) -> impl IntoView {
    view! {
        <div class="panel-empty">
            <p>{part(move || info.read().hint.clone())}</p>
            <TryExample search info/>
            <AccountTip info/>
        </div>
    }
}

/// A button with a search that finds something.
#[component]
fn TryExample(search: Search, info: Signal<SourceInfo>) -> impl IntoView {
    let example = move || Some(info.read().example.clone()).filter(|example| !example.is_empty());
    move || {
        example().map(|example| {
            let words = example.clone();
            view! {
                <button type="button" class="button example" on:click=on(move |_| search.begin(&words))>
                    <Icon name=IconName::Search/>
                    {["Search ", &example].concat()}
                </button>
            }
        })
    }
}

/// A new search that failed; what an earlier one for the same words found stays below.
#[component]
pub fn FirstPageFailure(
    /// The search.
    search: Search,
) -> impl IntoView {
    move || {
        search.paging.with(|paging| match &paging.phase {
            Phase::Failed { ticket, error } if ticket.cursor.is_none() => {
                Some(view! { <Failure error=error.clone() retry=move || search.retry()/> })
            }
            _ => None,
        })
    }
}

#[component]
fn FoundPosts(search: Search, info: Signal<SourceInfo>, show_thread: ShowThread, clear: Callback<()>) -> impl IntoView {
    let paging = search.paging;
    let any = memo(move || paging.with(|paging| paging.found.iter().any(|found| !found.posts.is_empty())));
    let busy = Signal::derive(move || paging.with(Paging::is_searching));
    let open_ended = Signal::derive(move || paging.with(Paging::has_more));
    let addable = Signal::derive(move || search.addable());
    let in_tray = search.source == SourceKind::Tray;
    let notices = Signal::derive(move || paging.with(Paging::notices));
    view! {
        <Notices notices/>
        {part(move || if any.get() { view! {
            <ResultBar search clear/>
            <AddAll posts=addable noun="result" open_ended/>
            <PostList posts=search.shown label="Posts found" busy open_ended show_thread=Some(show_thread) in_tray/>
                }.into_any() } else { view! { <NothingFound search info/> }.into_any() })}
        <EndOfList search any/>
    }
}

/// What was searched, and how much of it the filters leave out.
#[component]
fn ResultBar(search: Search, clear: Callback<()>) -> impl IntoView {
    let heading = move || {
        let words = search.paging.with(|paging| paging.found.as_ref().map(|found| found.words.clone()));
        words.map(|words| search.describe(&words))
    };
    view! {
        <div class="result-bar">
            <h2>{heading}</h2>
            <LeftOut search clear/>
        </div>
    }
}

/// Says how many of the posts found do not pass the filters; when none does, with the way back.
#[component]
pub fn LeftOut(
    /// The search.
    search: Search,
    /// Takes the filters away.
    clear: Callback<()>,
) -> impl IntoView {
    let counts = memo(move || {
        let found = search.paging.with(|paging| paging.found.as_ref().map_or(0, |found| found.posts.len()));
        (found - search.shown.with(Vec::len).min(found), found)
    });
    part(move || {
        let (left_out, found) = counts.get();
        let words = [&left_out.to_string(), " of ", &counted(found, "post"), " left out by the filters."].concat();
        let all = (left_out == found).then(|| {
            view! {
                <button type="button" class="button" on:click=on(move |_| clear.run(()))>"Show everything found"</button>
            }
        });
        (left_out > 0).then(|| view! { <p class="hint">{words}</p> {all} })
    })
}

#[component]
fn NothingFound(search: Search, info: Signal<SourceInfo>) -> impl IntoView {
    view! {
        <div class="panel-empty">
            <p>{part(move || why_nothing(search))}</p>
            <TryExample search info/>
            <AccountTip info/>
        </div>
    }
}

fn why_nothing(search: Search) -> &'static str {
    let everything = search.paging.with(|paging| paging.shows(""));
    match search.source {
        SourceKind::Tray if everything => {
            "Nothing is set aside. “Set aside” on a post keeps it here, for this story or another; so does “Save to \
             Sheaf” from your bookmarks or your phone."
        }
        SourceKind::Library if everything => "Nothing was captured here yet. Whatever is found in a network is.",
        _ if search.filter.with(|filter| *filter != Filter::default()) => {
            "Nothing found that passes the filters. Remove one, or try other words."
        }
        _ => "Nothing found. Try another word, or fewer words.",
    }
}
