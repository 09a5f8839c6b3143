//! Passwords: argon2id with the parameters OWASP recommends (19 MiB, two passes, one lane).
//!
//! Hashing takes tens of milliseconds and 19 MiB on purpose, so it runs beside the async threads and only as many at
//! once as there are processors: a flood of attempts waits in line instead of taking the machine's memory.

use std::fmt;
use std::sync::LazyLock;

use anyhow::{Context, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use shared::account::{PASSWORD_MAX, PASSWORD_MIN};
use tokio::sync::Semaphore;

static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)));

/// The hash of a password that nobody knows.
static NOBODYS_HASH: LazyLock<anyhow::Result<String>> =
    LazyLock::new(|| hash_now(super::token::Token::fresh().reveal().as_bytes()));

/// A password of good length, as somebody chose it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

/// A password that is too short or too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Too easy to guess.
    #[error("Choose a password of at least {PASSWORD_MIN} characters; a few words in a row are easy to remember.")]
    TooShort,
    /// More than is hashed.
    #[error("Choose a password of at most {PASSWORD_MAX} characters.")]
    TooLong,
}

impl NewPassword {
    /// Takes the password exactly as typed, spaces included.
    ///
    /// # Errors
    /// When it is too short or too long.
    pub fn parse(typed: &str) -> Result<Self, BadPassword> {
        match typed.chars().count() {
            ..PASSWORD_MIN => Err(BadPassword::TooShort),
            PASSWORD_MIN..=PASSWORD_MAX => Ok(Self(typed.to_owned())),
            _ => Err(BadPassword::TooLong),
        }
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// What came of comparing a password with a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not this password, or no such account.
    Wrong,
    /// This password.
    Right,
    /// This password, but hashed with less work than we ask for today: hash it again while it is at hand.
    RightButWeak,
}

/// Hashes a password into a PHC string.
///
/// # Errors
/// When the machine has no memory or no randomness left.
pub async fn hash(password: NewPassword) -> anyhow::Result<String> {
    in_turn(move || hash_now(password.0.as_bytes())).await
}

/// Compares a password with the `stored` PHC string. Without one the same work is done for nothing, so that the time
/// of the answer does not tell whether there is such an account.
///
/// # Errors
/// When the stored string is not a password hash.
pub async fn verify(password: String, stored: Option<String>) -> anyhow::Result<Verdict> {
    in_turn(move || match (&stored, &*NOBODYS_HASH) {
        (Some(stored), _) => verify_now(password.as_bytes(), stored),
        (None, Ok(nobodys)) => verify_now(password.as_bytes(), nobodys).map(|_| Verdict::Wrong),
        (None, Err(error)) => Err(anyhow!("{error:#}")),
    })
    .await
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> anyhow::Result<T> {
    let _turn = TURNS.acquire().await?;
    tokio::task::spawn_blocking(work).await?
}

fn argon2id() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

fn hash_now(password: &[u8]) -> anyhow::Result<String> {
    Ok(argon2id().hash_password(password).context("a password could not be hashed")?.to_string())
}

fn verify_now(password: &[u8], stored: &str) -> anyhow::Result<Verdict> {
    let stored = PasswordHash::new(stored).context("a stored password hash is not one")?;
    match argon2id().verify_password(password, &stored) {
        Ok(()) if is_weak(&stored) => Ok(Verdict::RightButWeak),
        Ok(()) => Ok(Verdict::Right),
        Err(Error::PasswordInvalid) => Ok(Verdict::Wrong),
        Err(error) => Err(error).context("a password could not be compared"),
    }
}

fn is_weak(stored: &PasswordHash) -> bool {
    let wanted = Params::DEFAULT;
    stored.algorithm != Algorithm::Argon2id.ident()
        || Params::try_from(stored)
            .map_or(true, |used| used.m_cost() < wanted.m_cost() || used.t_cost() < wanted.t_cost())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> NewPassword {
        NewPassword::parse(text).unwrap()
    }

    #[tokio::test]
    async fn the_right_password_alone_is_right() {
        let stored = hash(password("three words here")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let verdict = |typed: &str| verify(typed.to_owned(), Some(stored.clone()));
        assert_eq!(verdict("three words here").await.unwrap(), Verdict::Right);
        assert_eq!(verdict("three words here ").await.unwrap(), Verdict::Wrong);
        assert_eq!(verdict("").await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn equal_passwords_have_different_hashes() {
        let first = hash(password("three words here")).await.unwrap();
        assert_ne!(first, hash(password("three words here")).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_is_compared_as_slowly_as_somebody() {
        verify("warm up".to_owned(), None).await.unwrap();
        let stored = hash(password("three words here")).await.unwrap();
        let somebody = time(|| verify("a wrong guess".to_owned(), Some(stored.clone()))).await;
        let nobody = time(|| verify("a wrong guess".to_owned(), None)).await;
        assert!(nobody * 3 > somebody, "nobody {nobody:?}, somebody {somebody:?}");
    }

    /// The best of five, so that a busy machine does not decide the test.
    async fn time<F: Future>(work: impl Fn() -> F) -> std::time::Duration {
        let mut best = std::time::Duration::MAX;
        for _ in 0..5 {
            let start = std::time::Instant::now();
            work().await;
            best = best.min(start.elapsed());
        }
        best
    }

    #[tokio::test]
    async fn a_hash_made_with_less_work_is_to_be_made_again() {
        let less = Params::new(8 * 1024, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, less);
        let stored = weak.hash_password(b"three words here").unwrap().to_string();
        let verdict = verify("three words here".to_owned(), Some(stored)).await.unwrap();
        assert_eq!(verdict, Verdict::RightButWeak);
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_not_a_wrong_password() {
        assert!(verify("three words here".to_owned(), Some("plain".to_owned())).await.is_err());
    }

    #[test]
    fn length_is_counted_in_characters() {
        let long = |length| NewPassword::parse(&"ö".repeat(length));
        assert_eq!(long(PASSWORD_MIN - 1), Err(BadPassword::TooShort));
        assert!(long(PASSWORD_MIN).is_ok());
        assert!(long(PASSWORD_MAX).is_ok());
        assert_eq!(long(PASSWORD_MAX + 1), Err(BadPassword::TooLong));
        assert_eq!(format!("{:?}", password("three words here")), "NewPassword(…)");
    }
}
