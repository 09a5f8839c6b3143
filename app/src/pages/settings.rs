//! Settings: profile, password, connections to sources, invitations, API tokens. Plain forms.

use chrono::{DateTime, Utc};

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
    /// An API token that was made just now, shown once; `POST /settings/tokens` with `name`.
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
