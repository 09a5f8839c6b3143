//! Captured posts.

use futures::TryStreamExt as _;
use shared::post::Post;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

use super::{Kind, RESTORE, Report};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    source: String,
    uri: String,
    snapshot: String,
}

/// Whether each can be read, and is the one that its row says.
pub async fn check(conn: &mut SqliteConnection, report: &mut Report) -> sqlx::Result<()> {
    let mut rows = sqlx::query_as("SELECT id, source, uri, snapshot FROM posts ORDER BY id").fetch(conn);
    while let Some(row) = rows.try_next().await? {
        let Row { id, source, uri, snapshot } = row;
        report.checked.posts += 1;
        let problem = match serde_json::from_str::<Post>(&snapshot) {
            Err(error) => format!("cannot be read ({error})"),
            Ok(post) if (post.id.0, post.source.key(), &post.uri) != (id, source.as_str(), &uri) => {
                "is another post than its row says".to_owned()
            }
            Ok(_) => continue,
        };
        report.add(Kind::Post, format!("Post {id} ({uri})"), problem, RESTORE);
    }
    Ok(())
}
