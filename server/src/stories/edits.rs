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

use super::content::{self, Head};
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
    let Head { earlier, revision: current, fields } = content::head(conn, story, edit.edit_id).await?;
    if let Some(earlier) = earlier {
        return Ok(earlier);
    }
    if edit.base_revision > current {
        let detail = "This edit names a revision that the story has not reached. Reload the story and try again.";
        return Err(AppError::Invalid(detail.to_owned()));
    }
    check_shape(&edit.changes)?;
    check_references(conn, &edit.changes).await?;
    let mut document = touched(conn, story, fields, &edit.changes).await?;
    let changes =
        rebase(&document, edit.changes).map_err(|conflicts| AppError::Conflict { conflicts, revision: current })?;
    let rebased = edit.base_revision < current;
    if changes.is_empty() {
        return Ok(EditAccepted { revision: current, rebased });
    }
    apply(&mut document, &changes).map_err(|conflicts| AppError::Conflict { conflicts, revision: current })?;
    document.check()?;
    if changes.presentation.is_some() {
        document.presentation.check().map_err(|error| AppError::Invalid(error.to_string()))?;
    }
    check_count(conn, story, &changes).await?;
    let revision = current + 1;
    write(conn, story, &changes).await?;
    let accepted = Accepted { story, revision, edit_id: edit.edit_id, author, kind: edit.kind, rebased, now };
    record(conn, accepted, &document, &changes).await?;
    Ok(EditAccepted { revision, rebased })
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
async fn touched(
    conn: &mut SqliteConnection,
    story: StoryId,
    fields: StoryDocument,
    changes: &Changes,
) -> sqlx::Result<StoryDocument> {
    let named = changes.added.keys().chain(changes.updated.keys()).chain(changes.removed.keys());
    let named: Vec<ItemId> = named.copied().collect();
    let items = if named.is_empty() { Default::default() } else { content::items(conn, story, &named).await? };
    Ok(StoryDocument { items, ..fields })
}

async fn check_count(conn: &mut SqliteConnection, story: StoryId, changes: &Changes) -> AppResult<()> {
    // Counting reads every key of the story: not for somebody who types.
    if changes.added.is_empty() {
        return Ok(());
    }
    let items = content::count_items(conn, story).await? + changes.added.len();
    let length = items.saturating_sub(changes.removed.len());
    if length > MAX_ITEMS {
        return Err(LimitExceeded { what: "story (in items)", length, most: MAX_ITEMS }.into());
    }
    Ok(())
}

/// Writes the items that the changes name.
async fn write(conn: &mut SqliteConnection, story: StoryId, changes: &Changes) -> sqlx::Result<()> {
    for id in changes.removed.keys() {
        content::remove_item(conn, story, *id).await?;
    }
    for item in changes.updated.values().map(|change| &change.to).chain(changes.added.values()) {
        content::put_item(conn, story, item).await?;
    }
    Ok(())
}

/// An accepted edit, for the log.
struct Accepted {
    story: StoryId,
    revision: u64,
    edit_id: EditId,
    author: AccountId,
    kind: EditKind,
    rebased: bool,
    now: DateTime<Utc>,
}

/// Brings the story to its new revision and logs the edit that did. The two statements go to SQLite's thread as one:
/// the way there takes longer than they do.
async fn record(
    conn: &mut SqliteConnection,
    edit: Accepted,
    document: &StoryDocument,
    changes: &Changes,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE stories
            SET title = $9, introduction = $10, cover = $11, presentation = $12, revision = $2, updated_at = $8
          WHERE id = $1;
         INSERT INTO edits (story_id, revision, edit_id, account_id, kind, changes, rebased, accepted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(edit.story.0)
    .bind(edit.revision.cast_signed())
    .bind(edit.edit_id.0)
    .bind(edit.author.0)
    .bind(edit.kind.key())
    .bind(Json(changes))
    .bind(edit.rebased)
    .bind(edit.now)
    .bind(&document.title)
    .bind(&document.introduction)
    .bind(document.cover.as_ref().map(Json))
    .bind((!document.presentation.is_default()).then_some(Json(&document.presentation)))
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
