//! What people write about themselves, checked.

use crate::error::AppError;

const NAME_MAX: usize = 80;
const BIO_MAX: usize = 500;
const TOKEN_NAME_MAX: usize = 100;

/// The name that readers see.
pub(super) fn parse_name(typed: &str) -> Result<String, AppError> {
    let name = one_line(typed);
    match name.chars().count() {
        0 => Err(invalid("Write your name as readers should see it.")),
        1..=NAME_MAX => Ok(name),
        _ => Err(invalid(format!("A name has at most {NAME_MAX} characters. Shorten it."))),
    }
}

/// A few words for the curator's page; may be empty.
pub(super) fn parse_bio(typed: &str) -> Result<String, AppError> {
    let bio: String =
        typed.replace("\r\n", "\n").chars().filter(|&character| character == '\n' || !character.is_control()).collect();
    let bio = bio.trim().to_owned();
    match bio.chars().count() {
        ..=BIO_MAX => Ok(bio),
        length => Err(invalid(format!("The text about you has {length} characters; {BIO_MAX} fit. Shorten it."))),
    }
}

/// What an API token is for.
pub(super) fn parse_token_name(typed: &str) -> Result<String, AppError> {
    let name = one_line(typed);
    match name.chars().count() {
        0 => Err(invalid("Give the token a name, so that you know later what it is for.")),
        1..=TOKEN_NAME_MAX => Ok(name),
        _ => Err(invalid(format!("The name of a token has at most {TOKEN_NAME_MAX} characters. Shorten it."))),
    }
}

/// Single spaces between words, nothing that is not visible.
fn one_line(typed: &str) -> String {
    let visible = typed.split_whitespace().map(|word| word.chars().filter(|character| !character.is_control()));
    visible.map(Iterator::collect::<String>).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn invalid(message: impl Into<String>) -> AppError {
    AppError::Invalid(message.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied() {
        assert_eq!(parse_name("  Ada \t Lovelace\0 ").unwrap(), "Ada Lovelace");
        for bad in ["", " \u{7} ", &"a".repeat(NAME_MAX + 1)] {
            assert!(matches!(parse_name(bad), Err(AppError::Invalid(_))), "{bad:?}");
        }
        assert!(parse_name(&"ñ".repeat(NAME_MAX)).is_ok());
    }

    #[test]
    fn a_bio_keeps_its_lines_and_may_be_empty() {
        assert_eq!(parse_bio(" Curator.\r\nWrites\0 at night. ").unwrap(), "Curator.\nWrites at night.");
        assert_eq!(parse_bio("  ").unwrap(), "");
        assert!(parse_bio(&"a".repeat(BIO_MAX)).is_ok());
        let message = parse_bio(&"a".repeat(BIO_MAX + 1)).unwrap_err().to_string();
        assert!(message.contains("501 characters"), "{message}");
    }

    #[test]
    fn tokens_need_a_name() {
        assert_eq!(parse_token_name(" nightly  export ").unwrap(), "nightly export");
        assert!(parse_token_name("").is_err());
    }
}
