//! The editor's document: the only page of the studio with a script. It shows the story at once, as rows that the
//! editor takes over when it is mounted.

use leptos::prelude::*;
use shared::desk::{Cards, EditorStart};
use shared::html::SafeHtml;
use shared::story::{direction, shown_title};

use crate::document::{EditorDocument, Site};
use crate::rows;

/// The page of the editor.
#[component]
pub fn EditorPage(
    /// The installation and the curator.
    site: Site,
    /// What the editor starts with, its cards drawn.
    start: EditorStart,
) -> impl IntoView {
    let mut start = start;
    let title = shown_title(start.story.document.title.trim()).to_owned();
    let turned = direction(&title);
    let (rows, times) = take_rows(&mut start);
    view! {
        <EditorDocument site title=title.clone() start>
            <header class="topbar"></header>
            <main class="panes opening" data-pane="story" inert aria-busy="true">
                <section class="story-column" aria-label="Story">
                    <div class="story-page" dir=turned>
                        <header class="story-head">
                            <div class="title-line"><h1 dir="auto">{title}</h1></div>
                        </header>
                        <div class="items" role="list" id="story-rows" data-times=times inner_html=rows></div>
                    </div>
                </section>
                <section class="source-column" aria-label="Sources">
                    <div class="bones">
                        <div class="bone bone-field"></div>
                        {(0..4).map(|_| view! { <SkeletonPost/> }).collect::<Vec<_>>()}
                    </div>
                </section>
            </main>
        </EditorDocument>
    }
}

/// The rows of the story; the cards in them need not be sent a second time.
fn take_rows(start: &mut EditorStart) -> (String, &'static str) {
    let cards: Cards = start.story.cards.iter().map(|card| (card.id, card.clone())).collect();
    let order = start.story.document.ordered();
    let joined = rows::joined(&order, &cards);
    let row = |item: &&shared::item::Item| {
        let card = item.body.post_id().and_then(|post| cards.get(&post));
        rows::row(item, card, joined.contains(&item.id), &shared::markdown::render)
    };
    let drawn: Vec<String> = order.iter().map(row).collect();
    let times = rows::times(&order, &cards);
    for card in &mut start.story.cards {
        card.html = SafeHtml::default();
    }
    (rows::in_batches(&drawn), times)
}

/// The shape of a post that is still to come.
#[component]
fn SkeletonPost() -> impl IntoView {
    view! {
        <div class="skeleton-post">
            <div class="bone bone-avatar"></div>
            <div class="bone bone-short"></div>
            <div class="bone"></div>
            <div class="bone"></div>
        </div>
    }
}
