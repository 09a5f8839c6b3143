//! The shell of the editor: the only page with a script.

use leptos::prelude::*;

use super::head::{Head, HeadTags};
use super::{Json, Site};
use crate::parts::icon::{IconName, IconSprite};

/// The editor's page. What is in `children` shows until the editor is mounted in `#editor`.
#[component]
pub fn EditorDocument<T: serde::Serialize + 'static>(
    /// The installation.
    site: Site,
    /// The title of the page.
    #[prop(into)]
    title: String,
    /// What the editor starts with.
    start: T,
    /// The shape of the editor, until it is there.
    children: Children,
) -> impl IntoView {
    let assets = site.assets.clone();
    let head = Head { title, unlisted: true, ..Head::default() };
    view! {
        <html lang="en">
            <head>
                <HeadTags site head style=assets.editor_css/>
                // Links in posts lead out of the studio: they must not take an unsaved story with them.
                <base target="_blank"/>
                <link
                    rel="preload"
                    href=assets.editor_wasm
                    r#as="fetch"
                    type="application/wasm"
                    crossorigin="anonymous"
                />
                // It is fetched and compiled while the story is still being read, and mounts the editor when all is there.
                <script type="module" r#async=true src=assets.editor_js></script>
            </head>
            <body class="editor-page">
                <IconSprite icons=IconName::ALL/>
                <div id="editor">{children()}</div>
                <noscript>
                    <p class="no-script">
                        "The editor needs JavaScript. Your stories can be read, and deleted, without it."
                    </p>
                </noscript>
                <Json kind="application/json" id="editor-start" value=start/>
            </body>
        </html>
    }
}
