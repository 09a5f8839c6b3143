//! Who else may come in: people by invitation, programs by token.

use leptos::prelude::*;

use super::{ApiToken, OpenInvitation, Settings};
use crate::parts::form_field::TextField;
use crate::parts::time::{Time, date};

/// Open invitations, and a way to make one.
pub fn invitations(settings: &Settings) -> impl IntoView + use<> {
    let fresh = settings.new_invitation.clone().map(|link| {
        view! { <Secret name="new-invitation" label="Send this link to the person you invite" value=link/> }
    });
    let open: Vec<_> = settings.invitations.iter().cloned().map(invitation).collect();
    view! {
        {fresh}
        {list(open)}
        <form method="post" action="/settings/invitations">
            <button class="button">"Make an invitation link"</button>
        </form>
    }
}

fn invitation(invitation: OpenInvitation) -> impl IntoView {
    let until = date(invitation.expires_at);
    let label = format!("Take back the invitation open until {until}");
    view! {
        <li>
            <form method="post" action=format!("/settings/invitations/{}/remove", invitation.id)>
                <p>{format!("Open until {until}")}</p>
                <button class="button quiet" aria-label=label>"Take back"</button>
            </form>
        </li>
    }
}

/// API tokens, and a way to make one.
pub fn tokens(settings: &Settings) -> impl IntoView + use<> {
    let fresh = settings.new_token.clone().map(|token| {
        view! { <Secret name="new-token" label="Copy the token now: it is not shown again" value=token/> }
    });
    let existing: Vec<_> = settings.tokens.iter().cloned().map(token).collect();
    view! {
        {fresh}
        {list(existing)}
        <form method="post" action="/settings/tokens">
            <TextField name="token_name" label="What it is for" required=true max=Some(100)/>
            <button class="button">"Make a token"</button>
        </form>
    }
}

fn token(token: ApiToken) -> impl IntoView {
    let used = match token.last_used_at {
        Some(at) => view! { "last used " <Time at/> }.into_any(),
        None => view! { "never used" }.into_any(),
    };
    view! {
        <li>
            <form method="post" action=format!("/settings/tokens/{}/remove", token.id)>
                <p><b><bdi>{token.name.clone()}</bdi></b>" made "<Time at=token.created_at/>", "{used}</p>
                <button class="button quiet" aria-label=format!("Remove the token {}", token.name)>"Remove"</button>
            </form>
        </li>
    }
}

fn list<V: IntoView + 'static>(entries: Vec<V>) -> Option<impl IntoView> {
    (!entries.is_empty()).then(|| view! { <ul class="entries">{entries}</ul> })
}

/// Something that is shown only once.
#[component]
fn Secret(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="secret" role="status">
            <TextField name label value readonly=true verbatim=true/>
        </div>
    }
}
