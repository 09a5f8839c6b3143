//! Published versions: whether each can be shown as it was.

use std::collections::{BTreeMap, BTreeSet};

use shared::ids::{MediaId, PostId};
use shared::post::Post;
use shared::story::StoryDocument;
use sqlx::{FromRow, SqliteConnection};

use super::stories::{Story, unknown};
use super::{Kind, RESTORE, Report};
use crate::publish::store::Version;

/// The documents of versions, with their numbers, by the revision that they froze.
pub type Frozen = BTreeMap<u64, Vec<(i64, StoryDocument)>>;

#[derive(FromRow)]
struct Row {
    revision: i64,
    items: i64,
    title: String,
    document: String,
}

/// Whether every version of a story can be read and has all it names. Gives what each froze, to be compared with the log.
pub async fn check(conn: &mut SqliteConnection, story: &Story, report: &mut Report) -> sqlx::Result<Frozen> {
    let numbers: Vec<i64> = sqlx::query_scalar("SELECT number FROM versions WHERE story_id = $1 ORDER BY number")
        .bind(story.id.0)
        .fetch_all(&mut *conn)
        .await?;
    let mut frozen = Frozen::new();
    for number in numbers {
        report.checked.versions += 1;
        let row: Row =
            sqlx::query_as("SELECT revision, items, title, document FROM versions WHERE story_id = $1 AND number = $2")
                .bind(story.id.0)
                .bind(number)
                .fetch_one(&mut *conn)
                .await?;
        let name = format!("Version {number} of {}", story.name);
        let version: Version = match serde_json::from_str(&row.document) {
            Ok(version) => version,
            Err(error) => {
                report.add(Kind::Version, name, format!("cannot be read ({error})"), RESTORE);
                continue;
            }
        };
        agrees(&name, &row, &version, story, report);
        refers(conn, &name, &version, report).await?;
        // An imported version that the draft no longer is has no place in the log.
        if row.revision > 0 {
            frozen.entry(row.revision.unsigned_abs()).or_default().push((number, version.document));
        }
    }
    Ok(frozen)
}

/// What lists show must be what the version is.
fn agrees(name: &str, row: &Row, version: &Version, story: &Story, report: &mut Report) {
    let items = i64::try_from(version.document.items.len());
    if items != Ok(row.items) || row.title != version.document.title {
        report.add(Kind::Version, name, "is not what lists say about it", RESTORE);
    }
    if row.revision.unsigned_abs() > story.revision {
        report.add(Kind::Version, name, "is later than its story", RESTORE);
    }
}

/// Every post and every picture it shows must be there; a picture may be known to be missing.
async fn refers(conn: &mut SqliteConnection, name: &str, version: &Version, report: &mut Report) -> sqlx::Result<()> {
    let posts: BTreeSet<PostId> = version.document.items.values().filter_map(|item| item.body.post_id()).collect();
    for post in posts.iter().filter(|post| !version.posts.contains_key(post)) {
        report.add(Kind::Version, name, format!("shows post {post}, which it does not have"), RESTORE);
    }
    let shown = version.document.own_pictures().chain(version.posts.values().flat_map(Post::pictures));
    let pictures: BTreeSet<MediaId> = shown.map(|picture| picture.id).collect();
    let expected = pictures.difference(&version.missing_pictures).copied().collect();
    for picture in unknown(conn, expected, true).await? {
        let problem = format!("shows picture {picture}, which is not here");
        report.add(Kind::Version, name, problem, "Publish the story again: it is copied, or known to be missing.");
    }
    Ok(())
}

/// Whether versions are what the log says the story was then.
pub fn compare(story: &Story, then: &StoryDocument, frozen: Vec<(i64, StoryDocument)>, report: &mut Report) {
    for (number, _) in frozen.into_iter().filter(|(_, document)| document != then) {
        let name = format!("Version {number} of {}", story.name);
        report.add(Kind::Version, name, "is not what the story was when it was published, by its log", RESTORE);
    }
}
