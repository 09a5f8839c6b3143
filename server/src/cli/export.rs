//! `sheaf export`.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use shared::account::Handle;
use shared::ids::StoryId;
use sqlx::SqliteConnection;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::exports::api::of_curator;
use crate::exports::{Format, archive};
use crate::state::AppState;
use crate::unfinished::Unfinished;
use crate::{accounts, stories};

/// Write a story, or everything of an account, to a file.
#[derive(Args)]
pub struct Export {
    /// The story: its identifier, or curator and address: @ada/tea-chat
    #[arg(required_unless_present = "account", conflicts_with = "account")]
    story: Option<String>,
    /// Everything of this account as one zip, in the place of a story.
    #[arg(long, value_name = "HANDLE")]
    account: Option<Handle>,
    /// json (everything, to be imported again), md, html, epub or wxr.
    #[arg(long, default_value = "json", value_parser = parse_format, conflicts_with = "account")]
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
        let mut file = Unfinished::beside(&self.output)?;
        match (&self.account, &self.story) {
            (Some(handle), _) => {
                let account = accounts::store::by_handle(&mut *state.db.acquire().await?, handle).await?;
                let account = account.with_context(|| format!("there is no account @{handle}"))?;
                let out = BufWriter::new(file.0.as_file_mut());
                archive::write(&state, &account, out).await?.flush()?;
            }
            (None, Some(name)) => {
                let story = find(&mut *state.db.acquire().await?, name).await?;
                let story = story.with_context(|| format!("there is no story {name}"))?;
                file.0.write_all(&of_curator(&state, story, self.format).await?)?;
            }
            (None, None) => anyhow::bail!("name a story or an account"),
        }
        let bytes = file.put(&self.output)?;
        println!("Wrote {} ({bytes} bytes).", self.output.display());
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
