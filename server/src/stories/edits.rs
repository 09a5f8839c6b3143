//! Accepting edits, and the log of them.

use chrono::{DateTime, Utc};
use shared::api::{EditAccepted, LoggedEdit, NewEdit};
use shared::edit::{Changes, EditKind, apply, rebase};
use shared::ids::{AccountId, EditId, ItemId, MediaId, PostId, StoryId};
use shared::item::ItemBody;
use shared::story::{LimitExceeded, MAX_ITEMS, StoryDocument};
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::store;
use crate::error::{AppError, AppResult};

/// Applies an edit to a story, or says why not; in a transaction of the caller's.
///
/// The same `edit_id` again gives the same answer and changes nothing, so a sender that did not hear the answer may
/// simply repeat. Only the items that the edit touches are read, so its cost does not grow with the story.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else changed the same place, [`AppError::Invalid`] for an edit that cannot
/// be, [`AppError::TooLarge`] for what would pass the limits.
pub async fn accept(
    conn: &mut SqliteConnection,
    story: StoryId,
    author: AccountId,
    edit: NewEdit,
    now: DateTime<Utc>,
) -> AppResult<EditAccepted> {
    if let Some(earlier) = accepted(conn, story, edit.edit_id).await? {
        return Ok(earlier);
    }
    let current = revision(conn, story).await?;
    if edit.base_revision > current {
        let detail = "This edit names a revision that the story has not reached. Reload the story and try again.";
        return Err(AppError::Invalid(detail.to_owned()));
    }
    check_shape(&edit.changes)?;
    check_references(conn, &edit.changes).await?;
    let mut document = touched(conn, story, &edit.changes).await?;
    let changes =
        rebase(&document, edit.changes).map_err(|conflicts| AppError::Conflict { conflicts, revision: current })?;
    let rebased = edit.base_revision < current;
    if changes.is_empty() {
        let answer = EditAccepted { revision: current, rebased };
        settle(conn, story, edit.edit_id, &answer).await?;
        return Ok(answer);
    }
    apply(&mut document, &changes).map_err(|conflicts| AppError::Conflict { conflicts, revision: current })?;
    document.check()?;
    if changes.presentation.is_some() {
        document.presentation.check().map_err(|error| AppError::Invalid(error.to_string()))?;
    }
    check_count(conn, story, &changes).await?;
    let revision = current + 1;
    write(conn, story, &document, &changes, revision, now).await?;
    let logged = LoggedRow { story, revision, edit_id: edit.edit_id, author, kind: edit.kind, rebased, now };
    log(conn, logged, &changes).await?;
    Ok(EditAccepted { revision, rebased })
}

async fn accepted(conn: &mut SqliteConnection, story: StoryId, edit: EditId) -> sqlx::Result<Option<EditAccepted>> {
    let row: Option<(i64, bool)> = sqlx::query_as(
        "SELECT revision, rebased FROM edits WHERE story_id = $1 AND edit_id = $2
             UNION ALL
             SELECT revision, rebased FROM settled_edits WHERE story_id = $1 AND edit_id = $2",
    )
    .bind(story.0)
    .bind(edit.0)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|(revision, rebased)| EditAccepted { revision: revision.unsigned_abs(), rebased }))
}

/// Remembers an edit that changed nothing, and what was answered.
async fn settle(conn: &mut SqliteConnection, story: StoryId, edit: EditId, answer: &EditAccepted) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO settled_edits (story_id, edit_id, revision, rebased) VALUES ($1, $2, $3, $4)")
        .bind(story.0)
        .bind(edit.0)
        .bind(answer.revision.cast_signed())
        .bind(answer.rebased)
        .execute(conn)
        .await?;
    Ok(())
}

/// The edits that were settled without a change since the story reached a revision: a sender who did not hear the
/// answer learns of them here, since the log does not have them.
///
/// # Errors
/// When the store cannot be read.
pub async fn settled_since(conn: &mut SqliteConnection, story: StoryId, revision: u64) -> sqlx::Result<Vec<EditId>> {
    let ids: Vec<Uuid> =
        sqlx::query_scalar("SELECT edit_id FROM settled_edits WHERE story_id = $1 AND revision >= $2 ORDER BY edit_id")
            .bind(story.0)
            .bind(i64::try_from(revision).unwrap_or(i64::MAX))
            .fetch_all(conn)
            .await?;
    Ok(ids.into_iter().map(EditId).collect())
}

async fn revision(conn: &mut SqliteConnection, story: StoryId) -> sqlx::Result<u64> {
    let revision: i64 =
        sqlx::query_scalar("SELECT revision FROM stories WHERE id = $1").bind(story.0).fetch_one(conn).await?;
    Ok(revision.unsigned_abs())
}

/// Keys and records must name the same item, and an item may be in one place of an edit only.
fn check_shape(changes: &Changes) -> AppResult<()> {
    let added = changes.added.iter().all(|(id, item)| *id == item.id);
    let updated = changes.updated.iter().all(|(id, change)| *id == change.from.id && *id == change.to.id);
    let removed = changes.removed.iter().all(|(id, item)| *id == item.id);
    let once = changes.updated.keys().all(|id| !changes.added.contains_key(id) && !changes.removed.contains_key(id))
        && changes.added.keys().all(|id| !changes.removed.contains_key(id));
    if added && updated && removed && once {
        return Ok(());
    }
    Err(AppError::Invalid("This edit contradicts itself: an item is named twice or under another's key.".to_owned()))
}

/// Posts must be captured and pictures uploaded before an edit may refer to them.
async fn check_references(conn: &mut SqliteConnection, changes: &Changes) -> AppResult<()> {
    let bodies = changes.added.values().chain(changes.updated.values().map(|change| &change.to)).map(|item| &item.body);
    let cover = changes.cover.iter().filter_map(|change| change.to.as_ref());
    let mut pictures: Vec<MediaId> = cover.map(|picture| picture.id).collect();
    for body in bodies {
        match body {
            ItemBody::Post { post, .. } if !post_exists(conn, *post).await? => {
                return Err(AppError::Invalid(
                    "This edit adds a post that was never captured. Add it again.".to_owned(),
                ));
            }
            ItemBody::Picture { picture, .. } => pictures.push(picture.id),
            _ => {}
        }
    }
    for picture in pictures {
        if !picture_exists(conn, picture).await? {
            return Err(AppError::Invalid(
                "This edit adds a picture that was never uploaded. Add it again.".to_owned(),
            ));
        }
    }
    Ok(())
}

async fn post_exists(conn: &mut SqliteConnection, id: PostId) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM posts WHERE id = $1)").bind(id.0).fetch_one(conn).await
}

async fn picture_exists(conn: &mut SqliteConnection, id: MediaId) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM media WHERE id = $1)").bind(id.0).fetch_one(conn).await
}

/// The story's document with only those items that the changes name.
async fn touched(conn: &mut SqliteConnection, story: StoryId, changes: &Changes) -> sqlx::Result<StoryDocument> {
    let mut document = store::fields(conn, story).await?;
    let named = changes.added.keys().chain(changes.updated.keys()).chain(changes.removed.keys());
    for id in named.copied().collect::<Vec<ItemId>>() {
        if let Some(item) = store::item(conn, story, id).await? {
            document.items.insert(id, item);
        }
    }
    Ok(document)
}

async fn check_count(conn: &mut SqliteConnection, story: StoryId, changes: &Changes) -> AppResult<()> {
    // Counting reads every key of the story: not for somebody who types.
    if changes.added.is_empty() {
        return Ok(());
    }
    let items = store::count_items(conn, story).await? + changes.added.len();
    let length = items.saturating_sub(changes.removed.len());
    if length > MAX_ITEMS {
        return Err(LimitExceeded { what: "story (in items)", length, most: MAX_ITEMS }.into());
    }
    Ok(())
}

async fn write(
    conn: &mut SqliteConnection,
    story: StoryId,
    document: &StoryDocument,
    changes: &Changes,
    revision: u64,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    for id in changes.removed.keys() {
        store::remove_item(conn, story, *id).await?;
    }
    for item in changes.updated.values().map(|change| &change.to).chain(changes.added.values()) {
        store::put_item(conn, story, item).await?;
    }
    store::put_fields(conn, story, document, revision, now).await
}

struct LoggedRow {
    story: StoryId,
    revision: u64,
    edit_id: EditId,
    author: AccountId,
    kind: EditKind,
    rebased: bool,
    now: DateTime<Utc>,
}

async fn log(conn: &mut SqliteConnection, row: LoggedRow, changes: &Changes) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO edits (story_id, revision, edit_id, account_id, kind, changes, rebased, accepted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(row.story.0)
    .bind(row.revision.cast_signed())
    .bind(row.edit_id.0)
    .bind(row.author.0)
    .bind(row.kind.key())
    .bind(Json(changes))
    .bind(row.rebased)
    .bind(row.now)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct EditRow {
    edit_id: Uuid,
    revision: i64,
    handle: String,
    accepted_at: DateTime<Utc>,
    changes: Json<Changes>,
}

/// The edits after a revision, in the order they were accepted.
///
/// # Errors
/// When the store cannot be read.
pub async fn since(conn: &mut SqliteConnection, story: StoryId, revision: u64) -> AppResult<Vec<LoggedEdit>> {
    page(conn, story, revision, u32::MAX).await
}

/// The first edits after a revision, at most so many.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(conn: &mut SqliteConnection, story: StoryId, revision: u64, most: u32) -> AppResult<Vec<LoggedEdit>> {
    let rows: Vec<EditRow> = sqlx::query_as(
        "SELECT edits.edit_id, edits.revision, accounts.handle, edits.accepted_at, edits.changes
           FROM edits
           JOIN accounts ON accounts.id = edits.account_id
          WHERE edits.story_id = $1 AND edits.revision > $2
          ORDER BY edits.revision
          LIMIT $3",
    )
    .bind(story.0)
    .bind(i64::try_from(revision).unwrap_or(i64::MAX))
    .bind(most)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(into_logged).collect()
}

fn into_logged(row: EditRow) -> AppResult<LoggedEdit> {
    let author = row.handle.parse().map_err(|error| anyhow::anyhow!("accounts.handle “{}”: {error}", row.handle))?;
    Ok(LoggedEdit {
        edit_id: EditId(row.edit_id),
        revision: row.revision.unsigned_abs(),
        author,
        accepted_at: row.accepted_at,
        changes: row.changes.0,
    })
}
