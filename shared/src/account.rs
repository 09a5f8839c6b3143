//! Curators: the names they may have.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A curator's name in addresses: 2 to 30 of `a-z`, `0-9`, `_` and `-`, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^[a-z0-9][a-z0-9_-]{1,29}$"))]
#[serde(try_from = "String", into = "String")]
pub struct Handle(String);

/// A handle that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A handle is 2 to 30 letters a–z, digits, “_” or “-”, and begins with a letter or a digit.")]
pub struct BadHandle;

impl FromStr for Handle {
    type Err = BadHandle;

    /// Accepts a leading `@`, spaces around it and capitals, as people type them.
    fn from_str(text: &str) -> Result<Self, BadHandle> {
        let handle = text.trim().trim_start_matches('@').to_ascii_lowercase();
        let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
        let good = (2..=30).contains(&handle.len())
            && handle.chars().all(allowed)
            && handle.starts_with(|first: char| first.is_ascii_alphanumeric());
        if good { Ok(Self(handle)) } else { Err(BadHandle) }
    }
}

impl Handle {
    /// The handle without `@`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Handle {
    type Error = BadHandle;

    fn try_from(text: String) -> Result<Self, BadHandle> {
        text.parse()
    }
}

impl From<Handle> for String {
    fn from(handle: Handle) -> Self {
        handle.0
    }
}

/// The fewest characters a password may have; length is what makes one strong.
pub const PASSWORD_MIN: usize = 10;
/// The most characters a password may have; bounds the work of hashing it.
pub const PASSWORD_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_taken_as_people_type_them() {
        assert_eq!(" @Ada_L ".parse::<Handle>().map(String::from), Ok("ada_l".to_owned()));
        for bad in ["", "a", "-ada", "ada lovelace", "ada/..", "Ünal", &"a".repeat(31)] {
            assert_eq!(bad.parse::<Handle>(), Err(BadHandle), "{bad}");
        }
    }
}
