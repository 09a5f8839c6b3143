//! Whether an installation is whole: what disks lose, what hands break, and what a fault of Sheaf's would leave.
//!
//! Nothing is changed, and a server may be working with it: all of the database is looked at as it is at one moment.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use sqlx::{Connection as _, SqliteConnection};

use crate::db;

mod database;
mod pictures;
mod posts;
mod stories;
mod versions;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of thing is affected.
    pub kind: Kind,
    /// Which: a story, a version, a file, a row.
    pub subject: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to do.
    pub advice: &'static str,
}

/// What kind of thing a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The database file itself.
    Database,
    /// A row that names another which is not there.
    Reference,
    /// The file of a picture that should be there.
    Picture,
    /// A file that nothing names.
    File,
    /// A captured post.
    Post,
    /// A curator's credentials for a source.
    Credentials,
    /// The draft of a story.
    Draft,
    /// The log of a story's edits.
    Log,
    /// The document of an earlier moment.
    Snapshot,
    /// A published version.
    Version,
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub checked: Checked,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Stories.
    pub stories: u64,
    /// Edits in their logs.
    pub edits: u64,
    /// Versions.
    pub versions: u64,
    /// Posts.
    pub posts: u64,
    /// Files of pictures.
    pub pictures: u64,
    /// How long these are together.
    pub picture_bytes: u64,
}

const RESTORE: &str = "Restore the last backup for which `sheaf check` finds nothing.";

impl Report {
    fn add(&mut self, kind: Kind, subject: impl fmt::Display, problem: impl fmt::Display, advice: &'static str) {
        self.findings.push(Finding { kind, subject: subject.to_string(), problem: problem.to_string(), advice });
    }

    /// What could not be looked at is a finding too.
    fn look<T>(&mut self, what: &str, looked: sqlx::Result<T>) -> Option<T> {
        looked.map_err(|error| self.add(Kind::Database, what, format!("cannot be read ({error})"), RESTORE)).ok()
    }
}

/// On one line, for a terminal.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = format!("{} {}. {}", self.subject, self.problem, self.advice);
        f.write_str(&crate::sanitize::line(&line, 1000))
    }
}

/// Looks at everything in a data folder.
///
/// # Errors
/// When there is no installation, or it cannot be opened at all.
pub async fn check(data: &Path) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let mut conn = db::look(data).await?;
    let mut moment = conn.begin().await?;
    if !database::migrations(&mut moment, &mut report).await {
        return Ok(report);
    }
    database::file(&mut moment, &mut report).await;
    database::references(&mut moment, &mut report).await;
    database::credentials(&mut moment, data, &mut report).await;
    let looked = posts::check(&mut moment, &mut report).await;
    report.look("The table of posts", looked);
    let looked = stories::check(&mut moment, &mut report).await;
    report.look("The table of stories", looked);
    let looked = pictures::check(&mut moment, data, &mut report).await?;
    let unknown = report.look("The table of pictures", looked).unwrap_or_default();
    moment.rollback().await?;
    // A picture's file is there before its row: one that looked unknown may have come meanwhile.
    unknown_files(&mut conn, unknown, &mut report).await;
    Ok(report)
}

async fn unknown_files(conn: &mut SqliteConnection, files: Vec<String>, report: &mut Report) {
    let looked = pictures::still_unknown(conn, files).await;
    for file in report.look("The table of pictures", looked).unwrap_or_default() {
        let advice = "Nothing needs it: it may be removed while Sheaf is stopped.";
        report.add(Kind::File, file, "is named by no picture", advice);
    }
}
