//! `sheaf export`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use shared::account::Handle;
use shared::ids::StoryId;
use sqlx::SqliteConnection;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::exports::Format;
use crate::exports::api::of_curator;
use crate::state::AppState;
use crate::{accounts, stories};

/// Write a story to a file.
#[derive(Args)]
pub struct Export {
    /// Its identifier, or curator and address: @ada/tea-chat
    story: String,
    /// json (everything, to be imported again), md, html, epub or wxr.
    #[arg(long, default_value = "json", value_parser = parse_format)]
    format: Format,
    /// The file to write; one that is there is replaced when the new one is whole.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Where the data lies, and the address for links in the file.
    #[command(flatten)]
    config: Config,
}

fn parse_format(key: &str) -> Result<Format, crate::exports::UnknownFormat> {
    key.parse()
}

impl Export {
    /// Carries the command out.
    ///
    /// # Errors
    /// When there is no such story, or the file cannot be written.
    pub async fn run(self) -> anyhow::Result<()> {
        let state = AppState::open(self.config, Arc::new(SystemClock)).await?;
        let story = find(&mut *state.db.acquire().await?, &self.story).await?;
        let story = story.with_context(|| format!("there is no story {}", self.story))?;
        let bytes = of_curator(&state, story, self.format).await?;
        write_whole(&self.output, |file| Ok(file.write_all(&bytes)?))?;
        println!("Wrote {} ({} bytes).", self.output.display(), bytes.len());
        Ok(())
    }
}

async fn find(conn: &mut SqliteConnection, name: &str) -> anyhow::Result<Option<StoryId>> {
    if let Ok(id) = name.parse() {
        return Ok(stories::store::find(conn, id).await?.map(|story| story.id()));
    }
    let (handle, slug) = name.trim_start_matches('@').split_once('/').context("name the story like @ada/tea-chat")?;
    let handle: Handle = handle.parse()?;
    let Some(account) = accounts::store::by_handle(conn, &handle).await? else { return Ok(None) };
    let stories = stories::store::list(conn, account.id, "").await?;
    Ok(stories.into_iter().find(|story| story.slug == slug).map(|story| story.id))
}

/// Writes a file beside its place and puts it there when it is whole: an export that is cut short leaves no half file
/// under its name.
fn write_whole(path: &Path, write: impl FnOnce(&mut std::fs::File) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".sheaf-export-")
        .tempfile_in(folder)
        .with_context(|| format!("cannot write into the folder {}", folder.display()))?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_whole_does_not_appear() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("story.json");
        write_whole(&path, |file| Ok(file.write_all(b"old")?)).expect("written");
        let broken = write_whole(&path, |file| {
            file.write_all(b"ne")?;
            anyhow::bail!("the disk is full")
        });
        assert!(broken.is_err());
        assert_eq!(std::fs::read(&path).expect("there"), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "no half file is left");
    }
}
