//! What a backup says about itself.

use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use crate::{db, media};

/// The place of the [`Manifest`].
pub const MANIFEST: &str = "sheaf-backup.json";
/// The place of the [`Completion`].
pub const COMPLETION: &str = "complete.json";
/// The most bytes of a key file; a key has 32.
pub const MOST_KEY: u64 = 1024;
/// The most bytes of a picture: what is stored may be longer than what was sent, within reason.
pub const MOST_PICTURE: u64 = 2 * media::MAX_BYTES as u64;
/// [`Manifest::format`].
const FORMAT: &str = "sheaf-backup";
/// [`Manifest::format_version`].
const FORMAT_VERSION: u32 = 1;

/// What a backup holds: its first part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `sheaf-backup`.
    pub format: String,
    /// 1.
    pub format_version: u32,
    /// The version of the Sheaf that wrote it.
    pub sheaf: String,
    /// The last migration of its database.
    pub migration: i64,
    /// When it was begun.
    pub made_at: DateTime<Utc>,
    /// The database.
    pub database: Part,
    /// The key that credentials are sealed with; absent where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Part>,
    /// What is in the database.
    pub counts: Counts,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// How much is in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Counts {
    /// Accounts.
    pub accounts: i64,
    /// Stories, drafts included.
    pub stories: i64,
    /// Versions of all stories.
    pub versions: i64,
    /// Accepted edits.
    pub edits: i64,
    /// Captured posts.
    pub posts: i64,
    /// Files of pictures that it names; equal pictures have one.
    pub pictures: i64,
    /// Tokens of programs.
    pub api_tokens: i64,
}

impl Counts {
    /// Counts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(conn: &mut SqliteConnection) -> sqlx::Result<Self> {
        sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM accounts) AS accounts, (SELECT COUNT(*) FROM stories) AS stories,
                    (SELECT COUNT(*) FROM versions) AS versions, (SELECT COUNT(*) FROM edits) AS edits,
                    (SELECT COUNT(*) FROM posts) AS posts, (SELECT COUNT(*) FROM api_tokens) AS api_tokens,
                    (SELECT COUNT(DISTINCT sha256) FROM media) AS pictures",
        )
        .fetch_one(conn)
        .await
    }
}

impl Manifest {
    /// What a backup that is begun now will hold.
    pub fn new(made_at: DateTime<Utc>, migration: i64, database: Part, key: Option<Part>, counts: Counts) -> Self {
        let sheaf = env!("CARGO_PKG_VERSION").to_owned();
        let format = FORMAT.to_owned();
        Self { format, format_version: FORMAT_VERSION, sheaf, migration, made_at, database, key, counts }
    }

    /// Checks that this Sheaf can read it.
    ///
    /// # Errors
    /// Why it cannot, and what to do.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(self.format == FORMAT, "this is not a backup of Sheaf: it says that it is “{}”", self.format);
        ensure!(
            self.format_version == FORMAT_VERSION && self.migration <= db::latest_migration(),
            "this backup was made by Sheaf {}, which is newer than this one ({}); restore it with that version or a \
             later one",
            self.sheaf,
            env!("CARGO_PKG_VERSION")
        );
        Ok(())
    }
}

/// What a backup held: its last part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// How many pictures are in it.
    pub pictures: u64,
    /// How long they are together.
    pub bytes: u64,
    /// How many the database names that could not be read: lost or damaged before.
    pub left_out: u64,
    /// SHA-256 of a line `SHA-256 length` for each picture, in their order.
    pub sha256: String,
}

/// Adds up pictures, in their order, to a [`Completion`].
#[derive(Default)]
pub struct Pictures {
    list: Sha256,
    pictures: u64,
    bytes: u64,
    last: String,
}

impl Pictures {
    /// Adds a picture.
    ///
    /// # Errors
    /// When it is out of order, or there twice.
    pub fn add(&mut self, sha256: &str, bytes: u64) -> anyhow::Result<()> {
        ensure!(*sha256 > *self.last, "picture {sha256} is out of order");
        self.list.update(format!("{sha256} {bytes}\n"));
        self.pictures += 1;
        self.bytes += bytes;
        sha256.clone_into(&mut self.last);
        Ok(())
    }

    /// What they come to.
    pub fn complete(self, left_out: u64) -> Completion {
        let sha256 = hex::encode(self.list.finalize());
        Completion { pictures: self.pictures, bytes: self.bytes, left_out, sha256 }
    }
}

impl Part {
    /// Reads a file to its end.
    pub fn of_file(path: &Path) -> anyhow::Result<Self> {
        let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self::copy(file, io::sink())?)
    }

    /// Copies what is read, and says what it was.
    pub fn copy(mut from: impl Read, mut to: impl io::Write) -> io::Result<Self> {
        let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 64 * 1024]);
        loop {
            let read = from.read(&mut buffer)?;
            if read == 0 {
                return Ok(Self { bytes, sha256: hex::encode(digest.finalize()) });
            }
            digest.update(&buffer[..read]);
            to.write_all(&buffer[..read])?;
            bytes += read as u64;
        }
    }
}

/// Where a picture is in a backup.
pub fn picture_place(sha256: &str) -> String {
    format!("{}/{}", media::FOLDER, media::files::place(sha256))
}

/// The picture at a place; `None` for a place that no picture has.
pub fn picture_at(place: &str) -> Option<&str> {
    let sha256 = place.rsplit('/').next()?;
    let is_digest = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (is_digest && picture_place(sha256) == place).then_some(sha256)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_picture_is_at_its_place_and_nowhere_else(bytes in any::<[u8; 32]>(), other in "[./a-f0-9]{0,20}") {
            let sha256 = hex::encode(bytes);
            let place = picture_place(&sha256);
            prop_assert_eq!(picture_at(&place), Some(sha256.as_str()));
            for elsewhere in [format!("{other}/{sha256}"), format!("{place}{other}x")] {
                prop_assert_eq!(picture_at(&elsewhere), None);
            }
        }
    }

    #[test]
    fn places_that_lead_out_are_no_pictures() {
        let sha256 = "ab".repeat(32);
        for place in [format!("media/../../{sha256}"), format!("/media/ab/ab/{sha256}"), sha256.to_uppercase(), sha256]
        {
            assert_eq!(picture_at(&place), None, "{place}");
        }
    }

    #[test]
    fn pictures_come_in_order_and_once() {
        let mut pictures = Pictures::default();
        pictures.add("aa", 1).expect("the first");
        assert!(pictures.add("aa", 1).is_err());
        assert!(pictures.add("a9", 1).is_err());
        pictures.add("ab", 2).expect("the next");
        let complete = pictures.complete(3);
        assert_eq!((complete.pictures, complete.bytes, complete.left_out), (2, 3, 3));
    }
}
