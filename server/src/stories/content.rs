//! The SQL of what stories say: their fields and items, as edits find and leave them.

use std::collections::BTreeMap;

use shared::api::EditAccepted;
use shared::ids::{EditId, ItemId, StoryId};
use shared::item::{Item, ItemBody};
use shared::media::Picture;
use shared::presentation::Presentation;
use shared::story::StoryDocument;
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct FieldsRow {
    title: String,
    introduction: String,
    cover: Option<Json<Picture>>,
    presentation: Option<Json<Presentation>>,
}

impl FieldsRow {
    fn into_document(self) -> StoryDocument {
        let cover = self.cover.map(|cover| cover.0);
        let presentation = self.presentation.map(|presentation| presentation.0).unwrap_or_default();
        let items = Default::default();
        StoryDocument { title: self.title, introduction: self.introduction, cover, presentation, items }
    }
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: Uuid,
    order_key: String,
    body: Json<ItemBody>,
}

impl ItemRow {
    fn into_item(self) -> sqlx::Result<Item> {
        let order = self.order_key.try_into().map_err(|error| sqlx::Error::ColumnDecode {
            index: format!("items.order_key of {}", self.id),
            source: Box::new(error),
        })?;
        Ok(Item { id: ItemId(self.id), order, body: self.body.0 })
    }
}

/// A story's document without its items.
pub async fn fields(conn: &mut SqliteConnection, id: StoryId) -> sqlx::Result<StoryDocument> {
    let row: FieldsRow = sqlx::query_as("SELECT title, introduction, cover, presentation FROM stories WHERE id = $1")
        .bind(id.0)
        .fetch_one(conn)
        .await?;
    Ok(row.into_document())
}

/// What an edit meets.
pub struct Head {
    /// What the very same edit was answered before.
    pub earlier: Option<EditAccepted>,
    /// How many edits the story has had.
    pub revision: u64,
    /// The story's document without its items.
    pub fields: StoryDocument,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    revision: i64,
    earlier: Option<i64>,
    rebased: Option<bool>,
    #[sqlx(flatten)]
    fields: FieldsRow,
}

/// What an edit meets, in one question: twenty people who type ask it all the time.
pub async fn head(conn: &mut SqliteConnection, id: StoryId, edit: EditId) -> sqlx::Result<Head> {
    let row: HeadRow = sqlx::query_as(
        "SELECT stories.revision, stories.title, stories.introduction, stories.cover, stories.presentation,
                edits.revision AS earlier, edits.rebased
           FROM stories
           LEFT JOIN edits ON edits.story_id = stories.id AND edits.edit_id = $2
          WHERE stories.id = $1",
    )
    .bind(id.0)
    .bind(edit.0)
    .fetch_one(conn)
    .await?;
    let accepted = |(revision, rebased): (i64, bool)| EditAccepted { revision: revision.unsigned_abs(), rebased };
    Ok(Head {
        earlier: row.earlier.zip(row.rebased).map(accepted),
        revision: row.revision.unsigned_abs(),
        fields: row.fields.into_document(),
    })
}

/// A story's whole document.
pub async fn document(conn: &mut SqliteConnection, id: StoryId) -> sqlx::Result<StoryDocument> {
    let mut document = fields(&mut *conn, id).await?;
    let rows: Vec<ItemRow> =
        sqlx::query_as("SELECT id, order_key, body FROM items WHERE story_id = $1").bind(id.0).fetch_all(conn).await?;
    for row in rows {
        let item = row.into_item()?;
        document.items.insert(item.id, item);
    }
    Ok(document)
}

/// Those of some items that a story has.
pub async fn items(
    conn: &mut SqliteConnection,
    story: StoryId,
    named: &[ItemId],
) -> sqlx::Result<BTreeMap<ItemId, Item>> {
    let named: Vec<String> = named.iter().map(|id| id.0.simple().to_string()).collect();
    let rows: Vec<ItemRow> = sqlx::query_as(
        "SELECT id, order_key, body FROM items
          WHERE story_id = $1 AND id IN (SELECT unhex(value) FROM json_each($2))",
    )
    .bind(story.0)
    .bind(Json(named))
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| row.into_item().map(|item| (item.id, item))).collect()
}

/// How many items a story has.
pub async fn count_items(conn: &mut SqliteConnection, story: StoryId) -> sqlx::Result<usize> {
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM items WHERE story_id = $1").bind(story.0).fetch_one(conn).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Adds an item or overwrites it.
pub async fn put_item(conn: &mut SqliteConnection, story: StoryId, item: &Item) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO items (story_id, id, order_key, post_id, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (story_id, id) DO UPDATE SET
             order_key = excluded.order_key, post_id = excluded.post_id, body = excluded.body",
    )
    .bind(story.0)
    .bind(item.id.0)
    .bind(item.order.as_str())
    .bind(item.body.post_id().map(|post| post.0))
    .bind(Json(&item.body))
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes an item.
pub async fn remove_item(conn: &mut SqliteConnection, story: StoryId, id: ItemId) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM items WHERE story_id = $1 AND id = $2").bind(story.0).bind(id.0).execute(conn).await?;
    Ok(())
}
