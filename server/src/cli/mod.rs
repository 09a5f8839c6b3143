//! The commands of `sheaf`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use shared::account::Handle;

use crate::accounts;
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::db;

mod backup;
mod check;
mod export;
mod import;
mod seed;
mod serve;
mod stop;

/// Sheaf: stories made of social posts, on your own server.
#[derive(Parser)]
#[command(name = "sheaf", version)]
pub enum Command {
    /// Serve stories and the studio.
    Serve(Box<Config>),
    /// Make an account and a published story from the sample chat, to try things and to measure.
    Seed(Box<seed::Seed>),
    /// Write a story, or everything of an account, to a file.
    Export(Box<export::Export>),
    /// Bring in what was exported: stories' JSON, or archives of accounts.
    Import(Box<import::Import>),
    /// Write the whole installation to one file, while it is being served.
    Backup(backup::Backup),
    /// Make an installation from what `sheaf backup` wrote.
    Restore(backup::Restore),
    /// Look whether everything is there and whole; changes nothing.
    Check(check::Check),
    /// Manage accounts.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Manage API tokens.
    #[command(subcommand)]
    Token(TokenCommand),
}

/// Where the data lies.
#[derive(Args)]
pub struct Data {
    /// Folder of the database, pictures and keys.
    #[arg(long, env = "SHEAF_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
}

/// Manage accounts.
#[derive(Subcommand)]
pub enum AccountCommand {
    /// Make an account with a password that is printed once.
    Add {
        /// The name in addresses.
        handle: Handle,
        /// Where the data lies.
        #[command(flatten)]
        data: Data,
    },
}

/// Manage API tokens.
#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make a token that acts for an account, and print it.
    Create {
        /// Whose.
        handle: Handle,
        /// What it is for.
        #[arg(long, default_value = "made on the command line")]
        name: String,
        /// Where the data lies.
        #[command(flatten)]
        data: Data,
    },
}

impl Command {
    /// Carries the command out. `sheaf check` fails when it finds something.
    ///
    /// # Errors
    /// What went wrong, for the terminal.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Check(check) => return check.run().await,
            Self::Serve(config) => serve::serve(*config).await?,
            Self::Seed(seed) => seed.run().await?,
            Self::Export(export) => export.run().await?,
            Self::Import(import) => import.run().await?,
            Self::Backup(backup) => backup.run().await?,
            Self::Restore(restore) => restore.run().await?,
            Self::Account(AccountCommand::Add { handle, data }) => add_account(&handle, &data).await?,
            Self::Token(TokenCommand::Create { handle, name, data }) => create_token(&handle, &name, &data).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Data {
    /// Opens the database, making folder and file when they are not there.
    async fn open(&self) -> anyhow::Result<sqlx::SqlitePool> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("cannot make the folder {}", self.data.display()))?;
        db::open(&self.data).await
    }
}

async fn add_account(handle: &Handle, data: &Data) -> anyhow::Result<()> {
    let pool = data.open().await?;
    let mut conn = pool.acquire().await?;
    let now = SystemClock.now();
    let (_, password) = accounts::create_account_with_fresh_password(&mut conn, handle, handle.as_str(), now).await?;
    println!("Account @{handle} is ready. Password: {password}");
    println!("Change it under Settings after the first sign-in.");
    Ok(())
}

async fn create_token(handle: &Handle, name: &str, data: &Data) -> anyhow::Result<()> {
    let pool = data.open().await?;
    let mut conn = pool.acquire().await?;
    let account = accounts::store::by_handle(&mut conn, handle)
        .await?
        .with_context(|| format!("there is no account @{handle} in {}", data.data.display()))?;
    println!("{}", accounts::create_token(&mut conn, account.id, name, SystemClock.now()).await?);
    Ok(())
}
