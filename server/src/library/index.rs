//! The SQL of the library. SQLite's full-text search (FTS5): the one place, with its migration, that knows the engine.

use shared::ids::PostId;
use shared::media::Attachment;
use shared::post::{Post, Quote};
use sqlx::types::Json;
use sqlx::{SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::fold::{fold, tags};
use crate::db::begin_write;

/// How many posts are read into the index in one transaction.
const BATCH: i64 = 500;

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    /// Everything.
    All,
    /// A full-text expression.
    Match(String),
    /// A post at an address, and answers to nothing else.
    Address(String),
}

/// Where a page ends: the time and number of its last entry.
pub(super) type Place = (i64, i64);

/// Leaves a post out that has just been written. It comes in when its snapshot changes.
///
/// # Errors
/// When the database fails.
pub async fn leave_out(conn: &mut SqliteConnection, id: PostId) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM library_queue WHERE post_id = $1").bind(id.0).execute(conn).await?;
    Ok(())
}

/// Reads what has been captured since the last time.
///
/// # Errors
/// When the database fails.
pub(super) async fn catch_up(db: &SqlitePool) -> sqlx::Result<()> {
    let waiting = "SELECT EXISTS (SELECT 1 FROM library_queue)";
    while sqlx::query_scalar::<_, bool>(waiting).fetch_one(db).await? {
        let mut tx = begin_write(db).await?;
        let rows: Vec<(Uuid, Json<Post>)> =
            sqlx::query_as("SELECT id, snapshot FROM posts JOIN library_queue ON post_id = id LIMIT $1")
                .bind(BATCH)
                .fetch_all(&mut *tx)
                .await?;
        for (id, Json(post)) in rows {
            put(&mut tx, id, &post).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn put(conn: &mut SqliteConnection, id: Uuid, post: &Post) -> sqlx::Result<()> {
    let number: i64 = sqlx::query_scalar(
        "INSERT INTO library_entries (post_id, at, uri, url) VALUES ($1, $2, $3, $4)
         ON CONFLICT (post_id) DO UPDATE SET at = excluded.at, uri = excluded.uri, url = excluded.url
         RETURNING number",
    )
    .bind(id)
    .bind(post.published_at.unwrap_or(post.captured_at).timestamp_millis())
    .bind(&post.uri)
    .bind(&post.url)
    .fetch_one(&mut *conn)
    .await?;
    let words = words(post);
    sqlx::query("INSERT OR REPLACE INTO library_words (rowid, author, words, tags) VALUES ($1, $2, $3, $4)")
        .bind(number)
        .bind(fold(&format!("{} {}", post.author.name, post.author.handle)))
        .bind(fold(&words))
        .bind(tags(&words))
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM library_queue WHERE post_id = $1").bind(id).execute(conn).await?;
    Ok(())
}

/// Everything in a post that can be read: its words, descriptions of what it shows, the page it links to, its quote.
fn words(post: &Post) -> String {
    let mut words = vec![post.text.to_text()];
    words.extend(post.warning.clone());
    let described = post.attachments.iter().map(|attachment| match attachment {
        Attachment::Picture(picture) => picture.alt.clone(),
        Attachment::Video { alt, .. } | Attachment::Audio { alt } => alt.clone(),
    });
    words.extend(described);
    if let Some(card) = &post.card {
        words.extend([card.title.clone(), card.description.clone(), card.site.clone()]);
    }
    if let Some(Quote::Shown { text, author, .. }) = post.quote.as_deref() {
        words.extend([author.name.clone(), text.to_text()]);
    }
    words.join("\n")
}

/// One page of entries, newest first, after a place.
///
/// # Errors
/// When the database fails.
pub(super) async fn page(
    conn: &mut SqliteConnection,
    lookup: &Lookup,
    after: Option<Place>,
    limit: i64,
) -> sqlx::Result<Vec<(PostId, Place)>> {
    let (found, sought) = match lookup {
        Lookup::All => ("$1 IS NULL", None),
        Lookup::Match(words) => {
            ("number IN (SELECT rowid FROM library_words WHERE library_words MATCH $1)", Some(words))
        }
        Lookup::Address(address) => ("(uri = $1 OR url = $1)", Some(address)),
    };
    let sql = format!(
        "SELECT post_id, at, number FROM library_entries
         WHERE {found} AND (at, number) < ($2, $3) ORDER BY at DESC, number DESC LIMIT $4"
    );
    let (at, number) = after.unwrap_or((i64::MAX, i64::MAX));
    // The text is one of three written above.
    let rows: Vec<(Uuid, i64, i64)> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(sought).bind(at).bind(number).bind(limit).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(id, at, number)| (PostId(id), (at, number))).collect())
}
