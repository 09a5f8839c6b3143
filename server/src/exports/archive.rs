//! Everything of an account as one zip, written as it goes: one story is in memory at a time.
//!
//! `site/` is a web site of what is published; it opens from a disk and can be put on any web host. `sheaf/` has
//! everything, drafts and hidden posts included, to be imported again; it is the curator's own.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use shared::ids::{MediaId, StoryId};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::document::{carried, load};
use super::file::{For, NumberedVersion, StoryFile};
use super::pictures::extension;
use super::site::{self, Teaser};
use super::story::Carried;
use crate::accounts::store::Account;
use crate::media::StoredPicture;
use crate::state::AppState;
use crate::stories::store as stories;

/// What [`AccountFile`] says it is.
pub const ACCOUNT_FORMAT: &str = "sheaf-account";
/// Where [`AccountFile`] is.
pub const ACCOUNT_PLACE: &str = "sheaf/account.json";

const README: &str = include_str!("archive-readme.txt");

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountFile {
    /// `sheaf-account`.
    pub format: String,
    /// 1.
    pub format_version: u32,
    /// The name in addresses.
    pub handle: String,
    /// The name for people.
    pub name: String,
    /// A few words about the curator.
    pub bio: String,
    /// Where the files of the stories are, oldest story first.
    pub stories: Vec<String>,
}

/// Writes the archive.
///
/// # Errors
/// When the store fails, or `out` does.
pub async fn write<W: Write>(state: &AppState, account: &Account, out: W) -> anyhow::Result<W> {
    let mut archive = Archive { zip: ZipWriter::new_stream(out), state, written: BTreeSet::new() };
    archive.put("README.txt", README.as_bytes())?;
    let mut ids: Vec<StoryId> = {
        let mut conn = state.db.acquire().await?;
        stories::list(&mut conn, account.id, "").await?.into_iter().map(|story| story.id).collect()
    };
    ids.sort_unstable();
    let mut teasers = Vec::new();
    let mut places = Vec::new();
    for id in ids {
        // A story may have been deleted since the list was made.
        if let Some((place, teaser)) = archive.story(account, id).await? {
            places.push(place);
            teasers.extend(teaser);
        }
    }
    teasers.sort_by_key(|teaser: &Teaser| std::cmp::Reverse(teaser.published_at));
    archive.put("site/index.html", site::index(&account.name, &account.bio, &teasers).as_bytes())?;
    let file = AccountFile {
        format: ACCOUNT_FORMAT.to_owned(),
        format_version: super::file::FORMAT_VERSION,
        handle: account.handle.to_string(),
        name: account.name.clone(),
        bio: account.bio.clone(),
        stories: places,
    };
    archive.put(ACCOUNT_PLACE, &serde_json::to_vec_pretty(&file)?)?;
    Ok(archive.zip.finish()?.into_inner())
}

struct Archive<'a, W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    state: &'a AppState,
    /// Pictures that are in it.
    written: BTreeSet<String>,
}

/// What is known of a picture while a story is written: its bytes are read when it is their turn.
struct Placed {
    sha256: String,
    mime: String,
    file: String,
}

impl<W: Write> Archive<'_, W> {
    fn put(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        self.put_as(name, bytes, CompressionMethod::Deflated)
    }

    fn put_as(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> anyhow::Result<()> {
        let options = SimpleFileOptions::default().compression_method(method);
        self.zip.start_file(name, options).with_context(|| format!("writing {name}"))?;
        Ok(self.zip.write_all(bytes)?)
    }

    /// Writes a story's files; says where its own file is, and how the site's first page shows it.
    async fn story(&mut self, account: &Account, id: StoryId) -> anyhow::Result<Option<(String, Option<Teaser>)>> {
        let loaded = {
            let mut conn = self.state.db.acquire().await?;
            load(&mut conn, id, For::Curator).await
        };
        let mut file = match loaded {
            Ok(file) => file,
            Err(crate::error::AppError::NotFound) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let pages: Vec<(u32, Carried)> = match file.published_version {
            Some(_) => file.versions.iter().map(|version| (version.number, page(self.state, &file, version))).collect(),
            None => Vec::new(),
        };
        let public: BTreeSet<MediaId> = pages.iter().flat_map(|(_, page)| page.shown_pictures()).collect();
        let placed = self.pictures(&file.picture_ids(), &public).await?;
        let teaser = self.pages(account, &file, &pages, &placed)?;
        file.media = placed
            .into_iter()
            .map(|(id, Placed { sha256, mime, file })| super::file::CarriedPicture {
                id,
                sha256,
                mime,
                data: None,
                file: Some(file),
            })
            .collect();
        let place = format!("sheaf/stories/{}.json", file.slug);
        self.put(&place, &file.to_bytes()?)?;
        Ok(Some((place, teaser)))
    }

    /// Writes the pictures that are not in the archive yet, one after the other.
    async fn pictures(
        &mut self,
        ids: &BTreeSet<MediaId>,
        public: &BTreeSet<MediaId>,
    ) -> anyhow::Result<BTreeMap<MediaId, Placed>> {
        let mut placed = BTreeMap::new();
        for id in ids {
            let Some(picture) = self.state.media.open(*id).await? else { continue };
            let StoredPicture { bytes, mime, .. } = &picture;
            let sha256 = carried(*id, &picture).sha256;
            let folder = if public.contains(id) { "site" } else { "sheaf" };
            let file = format!("{folder}/media/{sha256}.{}", extension(mime));
            if self.written.insert(file.clone()) {
                // Pictures are compressed already.
                self.put_as(&file, bytes, CompressionMethod::Stored)?;
            }
            placed.insert(*id, Placed { sha256, mime: mime.clone(), file });
        }
        Ok(placed)
    }

    /// Writes the pages of a published story: the one that readers see, and one for each version.
    fn pages(
        &mut self,
        account: &Account,
        file: &StoryFile,
        pages: &[(u32, Carried)],
        placed: &BTreeMap<MediaId, Placed>,
    ) -> anyhow::Result<Option<Teaser>> {
        let picture = |id: MediaId| {
            let placed = placed.get(&id)?;
            Some(format!("../../media/{}", placed.file.strip_prefix("site/media/")?))
        };
        let numbers: Vec<u32> = pages.iter().map(|(number, _)| *number).collect();
        let mut teaser = None;
        for (number, page) in pages {
            let html = site::story(&account.name, page, &picture, *number, &numbers);
            if Some(*number) == file.published_version {
                teaser = Some(Teaser::of(page));
                self.put(&format!("site/stories/{}/index.html", file.slug), html.as_bytes())?;
            }
            self.put(&format!("site/stories/{}/v{number}.html", file.slug), html.as_bytes())?;
        }
        Ok(teaser)
    }
}

/// A version as its page shows it.
fn page(state: &AppState, file: &StoryFile, version: &NumberedVersion) -> Carried {
    Carried {
        base_url: state.base_url.clone(),
        handle: file.curator.handle.clone(),
        curator: file.curator.name.clone(),
        slug: file.slug.clone(),
        at: version.published_at,
        is_published: true,
        version: version.content.clone().into_version(version.missing_pictures.clone()),
    }
}
