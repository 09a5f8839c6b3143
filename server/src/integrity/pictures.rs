//! Pictures: rows against files. Both are gone through in the order of their SHA-256, side by side.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use futures::TryStreamExt as _;
use sqlx::{FromRow, QueryBuilder, SqliteConnection};

use super::{Kind, Report};
use crate::backup::Part;
use crate::media::{self, files};

/// How many values one statement binds; engines have limits.
const BATCH: usize = 500;

const ADVICE: &str = "Put the file back from a backup; until then readers see its description.";

#[derive(FromRow)]
struct Row {
    sha256: String,
    least: i64,
    most: i64,
}

/// Whether each picture's file is there and is what it was; gives the files that no row names.
pub async fn check(
    conn: &mut SqliteConnection,
    data: &Path,
    report: &mut Report,
) -> anyhow::Result<sqlx::Result<Vec<String>>> {
    let folder = data.join(media::FOLDER);
    let mut lying = places(&folder).with_context(|| format!("cannot read the folder {}", folder.display()))?.peekable();
    let mut rows = sqlx::query_as(
        "SELECT sha256, MIN(COALESCE(bytes, -1)) AS least, MAX(COALESCE(bytes, -1)) AS most
           FROM media WHERE sha256 IS NOT NULL GROUP BY sha256 ORDER BY sha256",
    )
    .fetch(conn);
    let mut unknown = Vec::new();
    loop {
        let row: Row = match rows.try_next().await {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => return Ok(Err(error)),
        };
        let place = files::place(&row.sha256);
        unknown.extend(until(&mut lying, &place));
        if lying.next_if(|lying| *lying == place).is_none() {
            report.add(Kind::Picture, format!("{}/{place}", media::FOLDER), "is missing", ADVICE);
            continue;
        }
        picture(&folder.join(&place), &row, report);
    }
    unknown.extend(lying);
    Ok(Ok(unknown))
}

/// The places before this one.
fn until(places: &mut Peekable<impl Iterator<Item = String>>, place: &str) -> Vec<String> {
    std::iter::from_fn(|| places.next_if(|next| next.as_str() < place)).collect()
}

fn picture(file: &Path, row: &Row, report: &mut Report) {
    let subject = format!("{}/{}", media::FOLDER, files::place(&row.sha256));
    match Part::of_file(file) {
        Err(error) => report.add(Kind::Picture, subject, format!("cannot be read ({error:#})"), ADVICE),
        Ok(found) if found.sha256 != row.sha256 => report.add(Kind::Picture, subject, "is damaged", ADVICE),
        Ok(found) => {
            report.checked.pictures += 1;
            report.checked.picture_bytes += found.bytes;
            let length = found.bytes.cast_signed();
            if (row.least, row.most) != (length, length) {
                let problem = format!("has {length} bytes, and its row says otherwise");
                report.add(Kind::Picture, subject, problem, super::RESTORE);
            }
        }
    }
}

/// Those of these files that no row names now.
pub async fn still_unknown(conn: &mut SqliteConnection, files: Vec<String>) -> sqlx::Result<Vec<String>> {
    let mut unknown = Vec::new();
    for batch in files.chunks(BATCH) {
        let mut query = QueryBuilder::new("SELECT DISTINCT sha256 FROM media WHERE sha256 IN (");
        let mut binds = query.separated(", ");
        for place in batch {
            binds.push_bind(place.rsplit('/').next().unwrap_or(place));
        }
        query.push(")");
        let named: Vec<String> = query.build_query_scalar().fetch_all(&mut *conn).await?;
        let named: BTreeSet<String> = named.iter().map(|sha256| files::place(sha256)).collect();
        unknown.extend(
            batch.iter().filter(|place| !named.contains(*place)).map(|place| format!("{}/{place}", media::FOLDER)),
        );
    }
    Ok(unknown)
}

/// Every file below a folder, in the order of their places. One folder at a time is in memory.
fn places(folder: &Path) -> io::Result<impl Iterator<Item = String> + use<>> {
    let folder = folder.to_path_buf();
    let mut open = vec![sorted(&folder)?.into_iter()];
    Ok(std::iter::from_fn(move || {
        loop {
            let Some(path) = open.last_mut()?.next() else {
                open.pop();
                continue;
            };
            if path.is_dir() {
                // A folder that cannot be read has no files that can be: they are told as missing.
                open.push(sorted(&path).unwrap_or_default().into_iter());
            } else if let Ok(place) = path.strip_prefix(&folder) {
                return Some(place.to_string_lossy().into_owned());
            }
        }
    }))
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.try_exists()? {
        return Ok(Vec::new());
    }
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort_unstable();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_digests() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut placed: Vec<String> = ["ffee", "00ff", "00fe", "a0b1", "a0b0"]
            .iter()
            .map(|begin| files::place(&format!("{begin}{}", "0".repeat(60))))
            .collect();
        for place in &placed {
            let path = folder.path().join(place);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, "").expect("written");
        }
        placed.sort_unstable();
        assert_eq!(places(folder.path()).expect("read").collect::<Vec<_>>(), placed);
        assert_eq!(places(&folder.path().join("nowhere")).expect("read").count(), 0);
    }
}
