//! Random secrets that open something: sessions, API tokens, invitations.
//!
//! The store keeps their SHA-256 alone. A fast hash is enough because they are 256 random bits: there is nothing to
//! guess, unlike a password.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What API tokens begin with, so that people and secret scanners recognise them.
const API_PREFIX: &str = "sheaf_";

/// A secret, to be handed out once.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What the store keeps of a [`Token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl Token {
    /// A fresh one.
    #[must_use]
    pub fn fresh() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// A fresh one for programs: `sheaf_…`.
    #[must_use]
    pub fn fresh_for_api() -> Self {
        Self(format!("{API_PREFIX}{}", Self::fresh().0))
    }

    /// The secret, for whom it was made.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What to keep of it.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl TokenHash {
    /// The hash of what somebody presents.
    #[must_use]
    pub fn of(presented: &str) -> Self {
        Self(Sha256::digest(presented).into())
    }

    /// For the store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_random_and_safe_in_addresses() {
        let (one, other) = (Token::fresh(), Token::fresh());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), 43);
        assert!(one.reveal().chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character)));
        assert!(Token::fresh_for_api().reveal().starts_with("sheaf_"));
    }

    #[test]
    fn the_hash_of_a_token_is_that_of_its_text() {
        let token = Token::fresh();
        assert_eq!(token.hash(), TokenHash::of(token.reveal()));
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
