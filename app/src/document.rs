//! The HTML shells: what every page has around its content.

mod editor;
mod head;
mod json;
mod public;
mod studio;

pub use editor::EditorDocument;
pub use head::{FeedLinks, Head, Kind, PageImage};
pub use json::Json;
pub(crate) use public::contact_href;
pub use public::{FrameDocument, PublicDocument};
pub use studio::{AccountDocument, StudioDocument};

use leptos::prelude::*;

/// What a page must know about the installation and about who looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The public address without a slash at the end, for absolute links: `https://stories.example`.
    pub base_url: String,
    /// Where the style sheets and the editor are served.
    pub assets: Assets,
    /// Whom to write to about the installation: a mail or web address.
    pub contact: Option<String>,
    /// Who is signed in; `None` on public pages, which look the same to everybody.
    pub viewer: Option<Viewer>,
}

/// Addresses of the files that pages ask for; they carry a hash of their content and never change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    /// Style of public pages.
    pub story_css: String,
    /// Style of the studio and of the pages around it, the editor apart.
    pub studio_css: String,
    /// Style of the editor.
    pub editor_css: String,
    /// The script of the embed page, which tells the page around its frame how high the story is.
    pub frame_js: String,
    /// The script of the pages of live stories, which takes in what is new.
    pub live_js: String,
    /// Starts the editor: a JavaScript module that loads the WebAssembly beside it.
    pub editor_js: String,
    /// The editor's WebAssembly, to be fetched early.
    pub editor_wasm: String,
    /// The site's icon.
    pub icon: String,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Their handle.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// Whether they administer the installation.
    pub is_admin: bool,
}

/// Renders a page to the text of an HTML document.
///
/// Leptos marks places for hydration with `<!>`, which is a parse error in HTML. Nothing hydrates these pages, and
/// no text or attribute can hold the mark because `<` is always escaped in them, so it goes.
pub fn render<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    format!("<!DOCTYPE html>{}", fragment(view))
}

/// Renders a part of a page, likewise.
pub fn fragment<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    html.replace("<!>", "")
}
