//! What a form of the settings did, carried over the redirect by a fixed name: `/settings?done=profile`.

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// The profile was saved.
    Profile,
    /// The password was changed.
    Password,
    /// A source was connected.
    Connected,
    /// A source was disconnected.
    Disconnected,
    /// An invitation was taken back.
    InvitationRemoved,
    /// An API token was ended.
    TokenRemoved,
    /// Stories were imported.
    Imported,
}

impl Done {
    const ALL: [Self; 7] = [
        Self::Profile,
        Self::Password,
        Self::Connected,
        Self::Disconnected,
        Self::InvitationRemoved,
        Self::TokenRemoved,
        Self::Imported,
    ];

    /// The name in the address.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Password => "password",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
            Self::InvitationRemoved => "invitation-removed",
            Self::TokenRemoved => "token-removed",
            Self::Imported => "imported",
        }
    }

    /// Nothing for a name that is not ours: an address must not put words on the page.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.key() == key)
    }

    /// In words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Profile => "Your profile is saved.",
            Self::Password => "Your password is changed. You were signed out everywhere else.",
            Self::Connected => "The source is connected. Searches use your account from now on.",
            Self::Disconnected => "The source is disconnected, and its credentials are deleted.",
            Self::InvitationRemoved => "The invitation is taken back. Its link no longer works.",
            Self::TokenRemoved => "The token is removed. Programs that use it are locked out.",
            Self::Imported => "The stories are imported. They are on your desk, as they were.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_understood() {
        for done in Done::ALL {
            assert_eq!(Done::from_key(done.key()), Some(done));
        }
        assert_eq!(Done::from_key("Your account is deleted"), None);
    }
}
