//! `sheaf check`.

use std::process::ExitCode;

use clap::Args;

use super::Data;
use crate::integrity;

/// Look whether everything is there and whole; changes nothing.
#[derive(Args)]
pub struct Check {
    /// Say it in JSON.
    #[arg(long, env = "SHEAF_CHECK_JSON")]
    json: bool,
    /// Where the data lies.
    #[command(flatten)]
    data: Data,
}

impl Check {
    /// Carries the command out; 1 when something was found.
    ///
    /// # Errors
    /// When there is nothing to look at.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let report = integrity::check(&self.data.data).await?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            report.findings.iter().for_each(|finding| println!("{finding}"));
            let integrity::Checked { stories, edits, versions, posts, pictures, picture_bytes } = report.checked;
            println!(
                "Checked {stories} stories with {edits} edits and {versions} versions, {posts} posts, {pictures} \
                 pictures ({picture_bytes} bytes): {}.",
                match report.findings.len() {
                    0 => "all is well".to_owned(),
                    1 => "1 finding".to_owned(),
                    more => format!("{more} findings"),
                }
            );
        }
        Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
