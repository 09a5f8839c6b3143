//! The one-time code that guards the first set-up where others than the operator can reach the server.

use std::fmt;

use url::Host;

use super::token::TokenHash;
use crate::config::Config;

/// Digits and letters that are not mistaken for one another: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;

/// A code, printed in the terminal and typed into the set-up page: `7KQ4-M2XP`. Its 40 bits are plenty for the few
/// attempts that [`crate::limits`] allows.
#[derive(Clone, PartialEq, Eq)]
pub struct SetupCode([u8; 2 * GROUP]);

impl SetupCode {
    /// A fresh code, if this installation needs one: if it listens, or is meant to be reached, beyond this machine.
    #[must_use]
    pub fn if_needed(config: &Config) -> Option<Self> {
        (!is_for_this_machine_only(config)).then(Self::fresh)
    }

    /// A fresh code.
    #[must_use]
    pub fn fresh() -> Self {
        Self(rand::random::<[u8; 2 * GROUP]>().map(|byte| ALPHABET[usize::from(byte) % ALPHABET.len()]))
    }

    /// Whether this is what somebody typed; capitals, spaces and dashes do not matter. Compared by hash, so that the
    /// time it takes tells nothing.
    #[must_use]
    pub fn matches(&self, typed: &str) -> bool {
        let typed: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        TokenHash::of(&typed.to_ascii_uppercase()) == TokenHash::of(&self.symbols())
    }

    fn symbols(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }
}

/// For the terminal.
impl fmt::Display for SetupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbols = self.symbols();
        let (first, second) = symbols.split_at(GROUP);
        write!(f, "{first}-{second}")
    }
}

impl fmt::Debug for SetupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetupCode(…)")
    }
}

/// Whether only this machine can reach the server: it listens here, and no proxy passes others on.
pub(crate) fn is_for_this_machine_only(config: &Config) -> bool {
    let reached_at_loopback =
        config.base_url.as_ref().is_none_or(|url| url.host().is_some_and(|host| is_loopback(&host)));
    config.listen.ip().is_loopback() && reached_at_loopback && !config.trust_proxy
}

/// Whether a host is this machine and no other.
pub(super) fn is_loopback<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => name.as_ref() == "localhost" || name.as_ref().ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args, FromArgMatches};

    use super::*;

    fn config(arguments: &[&str]) -> Config {
        let command = Config::augment_args(clap::Command::new("sheaf").no_binary_name(true));
        Config::from_arg_matches(&command.get_matches_from(arguments)).unwrap()
    }

    #[test]
    fn a_code_is_needed_wherever_others_can_reach_the_server() {
        let needed = |arguments: &[&str]| SetupCode::if_needed(&config(arguments)).is_some();
        assert!(!needed(&["--listen", "127.0.0.1:4190"]));
        assert!(!needed(&["--listen", "[::1]:4190", "--base-url", "http://localhost:4190"]));
        assert!(needed(&["--listen", "0.0.0.0:4190"]));
        assert!(needed(&["--listen", "127.0.0.1:4190", "--base-url", "https://stories.example"]), "behind a proxy");
        assert!(needed(&["--listen", "127.0.0.1:4190", "--trust-proxy"]), "behind a proxy");
    }

    #[test]
    fn the_code_is_taken_as_people_type_it() {
        let code = SetupCode(*b"7KQ4M2XP");
        assert_eq!(code.to_string(), "7KQ4-M2XP");
        for typed in ["7KQ4-M2XP", " 7kq4 m2xp ", "7kq4m2xp"] {
            assert!(code.matches(typed), "{typed}");
        }
        for typed in ["", "7KQ4-M2X", "7KQ4-M2XQ", "7KQ4-M2XPP"] {
            assert!(!code.matches(typed), "{typed}");
        }
        assert_eq!(format!("{code:?}"), "SetupCode(…)");
    }

    #[test]
    fn codes_differ() {
        assert_ne!(SetupCode::fresh(), SetupCode::fresh());
    }
}
