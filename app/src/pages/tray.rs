//! The tray: posts that were set aside, and the ways to set more aside.

use leptos::prelude::*;
use shared::gathering::TrayEntry;
use shared::post::SourceKind;

use crate::document::{Site, StudioDocument};
use crate::parts::counted::counted;
use crate::parts::form_field::FormDone;
use crate::parts::icon::{Icon, IconName};
use crate::parts::post_card::{Audience, CardVariant, PostCard};

/// What the page shows. `POST /studio/tray` with `post` for each that is chosen and `do` = `story` or `remove`;
/// `remove` names one to take out, `search` a saved search to run, `forget` one to remove.
#[derive(Clone, Debug, PartialEq)]
pub struct Tray {
    /// How many posts there are in all.
    pub count: usize,
    /// Those on this page.
    pub entries: Vec<TrayEntry>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Saved searches.
    pub searches: Vec<SearchRow>,
    /// What has just been done, to be announced.
    pub done: Option<String>,
}

/// A saved search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchRow {
    /// Its identifier.
    pub id: String,
    /// Where to search.
    pub source: SourceKind,
    /// What for.
    pub words: String,
    /// What is left out, in words; empty when nothing is.
    pub filters: String,
}

/// The tray.
#[component]
pub fn TrayPage(
    /// The installation and the curator.
    site: Site,
    /// What is in it.
    tray: Tray,
) -> impl IntoView {
    let Tray { count, entries, next, searches, done } = tray;
    let bookmarklet = bookmarklet(&site.base_url);
    let content = if entries.is_empty() {
        view! {
            <p class="nothing">
                "Nothing is set aside yet. Save posts here from any page with the button below, before there is a story \
                 for them."
            </p>
        }
        .into_any()
    } else {
        view! { <Entries entries next/> }.into_any()
    };
    let searches = (!searches.is_empty()).then(|| view! { <Searches searches/> });
    view! {
        <StudioDocument site title="Tray" here="/studio/tray">
            <FormDone message=done/>
            <div class="dashboard-head">
                <h1>"Tray"</h1>
                <p class="hint">{counted(count, "post")}</p>
            </div>
            {content}
            {searches}
            <Ways bookmarklet/>
        </StudioDocument>
    }
}

/// The posts in one form: the first button in it is what the Enter key presses.
#[component]
fn Entries(entries: Vec<TrayEntry>, next: Option<String>) -> impl IntoView {
    let rows: Vec<_> = entries.into_iter().map(|entry| view! { <Entry entry/> }).collect();
    let more = next.map(|next| {
        let href = format!("/studio/tray?cursor={next}");
        view! { <p><a class="button quiet" href=href>"Older posts"</a></p> }
    });
    view! {
        <form class="tray" method="post" action="/studio/tray">
            <p class="answers">
                <button class="button primary" name="do" value="story">
                    <Icon name=IconName::Plus/>
                    "Begin a story with the chosen"
                </button>
                <button class="button quiet" name="do" value="remove">"Take out the chosen"</button>
            </p>
            <ul class="tray-entries">{rows}</ul>
            {more}
        </form>
    }
}

#[component]
fn Entry(entry: TrayEntry) -> impl IntoView {
    let id = entry.post.id.to_string();
    let summary = entry.post.summary();
    view! {
        <li>
            <input type="checkbox" name="post" value=id.clone() aria-label=format!("Choose {summary}")/>
            <PostCard post=entry.post variant=CardVariant::Compact audience=Audience::Curator/>
            <button class="button quiet icon-only" name="remove" value=id aria-label=format!("Take out {summary}")>
                <Icon name=IconName::Delete/>
            </button>
        </li>
    }
}

#[component]
fn Searches(searches: Vec<SearchRow>) -> impl IntoView {
    let rows: Vec<_> = searches
        .into_iter()
        .map(|search| {
            let SearchRow { id, source, words, filters } = search;
            let label = format!("Remove the search for {words}");
            let run_label = format!("Search in a new story for {words}");
            let facts =
                if filters.is_empty() { source.label().to_owned() } else { format!("{}, {filters}", source.label()) };
            view! {
                <li>
                    <p><b><bdi>{words}</bdi></b>" "<span class="hint">{facts}</span></p>
                    <p class="answers">
                        <button class="button" name="search" value=id.clone() aria-label=run_label>
                            <Icon name=IconName::Search/>
                            "Search in a new story"
                        </button>
                        <button class="button quiet" name="forget" value=id aria-label=label>"Remove"</button>
                    </p>
                </li>
            }
        })
        .collect();
    view! {
        <section class="gathering" aria-labelledby="searches-title">
            <h2 id="searches-title">"Saved searches"</h2>
            <form method="post" action="/studio/tray">
                <ul class="entries">{rows}</ul>
            </form>
            <p class="hint">"For a story you have begun, they are beside it in the editor, under the search box."</p>
        </section>
    }
}

/// How posts get here.
#[component]
fn Ways(bookmarklet: String) -> impl IntoView {
    view! {
        <section class="gathering" aria-labelledby="ways-title">
            <h2 id="ways-title">"Save from anywhere"</h2>
            <p>
                "Drag this to your bookmarks bar, and press it on any post or page: "
                <a class="button" href=bookmarklet>"Save to Sheaf"</a>
            </p>
            <p>
                "On a phone, install Sheaf from the browser’s menu (“Add to home screen”): it is then among the places \
                 to share to."
            </p>
            <p>"Or " <a href="/studio/save">"save an address by hand"</a> "."</p>
        </section>
    }
}

/// A bookmark that opens the page to save the page it is pressed on.
fn bookmarklet(base_url: &str) -> String {
    format!(
        "javascript:(()=>{{open('{base_url}/studio/save?url='+encodeURIComponent(location.href)\
         +'&title='+encodeURIComponent(document.title))}})()"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bookmarklet_opens_our_page_with_theirs() {
        let code = bookmarklet("https://stories.example");
        assert!(code.starts_with("javascript:(()=>{open('https://stories.example/studio/save?url='+"), "{code}");
        assert!(!code.contains(['"', '<', ' ']), "{code}");
    }
}
