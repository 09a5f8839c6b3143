//! The editor's document: the only page with a script. What is here is what shows until the editor is mounted.

pub use crate::editor_start::EditorStart;

use leptos::prelude::*;

use crate::document::{EditorDocument, Site};

/// The page of the editor, with a skeleton in its shape.
#[component]
pub fn EditorPage(
    /// The installation and the curator.
    site: Site,
    /// What the editor starts with.
    start: EditorStart,
) -> impl IntoView {
    let title = start.story.document.title.trim();
    let title = if title.is_empty() { "Untitled story" } else { title }.to_owned();
    view! {
        <EditorDocument site title=title.clone() start>
            <main class="skeleton">
                <h1 class="sr-only">"Opening “"{title}"”"</h1>
                <div class="skeleton-bar"></div>
                <div class="skeleton-story">
                    <div class="bone bone-title"></div>
                    <div class="bone"></div>
                    <div class="bone"></div>
                    <div class="bone bone-short"></div>
                    {(0..3).map(|_| view! { <SkeletonPost/> }).collect::<Vec<_>>()}
                </div>
                <div class="skeleton-sources">
                    <div class="bone bone-field"></div>
                    {(0..4).map(|_| view! { <SkeletonPost/> }).collect::<Vec<_>>()}
                </div>
            </main>
        </EditorDocument>
    }
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
