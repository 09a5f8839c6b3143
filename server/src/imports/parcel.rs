//! A file that stories come in, read piece by piece. What it says about its own size is not believed, and its names are
//! only names: nothing is unpacked to a disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use shared::ids::MediaId;
use zip::ZipArchive;

use super::{blocking, check, refused};
use crate::error::AppResult;
use crate::exports::archive::{ACCOUNT_FORMAT, ACCOUNT_PLACE, AccountFile};
use crate::exports::file::{CarriedPicture, FORMAT_VERSION, StoryFile};
use crate::media::MAX_BYTES;

/// The most bytes of a story's own file with its pictures in it.
const MAX_STORY: u64 = 300_000_000;
/// The most bytes of a story's file in an archive, unpacked.
const MAX_PACKED_STORY: u64 = 100_000_000;
/// The most bytes that are unpacked of one archive in all.
const MAX_UNPACKED: u64 = 20_000_000_000;
/// The most stories of one archive.
const MAX_STORIES: usize = 10_000;
/// The most files of one archive: the list of them is in memory.
const MAX_FILES: u64 = 300_000;

/// The file.
pub(super) enum Parcel {
    /// One story, and its pictures in base64.
    Story(Box<(StoryFile, BTreeMap<MediaId, String>)>),
    /// An account's archive.
    Archive {
        zip: Box<ZipArchive<BufReader<File>>>,
        stories: Vec<String>,
        /// How many bytes may still be unpacked.
        left: u64,
    },
}

impl Parcel {
    /// Opens a file, whichever of the two it is.
    pub fn open(path: &Path) -> AppResult<Self> {
        let mut file = File::open(path).map_err(|error| refused(format!("The file could not be opened: {error}.")))?;
        let mut first = [0; 2];
        let is_zip = file.read_exact(&mut first).is_ok() && first == *b"PK";
        file.rewind().map_err(anyhow::Error::from)?;
        if is_zip { Self::archive(file) } else { Self::story_file(file) }
    }

    fn story_file(file: File) -> AppResult<Self> {
        let bytes = read_at_most(file, MAX_STORY, "The file")?;
        let mut file: StoryFile = parse(&bytes, "The file")?;
        let mut data = BTreeMap::new();
        for picture in &mut file.media {
            if let Some(base64) = picture.data.take() {
                data.insert(picture.id, base64);
            }
        }
        check::story(&mut file).map_err(refused)?;
        Ok(Self::Story(Box::new((file, data))))
    }

    fn archive(mut file: File) -> AppResult<Self> {
        if files_in(&mut file).map_err(anyhow::Error::from)?.is_none_or(|files| files > MAX_FILES) {
            return Err(refused("The archive is damaged or incomplete, or has too many files. Download it anew."));
        }
        let zip = ZipArchive::new(BufReader::new(file))
            .map_err(|_| refused("The archive is damaged or incomplete. Download it anew and try again."))?;
        let mut parcel = Self::Archive { zip: Box::new(zip), stories: Vec::new(), left: MAX_UNPACKED };
        let bytes = parcel.unpack(ACCOUNT_PLACE, MAX_PACKED_STORY)?;
        let account: AccountFile = parse(&bytes, ACCOUNT_PLACE)?;
        if account.format != ACCOUNT_FORMAT || account.format_version > FORMAT_VERSION {
            return Err(refused("This archive is of a later version of Sheaf. Import it there, or update this one."));
        }
        if account.stories.len() > MAX_STORIES {
            return Err(refused(format!("The archive has more than {MAX_STORIES} stories.")));
        }
        if let Self::Archive { stories, .. } = &mut parcel {
            *stories = account.stories;
        }
        Ok(parcel)
    }

    /// How many stories there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Story(_) => 1,
            Self::Archive { stories, .. } => stories.len(),
        }
    }

    /// A story, checked and cleaned, and the parcel back.
    pub async fn story(self, number: usize) -> AppResult<(Self, StoryFile)> {
        blocking(move || {
            let mut parcel = self;
            let file = parcel.read_story(number)?;
            Ok((parcel, file))
        })
        .await
    }

    fn read_story(&mut self, number: usize) -> AppResult<StoryFile> {
        let place = match self {
            Self::Story(story) => return Ok(story.0.clone()),
            Self::Archive { stories, .. } => stories.get(number).cloned().unwrap_or_default(),
        };
        let bytes = self.unpack(&place, MAX_PACKED_STORY)?;
        let mut file: StoryFile = parse(&bytes, &place)?;
        check::story(&mut file).map_err(|words| refused(format!("{}: {words}", named(&place))))?;
        Ok(file)
    }

    /// A picture's bytes, which are what the file says they are, and the parcel back.
    pub async fn picture(self, picture: CarriedPicture) -> AppResult<(Self, Vec<u8>)> {
        blocking(move || {
            let mut parcel = self;
            let bytes = parcel.read_picture(&picture)?;
            if hex::encode(Sha256::digest(&bytes)) != picture.sha256 {
                return Err(refused(format!("Picture {} is damaged. Export the story anew.", picture.id)));
            }
            Ok((parcel, bytes))
        })
        .await
    }

    fn read_picture(&mut self, picture: &CarriedPicture) -> AppResult<Vec<u8>> {
        let lost = || refused(format!("The bytes of picture {} are not in the file.", picture.id));
        match self {
            Self::Story(story) => {
                let data = story.1.get(&picture.id).ok_or_else(lost)?;
                STANDARD.decode(data).map_err(|_| refused(format!("Picture {} is damaged.", picture.id)))
            }
            Self::Archive { .. } => self.unpack(picture.file.as_deref().ok_or_else(lost)?, MAX_BYTES as u64),
        }
    }

    fn unpack(&mut self, name: &str, most: u64) -> AppResult<Vec<u8>> {
        let Self::Archive { zip, left, .. } = self else { return Err(refused("This is no archive.")) };
        let file = zip.by_name(name).map_err(|_| refused(format!("The archive lacks {}.", named(name))))?;
        let bytes = read_at_most(file, most.min(*left), &named(name))?;
        *left -= bytes.len() as u64;
        Ok(bytes)
    }
}

/// A name out of a file, for words.
fn named(name: &str) -> String {
    format!("“{}”", crate::sanitize::line(name, 120))
}

fn read_at_most(reader: impl Read, most: u64, name: &str) -> AppResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|_| refused(format!("{name} is damaged. Download it anew and try again.")))?;
    if bytes.len() as u64 > most {
        return Err(refused(format!("{name} is larger than {} MB, which is more than is read.", most / 1_000_000)));
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8], name: &str) -> AppResult<T> {
    serde_json::from_slice(bytes).map_err(|error| {
        let name = if name.contains('/') { named(name) } else { name.to_owned() };
        refused(format!(
            "{name} is not an export of a story that this version of Sheaf can read ({}).",
            crate::sanitize::line(&error.to_string(), 200)
        ))
    })
}

/// How many files a zip says it has. The zip reader makes room for as many before it looks at them.
fn files_in(file: &mut File) -> std::io::Result<Option<u64>> {
    const END: &[u8] = b"PK\x05\x06";
    const LOCATOR: &[u8] = b"PK\x06\x07";
    const LONG_END: &[u8] = b"PK\x06\x06";
    let length = file.seek(SeekFrom::End(0))?;
    let tail_length = length.min(22 + 20 + 65_535);
    file.seek(SeekFrom::Start(length - tail_length))?;
    let mut tail = Vec::new();
    file.take(tail_length).read_to_end(&mut tail)?;
    let find = |what: &[u8]| tail.windows(4).rposition(|window| window == what);
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let files = match (find(END), find(LOCATOR)) {
        (None, _) => None,
        (Some(end), None) => tail.get(end + 10..end + 12).map(number),
        (Some(_), Some(locator)) => {
            let offset = tail.get(locator + 8..locator + 16).map(number).filter(|offset| *offset < length);
            let mut long_end = [0; 40];
            file.seek(SeekFrom::Start(offset.unwrap_or(length)))?;
            let is_there = file.read_exact(&mut long_end).is_ok() && long_end.starts_with(LONG_END);
            is_there.then(|| number(&long_end[32..40]))
        }
    };
    file.rewind()?;
    Ok(files)
}
