//! `sheaf backup` and `sheaf restore`.

use std::path::PathBuf;

use clap::Args;

use super::{Data, stop};
use crate::backup;
use crate::clock::{Clock as _, SystemClock};

/// Write the whole installation to one file, while it is being served.
#[derive(Args)]
pub struct Backup {
    /// The file to write. It holds secrets: keep it where only you can read it.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file if it is there.
    #[arg(long, env = "SHEAF_BACKUP_FORCE")]
    force: bool,
    /// Where the data lies.
    #[command(flatten)]
    data: Data,
}

/// Make an installation from what `sheaf backup` wrote.
#[derive(Args)]
pub struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where the data will lie: a folder that is empty or not there.
    #[command(flatten)]
    data: Data,
}

impl Backup {
    /// Carries the command out.
    ///
    /// # Errors
    /// When there is nothing to back up, or the file cannot be written.
    pub async fn run(self) -> anyhow::Result<()> {
        let work = backup::write(&self.data.data, &self.file, self.force, SystemClock.now());
        let written = stop::or_done(work).await?;
        for sha256 in &written.left_out {
            eprintln!("Left out: picture {sha256}, whose file is lost or damaged");
        }
        if !written.left_out.is_empty() {
            eprintln!("The backup has everything else. `sheaf check` says more about what is lost.");
        }
        println!(
            "Wrote {} ({} bytes): {} stories, {} versions, {} posts, {} pictures.",
            self.file.display(),
            written.bytes,
            written.manifest.counts.stories,
            written.manifest.counts.versions,
            written.manifest.counts.posts,
            written.completion.pictures
        );
        Ok(())
    }
}

impl Restore {
    /// Carries the command out.
    ///
    /// # Errors
    /// When the folder is not empty, or the backup is no good.
    pub async fn run(self) -> anyhow::Result<()> {
        let folder = self.data.data;
        let backup::Restored { manifest, completion } = stop::or_done(backup::restore(&self.file, &folder)).await?;
        println!(
            "Restored {} stories, {} versions, {} posts and {} pictures into {}, as they were at {}.",
            manifest.counts.stories,
            manifest.counts.versions,
            manifest.counts.posts,
            completion.pictures,
            folder.display(),
            manifest.made_at.format("%Y-%m-%d %H:%M UTC")
        );
        if completion.left_out > 0 {
            println!("{} pictures were lost before the backup was made.", completion.left_out);
        }
        println!("Everybody signs in anew, with the password of that time.");
        if manifest.counts.api_tokens > 0 {
            println!(
                "{} API tokens of that time work again; if one was revoked since, revoke it again under Settings.",
                manifest.counts.api_tokens
            );
        }
        println!("Serve it with: sheaf serve --data {}", folder.display());
        Ok(())
    }
}
