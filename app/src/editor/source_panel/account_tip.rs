//! What connecting an account would add to a source.

use leptos::prelude::*;
use shared::api::SourceInfo;
use shared::post::SourceKind;

/// One line with the way to the settings; nothing when there is an account, or none is of use.
#[component]
pub fn AccountTip(
    /// The source.
    info: Signal<SourceInfo>,
) -> impl IntoView {
    move || {
        let info = info.read();
        let gain = what_an_account_adds(info.kind).filter(|_| !info.connected)?;
        Some(view! {
            <p class="account-tip">
                {gain} " " <a href="/settings" target="_blank">"Connect an account (new tab)"</a>
            </p>
        })
    }
}

fn what_an_account_adds(kind: SourceKind) -> Option<&'static str> {
    match kind {
        SourceKind::Bluesky => Some("With a Bluesky account, searches go on past the first page."),
        SourceKind::Mastodon => Some("With a Mastodon account, searches for words find posts too, not only hashtags."),
        _ => None,
    }
}
