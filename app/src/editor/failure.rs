//! What the curator sees when a call fails: what happened, and the way on.

use leptos::prelude::*;

use super::lean::on;
use crate::client::ClientError;
use crate::parts::icon::{Icon, IconName};

/// A failed call in words, with a button to try again; when the session has ended, with a way to sign in that leaves
/// this page open.
#[component]
pub fn Failure(
    /// Why it failed.
    error: ClientError,
    /// Tries the same again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let sign_in = error.needs_sign_in().then(|| {
        view! { <a class="button" href="/login" target="_blank">"Sign in (new tab)"</a> }
    });
    view! {
        <div class="failure" role="alert">
            <Icon name=IconName::Error/>
            <p>{error.to_string()}</p>
            <div class="failure-ways">
                {sign_in}
                <button type="button" class="button" on:click=on(move |_| retry.run(()))>
                    <Icon name=IconName::Retry/>
                    "Try again"
                </button>
            </div>
        </div>
    }
}
