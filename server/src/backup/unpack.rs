//! Reading a backup, believing nothing of it that is not checked.
//!
//! Parts must come in their order, be plain files, have the length and the SHA-256 that the backup says, and lie where
//! only they can lie. No name in the file ever becomes a path.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use flate2::bufread::GzDecoder;
use serde::de::DeserializeOwned;

use super::contents::{COMPLETION, Completion, MANIFEST, MOST_KEY, MOST_PICTURE, Manifest, Part, Pictures, picture_at};
use crate::db;
use crate::media::FOLDER;
use crate::media::files::Files;
use crate::secrets::KEY_FILE;

/// The most bytes of what a backup says about itself.
const MOST_WORDS: u64 = 64 * 1024;
/// What may follow the last part: the blocks of zeros that end an archive.
const MOST_PADDING: u64 = 1024 * 1024;

type Archive = tar::Archive<GzDecoder<BufReader<File>>>;
type Entry<'a> = tar::Entry<'a, GzDecoder<BufReader<File>>>;

/// Unpacks a backup into an empty folder.
///
/// # Errors
/// When it is no backup, newer than this Sheaf, damaged, cut short, or has something that backups have not.
pub async fn unpack(file: &Path, folder: &Path) -> anyhow::Result<(Manifest, Completion)> {
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(opened)));
    let unpacked = parts(&mut archive, folder).await?;
    end(archive).context("there is something after the end of the backup, or it is damaged")?;
    Ok(unpacked)
}

async fn parts(archive: &mut Archive, folder: &Path) -> anyhow::Result<(Manifest, Completion)> {
    // Raw: a plain name fits into a plain header, and what extensions say (long names, sparse files) is not wanted.
    let mut entries = archive.entries()?.raw(true);
    let mut next = || match entries.next() {
        Some(entry) => plain(entry.map_err(unreadable)?),
        None => bail!("the backup is cut short: its last part is not there; use another copy of it"),
    };
    let (name, entry) = next().context("this cannot be read as a backup of Sheaf")?;
    ensure!(name == MANIFEST, "this is not a backup of Sheaf: it begins with {}", shown(&name));
    let manifest: Manifest = words(entry)?;
    manifest.check()?;
    let (name, entry) = next()?;
    ensure!(name == db::FILE, out_of_place(&name));
    file(entry, &manifest.database, &folder.join(db::FILE))?;
    if let Some(key) = &manifest.key {
        ensure!(key.bytes <= MOST_KEY, "the key in this backup is longer than a key can be");
        let (name, entry) = next()?;
        ensure!(name == KEY_FILE, out_of_place(&name));
        file(entry, key, &folder.join(KEY_FILE))?;
    }
    let files = Files::in_folder(&folder.join(FOLDER))?;
    let mut pictures = Pictures::default();
    loop {
        let (name, entry) = next()?;
        if name == COMPLETION {
            let completion: Completion = words(entry)?;
            let found = pictures.complete(completion.left_out);
            ensure!(found == completion, "pictures are missing from this backup; use another copy of it");
            ensure!(entries.next().is_none(), "there is something after the last part of this backup");
            return Ok((manifest, completion));
        }
        let Some(sha256) = picture_at(&name) else { bail!(out_of_place(&name)) };
        let bytes = small(entry, MOST_PICTURE)?;
        pictures.add(sha256, bytes.len() as u64)?;
        ensure!(files.put(bytes).await? == sha256, damaged(&name));
    }
}

/// A part that is a file and nothing else, with its name.
fn plain(entry: Entry<'_>) -> anyhow::Result<(String, Entry<'_>)> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let kind = entry.header().entry_type();
    ensure!(
        kind == tar::EntryType::Regular,
        "this backup has a part that is no file ({kind:?}: {}), which `sheaf backup` never writes; do not trust it",
        shown(&name)
    );
    Ok((name, entry))
}

/// Writes a part to a file for its owner's eyes only.
fn file(entry: Entry<'_>, part: &Part, to: &Path) -> anyhow::Result<()> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    ensure!(entry.size() == part.bytes, damaged(&name));
    let mut options = OpenOptions::new();
    let mut out = options.write(true).create_new(true).mode(0o600).open(to)?;
    let found = Part::copy(entry, &mut out).map_err(|error| unpacking(error, to))?;
    ensure!(found == *part, damaged(&name));
    Ok(out.sync_all()?)
}

/// What a part says, read as JSON.
fn words<T: DeserializeOwned>(entry: Entry<'_>) -> anyhow::Result<T> {
    let bytes = small(entry, MOST_WORDS)?;
    serde_json::from_slice(&bytes).context("what this backup says about itself cannot be read")
}

/// A part that has its place in memory.
fn small(mut entry: Entry<'_>, most: u64) -> anyhow::Result<Vec<u8>> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let size = entry.size();
    ensure!(size <= most, "{} is longer in this backup than it can be ({size} bytes)", shown(&name));
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).map_err(unreadable)?;
    ensure!(bytes.len() as u64 == size, "the backup is cut short within {}; use another copy of it", shown(&name));
    Ok(bytes)
}

/// Reads to the end of the file, where its checksum is.
fn end(archive: Archive) -> anyhow::Result<()> {
    let mut rest = archive.into_inner();
    let padding = io::copy(&mut (&mut rest).take(MOST_PADDING + 1), &mut io::sink())?;
    ensure!(padding <= MOST_PADDING, "it goes on");
    ensure!(rest.into_inner().read(&mut [0])? == 0, "it goes on");
    Ok(())
}

fn unreadable(error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context("the backup is cut short or damaged, or is none; use another copy of it")
}

fn unpacking(error: io::Error, to: &Path) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            anyhow::Error::new(error).context(format!("there is no room for {}", to.display()))
        }
        _ => unreadable(error),
    }
}

fn damaged(name: &str) -> String {
    format!(
        "{} is damaged in this backup: it is not what it was when the backup was made; use another copy of it",
        shown(name)
    )
}

fn out_of_place(name: &str) -> String {
    format!("this backup has {} where it cannot be, which `sheaf backup` never writes; do not trust it", shown(name))
}

/// A name from the file, for a terminal.
fn shown(name: &str) -> String {
    format!("“{}”", crate::sanitize::line(name, 100))
}
