//! What must stay unreadable in a copy of the database: curators' credentials for sources.
//!
//! They are sealed with a key that lies beside the database, in a file of its own. Whoever gets the database alone (a
//! leaked backup of it, an SQL injection) gets no credentials.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chacha20poly1305::aead::{Aead, Generate, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

/// The name of the key in the data folder.
pub const KEY_FILE: &str = "secret.key";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Seals and opens small secrets with the key of this installation.
#[derive(Clone)]
pub struct Secrets(XChaCha20Poly1305);

/// Something sealed that cannot be opened: by another key, for another place, or damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed with another key, for another place, or damaged")]
pub struct Unreadable;

impl Secrets {
    /// Reads the key in the data folder `folder`; makes it when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else than a key.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join(KEY_FILE);
        let key = match read_key(&file)? {
            Some(key) => key,
            None => make_key(&file)?,
        };
        Ok(Self::from_key(&key))
    }

    /// Reads the key in the data folder, if there is one; makes none.
    ///
    /// # Errors
    /// When the file cannot be read, or holds something else than a key.
    pub fn find(folder: &Path) -> anyhow::Result<Option<Self>> {
        Ok(read_key(&folder.join(KEY_FILE))?.map(|key| Self::from_key(&key)))
    }

    /// Works with this key.
    #[must_use]
    pub fn from_key(key: &[u8; KEY_BYTES]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// Seals `secret` for one `place`; it opens nowhere else.
    ///
    /// # Errors
    /// When `secret` is longer than the cipher takes (256 GB).
    pub fn seal(&self, secret: &[u8], place: &[u8]) -> anyhow::Result<Vec<u8>> {
        let nonce = XNonce::generate();
        let Ok(ciphertext) = self.0.encrypt(&nonce, Payload { msg: secret, aad: place }) else {
            bail!("the secret is too long to be sealed");
        };
        Ok([nonce.as_slice(), &ciphertext].concat())
    }

    /// Opens what [`Self::seal`] made for the same `place`.
    ///
    /// # Errors
    /// When it was not made so.
    pub fn unseal(&self, sealed: &[u8], place: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(Unreadable)?;
        self.0.decrypt(nonce.into(), Payload { msg: ciphertext, aad: place }).map_err(|_| Unreadable)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

fn read_key(file: &Path) -> anyhow::Result<Option<[u8; KEY_BYTES]>> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read the key file {}", file.display())),
    };
    match bytes.try_into() {
        Ok(key) => Ok(Some(key)),
        Err(bytes) => bail!(
            "the key file {} holds {} bytes instead of {KEY_BYTES}; put it back from a backup, or remove it and connect \
             the sources again",
            file.display(),
            Vec::len(&bytes)
        ),
    }
}

/// Writes a fresh key beside its place and then links it there, so that a crash leaves no half key and two processes
/// that start together end with one.
fn make_key(file: &Path) -> anyhow::Result<[u8; KEY_BYTES]> {
    let draft = draft_name(file);
    let key = <[u8; KEY_BYTES]>::generate();
    let written = write_private(&draft, &key).and_then(|()| match fs::hard_link(&draft, file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    // Best effort: a draft that stays behind is never read.
    let _ = fs::remove_file(&draft);
    written.with_context(|| format!("cannot write the key file {}", file.display()))?;
    read_key(file)?.with_context(|| format!("the key file {} vanished while it was made", file.display()))
}

fn draft_name(file: &Path) -> PathBuf {
    file.with_extension(format!("key.{}", std::process::id()))
}

fn write_private(file: &Path, key: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(key)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let secrets = Secrets::from_key(&[7; KEY_BYTES]);
        let sealed = secrets.seal(b"app password", b"ada/bluesky").unwrap();
        assert!(!sealed.windows(3).any(|part| part == b"app"));
        assert_eq!(secrets.unseal(&sealed, b"ada/bluesky"), Ok(b"app password".to_vec()));
        assert_eq!(secrets.unseal(&sealed, b"eve/bluesky"), Err(Unreadable));
        assert_eq!(Secrets::from_key(&[8; KEY_BYTES]).unseal(&sealed, b"ada/bluesky"), Err(Unreadable));
    }

    #[test]
    fn damage_is_noticed() {
        let secrets = Secrets::from_key(&[7; KEY_BYTES]);
        let mut sealed = secrets.seal(b"token", b"").unwrap();
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(secrets.unseal(&sealed, b""), Err(Unreadable));
        assert_eq!(secrets.unseal(&sealed[..NONCE_BYTES - 1], b""), Err(Unreadable));
    }

    #[test]
    fn the_same_secret_is_sealed_differently_each_time() {
        let secrets = Secrets::from_key(&[7; KEY_BYTES]);
        assert_ne!(secrets.seal(b"token", b"").unwrap(), secrets.seal(b"token", b"").unwrap());
    }

    #[test]
    fn the_key_is_made_once_and_readable_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = Secrets::open(folder.path()).unwrap().seal(b"token", b"").unwrap();
        assert_eq!(Secrets::open(folder.path()).unwrap().unseal(&sealed, b""), Ok(b"token".to_vec()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left behind");
        #[cfg(unix)]
        {
            let mode = fs::metadata(folder.path().join(KEY_FILE)).unwrap();
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o600);
        }
    }

    #[test]
    fn a_key_file_cut_short_is_refused_rather_than_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(KEY_FILE), [1; 9]).unwrap();
        let error = Secrets::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("9 bytes instead of 32"), "{error}");
    }

    #[test]
    fn debug_output_holds_no_key() {
        assert_eq!(format!("{:?}", Secrets::from_key(&[7; KEY_BYTES])), "Secrets(…)");
    }
}
