//! A text to copy, with the button that does it.

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::editor::lean::{live, part};
use crate::parts::icon::{Icon, IconName};

/// How far copying has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copied {
    No,
    Yes,
    /// The browser does not let a page copy; the text is selected instead.
    Selected,
}

/// A text that cannot be changed, and a button that copies it; where the browser refuses, it selects the text.
#[component]
pub fn CopyField(
    /// The identifier of the field.
    id: &'static str,
    /// What it is.
    label: &'static str,
    /// The text.
    value: String,
    /// How many lines to show.
    lines: u32,
) -> impl IntoView {
    let field = NodeRef::<Textarea>::new();
    let copied = RwSignal::new(Copied::No);
    let text = value.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let outcome = if write_to_clipboard(&text).await { Copied::Yes } else { Copied::Selected };
            if let (Copied::Selected, Some(field)) = (outcome, field.get_untracked()) {
                // Fails only where there is nothing to focus any more.
                let _ = field.focus();
                field.select();
            }
            copied.try_set(outcome);
        });
    };
    view! {
        <div class="copy-field">
            <label for=id id=[id, "-label"].concat()>{label}</label>
            <textarea node_ref=field id=id readonly rows=lines spellcheck="false" prop:value=value></textarea>
            <button type="button" class="button" aria-describedby=[id, "-label"].concat() on:click=copy>
                {part(move || match copied.get() {
                    Copied::Yes => view! { <Icon name=IconName::Check/> "Copied" }.into_any(),
                    Copied::No | Copied::Selected => view! { <Icon name=IconName::Copy/> "Copy" }.into_any(),
                })}
            </button>
            <p class="copy-told" class:sr-only=live(move || copied.get() != Copied::Selected) role="status">
                {part(move || match copied.get() {
                    Copied::No => "",
                    Copied::Yes => "Copied to the clipboard.",
                    Copied::Selected => {
                        "The browser does not allow copying here. The text is selected: press Ctrl+C, or ⌘C."
                    }
                })}
            </p>
        </div>
    }
}

/// Whether the text is on the clipboard now. There is no clipboard on pages that did not come over HTTPS.
async fn write_to_clipboard(text: &str) -> bool {
    if !window().is_secure_context() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
