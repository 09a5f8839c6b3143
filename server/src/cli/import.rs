//! `sheaf import`.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use shared::account::Handle;

use crate::clock::SystemClock;
use crate::config::Config;
use crate::state::AppState;
use crate::{accounts, imports};

/// Bring in what was exported: stories' JSON, or archives of accounts.
#[derive(Args)]
pub struct Import {
    /// The files; each is brought in whole or not at all.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Whose the stories will be.
    #[arg(long, value_name = "HANDLE")]
    account: Handle,
    /// Where the data lies.
    #[command(flatten)]
    config: Config,
}

impl Import {
    /// Carries the command out.
    ///
    /// # Errors
    /// What is wrong with the first file that cannot be brought in.
    pub async fn run(self) -> anyhow::Result<()> {
        let state = AppState::open(self.config, Arc::new(SystemClock)).await?;
        let account = accounts::store::by_handle(&mut *state.db.acquire().await?, &self.account).await?;
        let account = account.with_context(|| format!("there is no account @{}", self.account))?;
        for file in self.files {
            let name = file.display().to_string();
            for story in imports::import(&state, &account, file).await.with_context(|| name.clone())? {
                println!("{name}: “{}” is now /@{}/{}", story.title, account.handle, story.slug);
            }
        }
        Ok(())
    }
}
