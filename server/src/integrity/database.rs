//! The database file, what its rows refer to, and what is sealed in it.

use std::path::Path;

use sqlx::{FromRow, SqliteConnection};

use super::{Kind, RESTORE, Report};
use crate::connections;
use crate::db;
use crate::secrets::{KEY_FILE, Secrets};

/// Whether it has the tables that this Sheaf knows; nothing else can be looked at otherwise.
pub async fn migrations(conn: &mut SqliteConnection, report: &mut Report) -> bool {
    let looked = db::migrations_of(conn).await;
    let Some(applied) = report.look("The database", looked) else { return false };
    let known: Vec<i64> = db::MIGRATIONS.iter().map(|migration| migration.version).collect();
    let (problem, advice) = if applied.iter().any(|version| !known.contains(version)) {
        ("was changed by a newer Sheaf", "Check it with that version.")
    } else if applied.len() < known.len() {
        ("is that of an older Sheaf", "Start `sheaf serve` of this version once, which brings it up to date.")
    } else {
        return true;
    };
    report.add(Kind::Database, "The database", problem, advice);
    false
}

/// SQLite's own check of its file.
pub async fn file(conn: &mut SqliteConnection, report: &mut Report) {
    let looked = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(conn).await;
    let said: Vec<String> = report.look("The database", looked).unwrap_or_default();
    for problem in said.iter().filter(|problem| *problem != "ok") {
        report.add(Kind::Database, "The database", format!("is damaged: {problem}"), RESTORE);
    }
}

#[derive(FromRow)]
struct Dangling {
    table: String,
    rowid: Option<i64>,
    parent: String,
}

/// Rows that name rows which are not there.
pub async fn references(conn: &mut SqliteConnection, report: &mut Report) {
    let looked = sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut *conn).await;
    let dangling: Vec<Dangling> = report.look("The database", looked).unwrap_or_default();
    for Dangling { table, rowid, parent } in dangling {
        let row = rowid.map_or_else(|| "A row".to_owned(), |rowid| format!("Row {rowid}"));
        report.add(
            Kind::Reference,
            format!("{row} of {table}"),
            format!("names a row of {parent} that is gone"),
            RESTORE,
        );
    }
    let unseen = sqlx::query_scalar(
        "SELECT lower(hex(id)) FROM stories
          WHERE published_version IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM versions WHERE story_id = stories.id AND number = published_version)",
    );
    let looked = unseen.fetch_all(conn).await;
    let unseen: Vec<String> = report.look("The table of stories", looked).unwrap_or_default();
    for story in unseen {
        let advice = "Publish it again; its address stays.";
        report.add(Kind::Reference, format!("Story {story}"), "shows readers a version that is gone", advice);
    }
}

/// Credentials that the key does not open.
pub async fn credentials(conn: &mut SqliteConnection, data: &Path, report: &mut Report) {
    let advice = "Put secret.key back from a backup, or let its owner connect the source again under Settings.";
    let secrets = match Secrets::find(data) {
        Ok(secrets) => secrets,
        Err(error) => {
            report.add(Kind::Credentials, KEY_FILE, format!("is no good: {error:#}"), advice);
            return;
        }
    };
    let looked = connections::store::unreadable(conn, secrets.as_ref()).await;
    for (handle, source) in report.look("The table of connections", looked).unwrap_or_default() {
        let problem = if secrets.is_some() { "cannot be opened" } else { "cannot be opened: secret.key is gone" };
        report.add(Kind::Credentials, format!("@{handle}'s access to {source}"), problem, advice);
    }
}
