//! Drafts, and the log that leads to them.

use std::collections::{BTreeMap, BTreeSet};

use shared::edit::{apply, reverse};
use shared::ids::{ItemId, MediaId, PostId, StoryId};
use shared::story::StoryDocument;
use sqlx::{QueryBuilder, SqliteConnection};
use uuid::Uuid;

use super::versions::{self, Frozen};
use super::{Kind, RESTORE, Report};
use crate::stories::{content, history};

/// How many edits are in memory at once.
const STEP: usize = 500;

/// One story, as findings call it.
pub struct Story {
    pub id: StoryId,
    pub revision: u64,
    pub name: String,
}

/// Whether every story is what its log says, and its versions can be shown.
pub async fn check(conn: &mut SqliteConnection, report: &mut Report) -> sqlx::Result<()> {
    let rows: Vec<(Uuid, i64, String, String)> = sqlx::query_as(
        "SELECT stories.id, stories.revision, stories.slug, COALESCE(accounts.handle, '?')
           FROM stories LEFT JOIN accounts ON accounts.id = stories.account_id ORDER BY stories.id",
    )
    .fetch_all(&mut *conn)
    .await?;
    for (id, revision, slug, handle) in rows {
        let name = format!("@{handle}/{slug} ({id})");
        let story = Story { id: StoryId(id), revision: revision.unsigned_abs(), name };
        report.checked.stories += 1;
        let frozen = versions::check(conn, &story, report).await?;
        match content::document(conn, story.id).await {
            Ok(draft) => {
                draft_refers(conn, &story, &draft, report).await?;
                log(conn, &story, draft, frozen, report).await?;
            }
            Err(error) => {
                report.add(Kind::Draft, &story.name, format!("has a draft that cannot be read ({error})"), RESTORE);
            }
        }
    }
    Ok(())
}

/// Whether the columns beside the items say what the items say, and the pictures are known.
async fn draft_refers(
    conn: &mut SqliteConnection,
    story: &Story,
    draft: &StoryDocument,
    report: &mut Report,
) -> sqlx::Result<()> {
    let rows: Vec<(Uuid, Option<Uuid>)> = sqlx::query_as("SELECT id, post_id FROM items WHERE story_id = $1")
        .bind(story.id.0)
        .fetch_all(&mut *conn)
        .await?;
    let columns: BTreeMap<ItemId, Option<PostId>> =
        rows.into_iter().map(|(id, post)| (ItemId(id), post.map(PostId))).collect();
    for item in draft.items.values() {
        if columns.get(&item.id).copied().flatten() != item.body.post_id() {
            let problem = format!("has an item ({}) whose post is not the one of its row", item.id);
            report.add(Kind::Draft, &story.name, problem, RESTORE);
        }
    }
    for picture in unknown(conn, draft.own_pictures().map(|picture| picture.id).collect(), false).await? {
        let advice = "Take the picture out of the story, or restore a backup that has it.";
        report.add(Kind::Draft, &story.name, format!("shows picture {picture}, which is not known here"), advice);
    }
    Ok(())
}

/// Those of these pictures that have no row, or, if they must be here, no file by their row.
pub async fn unknown(
    conn: &mut SqliteConnection,
    pictures: BTreeSet<MediaId>,
    must_be_here: bool,
) -> sqlx::Result<BTreeSet<MediaId>> {
    let mut unknown = pictures.clone();
    let pictures: Vec<MediaId> = pictures.into_iter().collect();
    for batch in pictures.chunks(STEP) {
        let mut query = QueryBuilder::new("SELECT id FROM media WHERE (sha256 IS NOT NULL OR NOT ");
        query.push_bind(must_be_here).push(") AND id IN (");
        let mut binds = query.separated(", ");
        for id in batch {
            binds.push_bind(id.0);
        }
        query.push(")");
        let known: Vec<Uuid> = query.build_query_scalar().fetch_all(&mut *conn).await?;
        for id in known {
            unknown.remove(&MediaId(id));
        }
    }
    Ok(unknown)
}

/// Goes back from the draft to the empty story, edit by edit, and compares what was kept of moments on the way.
async fn log(
    conn: &mut SqliteConnection,
    story: &Story,
    draft: StoryDocument,
    mut frozen: Frozen,
    report: &mut Report,
) -> sqlx::Result<()> {
    let (count, first, last): (i64, Option<i64>, Option<i64>) =
        sqlx::query_as("SELECT COUNT(*), MIN(revision), MAX(revision) FROM edits WHERE story_id = $1")
            .bind(story.id.0)
            .fetch_one(&mut *conn)
            .await?;
    let whole = count.unsigned_abs() == story.revision
        && (count == 0 || (first, last) == (Some(1), Some(story.revision.cast_signed())));
    if !whole {
        report.add(Kind::Log, &story.name, "has gaps in the log of its edits", RESTORE);
        return Ok(());
    }
    let snapshots = snapshots(conn, story, report).await?;
    let mut stops: BTreeSet<u64> = (0..story.revision).step_by(STEP).chain([0]).collect();
    stops.extend(snapshots.iter().chain(frozen.keys()).filter(|revision| **revision <= story.revision));
    let (mut document, mut at) = (draft, story.revision);
    for stop in stops.into_iter().rev() {
        let Some(earlier) = back(conn, story, document, (stop, at), report).await? else { return Ok(()) };
        (document, at) = (earlier, stop);
        versions::compare(story, &document, frozen.remove(&stop).unwrap_or_default(), report);
        if snapshots.contains(&stop) {
            compare_snapshot(conn, story, stop, &document, report).await?;
        }
    }
    report.checked.edits += count.unsigned_abs();
    if !document.items.is_empty() {
        report.add(Kind::Log, &story.name, "has items that no edit has added", RESTORE);
    }
    Ok(())
}

/// The document as it was at an earlier revision; nothing, and a finding, when the log does not lead there.
async fn back(
    conn: &mut SqliteConnection,
    story: &Story,
    mut document: StoryDocument,
    (stop, at): (u64, u64),
    report: &mut Report,
) -> sqlx::Result<Option<StoryDocument>> {
    let changes = match history::store::changes(conn, story.id, stop, at).await {
        Ok(changes) => changes,
        Err(error @ sqlx::Error::ColumnDecode { .. }) => {
            let problem = format!("has an edit between {stop} and {at} that cannot be read ({error})");
            report.add(Kind::Log, &story.name, problem, RESTORE);
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    for (changes, revision) in changes.into_iter().rev().zip((0..=at).rev()) {
        if apply(&mut document, &reverse(changes)).is_err() {
            let problem = format!("is not what the log of its edits says (at revision {revision})");
            let advice = "What is shown stays; undo and history may fail before that. Restore a backup if they matter.";
            report.add(Kind::Log, &story.name, problem, advice);
            return Ok(None);
        }
    }
    Ok(Some(document))
}

async fn snapshots(conn: &mut SqliteConnection, story: &Story, report: &mut Report) -> sqlx::Result<BTreeSet<u64>> {
    let rows: Vec<i64> = sqlx::query_scalar("SELECT revision FROM snapshots WHERE story_id = $1")
        .bind(story.id.0)
        .fetch_all(conn)
        .await?;
    let snapshots: BTreeSet<u64> = rows.into_iter().map(i64::unsigned_abs).collect();
    for revision in snapshots.iter().filter(|revision| **revision > story.revision) {
        wrong_snapshot(story, *revision, report);
    }
    Ok(snapshots)
}

async fn compare_snapshot(
    conn: &mut SqliteConnection,
    story: &Story,
    revision: u64,
    document: &StoryDocument,
    report: &mut Report,
) -> sqlx::Result<()> {
    match history::store::document(conn, story.id, revision).await {
        Ok(Some(kept)) if kept == *document => {}
        Ok(_) | Err(sqlx::Error::ColumnDecode { .. }) => wrong_snapshot(story, revision, report),
        Err(error) => return Err(error),
    }
    Ok(())
}

fn wrong_snapshot(story: &Story, revision: u64, report: &mut Report) {
    let problem = format!("has a snapshot of revision {revision} that is not what it was then");
    let advice = "Nothing depends on it: delete it from the table `snapshots`, and it is made again from the log.";
    report.add(Kind::Snapshot, &story.name, problem, advice);
}
