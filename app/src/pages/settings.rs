//! Settings: profile, password, connections to sources, invitations, API tokens. Plain forms.

mod access;
mod connections;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::account::{PASSWORD_MAX, PASSWORD_MIN};

use crate::document::{Site, StudioDocument};
use crate::parts::form_field::{FormDone, FormError, TextArea, TextField};

const BLUESKY: &str = "Search works without an account, first page only. With an app password it goes on to the end.";
const MASTODON: &str =
    "Hashtags on open servers need no account. Servers that are closed to strangers need an access token.";
const INVITATIONS: &str = "Whoever has the link can make one account with it, within seven days.";
const STORIES: &str = "Take everything with you: a web site that needs no Sheaf, and every story to be imported again.";
const TOKENS: &str = "For programs that work with your stories in your name.";

/// What the page shows. Forms post to `/settings/…`, see each field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What has just been done, to be announced.
    pub done: Option<String>,
    /// What went wrong, and in which section (`profile`, `password`, `bluesky`, `mastodon`, `invitations`, `tokens`).
    pub error: Option<(&'static str, String)>,
    /// The name; `POST /settings/profile` with `name`, `bio`. (`POST /settings/password` takes `current`, `new`.)
    pub name: String,
    /// A few words about the curator.
    pub bio: String,
    /// The connected Bluesky account, if any; `POST /settings/connections/bluesky` with `identifier`, `app_password`;
    /// `POST /settings/connections/bluesky/remove`.
    pub bluesky: Option<String>,
    /// The connected Mastodon server, if any; `POST /settings/connections/mastodon` with `server`, `token`;
    /// `POST /settings/connections/mastodon/remove`.
    pub mastodon: Option<String>,
    /// An invitation link that was made just now, shown once; `POST /settings/invitations`.
    pub new_invitation: Option<String>,
    /// Open invitations; `POST /settings/invitations/{id}/remove`.
    pub invitations: Vec<OpenInvitation>,
    /// An API token that was made just now, shown once; `POST /settings/tokens` with `token_name`.
    pub new_token: Option<String>,
    /// API tokens; `POST /settings/tokens/{id}/remove`.
    pub tokens: Vec<ApiToken>,
}

/// An invitation that nobody has used yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Its identifier.
    pub id: String,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// An API token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its identifier.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Settings {
    /// What went wrong in a section.
    fn error_in(&self, section: &str) -> Option<String> {
        self.error.as_ref().filter(|(place, _)| *place == section).map(|(_, words)| words.clone())
    }
}

/// The settings page.
#[component]
pub fn SettingsPage(
    /// The installation and the curator.
    site: Site,
    /// The settings.
    settings: Settings,
) -> impl IntoView {
    let handle = site.viewer.as_ref().map(|viewer| viewer.handle.clone()).unwrap_or_default();
    let sections = [
        section(&settings, "profile", "Profile", "", profile(&settings)),
        section(&settings, "password", "Password", "", password(handle)),
        section(&settings, "stories", "Your stories", STORIES, stories()),
        section(&settings, "bluesky", "Bluesky", BLUESKY, connections::bluesky(settings.bluesky.clone())),
        section(&settings, "mastodon", "Mastodon", MASTODON, connections::mastodon(settings.mastodon.clone())),
        section(&settings, "invitations", "Invitations", INVITATIONS, access::invitations(&settings)),
        section(&settings, "tokens", "API tokens", TOKENS, access::tokens(&settings)),
    ];
    view! {
        <StudioDocument site title="Settings" here="/settings">
            <div class="settings">
                <h1>"Settings"</h1>
                <FormDone message=settings.done/>
                {sections.into_iter().collect_view()}
            </div>
        </StudioDocument>
    }
}

/// A section with its title at the side, what it is for, and what went wrong in it.
fn section(
    settings: &Settings,
    id: &'static str,
    title: &'static str,
    lead: &'static str,
    body: impl IntoView + 'static,
) -> AnyView {
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let lead = (!lead.is_empty()).then(|| view! { <p class="hint">{lead}</p> });
    let body = body.into_any();
    view! {
        <section class="setting" id=id aria-labelledby=labelled_by>
            <div class="setting-title">
                <h2 id=title_id>{title}</h2>
                {lead}
            </div>
            <div class="setting-body">
                <FormError message=settings.error_in(id)/>
                {body}
            </div>
        </section>
    }
    .into_any()
}

fn profile(settings: &Settings) -> impl IntoView + use<> {
    view! {
        <form method="post" action="/settings/profile">
            <TextField name="name" label="Name" value=settings.name.clone() autocomplete="name" required=true/>
            <TextArea
                name="bio"
                label="About you"
                value=settings.bio.clone()
                hint="A few words for your public page."
                rows=3
            />
            <button class="button">"Save profile"</button>
        </form>
    }
}

fn stories() -> impl IntoView {
    view! {
        <p><a class="button" href="/api/v1/export" download="">"Download everything"</a></p>
        <form method="post" action="/settings/import" enctype="multipart/form-data">
            <div class="field">
                <label for="import-file">"Import stories"</label>
                <input
                    type="file"
                    id="import-file"
                    name="file"
                    accept=".zip,.json"
                    required=true
                    aria-describedby="import-file-hint"
                />
                <p class="hint" id="import-file-hint">
                    "A story’s JSON or everything of an account. What was published there is published here."
                </p>
            </div>
            <button class="button">"Import"</button>
        </form>
    }
}

fn password(handle: String) -> impl IntoView {
    view! {
        <form method="post" action="/settings/password">
            // Tells password managers whose password changes.
            <input type="text" name="username" autocomplete="username" value=handle hidden=true/>
            <TextField
                name="current"
                label="Current password"
                kind="password"
                autocomplete="current-password"
                required=true
                verbatim=true
            />
            <TextField
                name="new"
                label="New password"
                kind="password"
                autocomplete="new-password"
                hint=format!("At least {PASSWORD_MIN} characters. Changing it signs you out everywhere else.")
                required=true
                verbatim=true
                min=Some(PASSWORD_MIN)
                max=Some(PASSWORD_MAX)
            />
            <button class="button">"Change password"</button>
        </form>
    }
}
