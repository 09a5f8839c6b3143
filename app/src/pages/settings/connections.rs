//! The curator's accounts at the sources.

use leptos::prelude::*;

use crate::parts::form_field::TextField;
use crate::parts::icon::{Icon, IconName};

/// The connected Bluesky account, or how to connect one.
pub fn bluesky(connected: Option<String>) -> impl IntoView {
    match connected {
        Some(account) => connection(IconName::Bluesky, account, "/settings/connections/bluesky/remove").into_any(),
        None => view! {
            <form method="post" action="/settings/connections/bluesky">
                <TextField
                    name="identifier"
                    label="Bluesky handle"
                    hint="For example ada.bsky.social"
                    required=true
                    verbatim=true
                />
                <TextField
                    name="app_password"
                    label="App password"
                    kind="password"
                    hint="Make one at Bluesky under Settings, Privacy and security. Never your main password."
                    required=true
                    verbatim=true
                />
                <button class="button">"Connect Bluesky"</button>
            </form>
        }
        .into_any(),
    }
}

/// The connected Mastodon server, or how to connect one.
pub fn mastodon(connected: Option<String>) -> impl IntoView {
    match connected {
        Some(server) => connection(IconName::Mastodon, server, "/settings/connections/mastodon/remove").into_any(),
        None => view! {
            <form method="post" action="/settings/connections/mastodon">
                <TextField
                    name="server"
                    label="Server"
                    hint="For example https://mastodon.example"
                    autocomplete="url"
                    required=true
                    verbatim=true
                />
                <TextField
                    name="token"
                    label="Access token"
                    kind="password"
                    hint="Make an application at your server under Preferences, Development; reading is all it needs."
                    required=true
                    verbatim=true
                />
                <button class="button">"Connect Mastodon"</button>
            </form>
        }
        .into_any(),
    }
}

fn connection(icon: IconName, account: String, remove: &'static str) -> impl IntoView {
    view! {
        <form class="connected" method="post" action=remove>
            <p><Icon name=icon/><bdi>{account}</bdi></p>
            <button class="button quiet">"Disconnect"</button>
        </form>
    }
}
