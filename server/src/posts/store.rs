//! The SQL of posts.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use sha2::{Digest, Sha256};
use shared::ids::PostId;
use shared::post::{Post, PostState, SourceKind};
use shared::story::StoryDocument;
use sqlx::SqliteConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::media::MediaStore;
use crate::sources::Captured;

/// Keeps a captured post and gives it back as it is now known.
///
/// A post seen before keeps its identifier; its snapshot is renewed when its author changed it. A post that was
/// withdrawn from Sheaf stays withdrawn, whoever finds it again.
pub async fn save(conn: &mut SqliteConnection, media: &MediaStore, mut captured: Captured) -> sqlx::Result<Post> {
    let mut numbers = HashMap::new();
    for (id, origin) in &captured.pictures {
        numbers.insert(*id, media.register(conn, *id, origin).await?);
    }
    captured.renumber(&numbers);
    // Who passed it on belongs to this answer, not to the post.
    let reposted_by = captured.post.reposted_by.take();
    let known = find_by_uri(conn, captured.post.source, &captured.post.uri).await?;
    // A hashtag's page does not say which post an answer belongs to; what a thread said about it earlier stays true.
    if let (None, Some((earlier, _))) = (&captured.post.reply_to, &known) {
        captured.post.reply_to.clone_from(&earlier.reply_to);
    }
    let hash = content_hash(&captured.post);
    let mut post = match known {
        Some((post, _)) if post.state == PostState::Withdrawn => post,
        Some((post, stored_hash)) if stored_hash == hash => post,
        Some((earlier, _)) => {
            captured.post.id = earlier.id;
            renew(conn, &captured, &hash).await?;
            captured.post
        }
        None => {
            insert(conn, &captured, &hash).await?;
            captured.post
        }
    };
    post.reposted_by = reposted_by;
    Ok(post)
}

/// A fingerprint of what the author made: changes when they edit the post, not when it is captured again.
fn content_hash(post: &Post) -> String {
    let made = Post {
        id: PostId(Uuid::nil()),
        captured_at: DateTime::UNIX_EPOCH,
        captured_via: String::new(),
        state: PostState::Live,
        ..post.clone()
    };
    hex::encode(Sha256::digest(serde_json::to_vec(&made).unwrap_or_default()))
}

async fn insert(conn: &mut SqliteConnection, captured: &Captured, hash: &str) -> sqlx::Result<()> {
    let post = &captured.post;
    sqlx::query(
        "INSERT INTO posts (id, source, uri, published_at, captured_at, state, content_hash, snapshot, raw)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(post.id.0)
    .bind(post.source.key())
    .bind(&post.uri)
    .bind(post.published_at)
    .bind(post.captured_at)
    .bind(state_key(post.state))
    .bind(hash)
    .bind(Json(post))
    .bind(Json(&captured.raw))
    .execute(conn)
    .await?;
    Ok(())
}

async fn renew(conn: &mut SqliteConnection, captured: &Captured, hash: &str) -> sqlx::Result<()> {
    let post = &captured.post;
    sqlx::query(
        "UPDATE posts SET captured_at = $1, state = $2, content_hash = $3, snapshot = $4, raw = $5 WHERE id = $6",
    )
    .bind(post.captured_at)
    .bind(state_key(post.state))
    .bind(hash)
    .bind(Json(post))
    .bind(Json(&captured.raw))
    .bind(post.id.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps a post that came in a file and was not known here.
///
/// Its fingerprint is none, so that the first answer of its source renews it: a file is not believed against a source.
pub async fn insert_carried(conn: &mut SqliteConnection, post: &Post) -> sqlx::Result<()> {
    let mut post = post.clone();
    post.reposted_by = None;
    let raw = serde_json::json!({ "imported": true });
    insert(conn, &Captured { post, pictures: Vec::new(), raw }, "imported").await
}

/// The post that a source calls so, as it is known here.
pub async fn known(conn: &mut SqliteConnection, source: SourceKind, uri: &str) -> sqlx::Result<Option<Post>> {
    Ok(find_by_uri(conn, source, uri).await?.map(|(post, _)| post))
}

const fn state_key(state: PostState) -> &'static str {
    match state {
        PostState::Live => "live",
        PostState::Edited => "edited",
        PostState::Deleted => "deleted",
        PostState::Withdrawn => "withdrawn",
    }
}

async fn find_by_uri(
    conn: &mut SqliteConnection,
    source: SourceKind,
    uri: &str,
) -> sqlx::Result<Option<(Post, String)>> {
    let row: Option<(Json<Post>, String)> =
        sqlx::query_as("SELECT snapshot, content_hash FROM posts WHERE source = $1 AND uri = $2")
            .bind(source.key())
            .bind(uri)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|(post, hash)| (post.0, hash)))
}

/// One post.
pub async fn find(conn: &mut SqliteConnection, id: PostId) -> sqlx::Result<Option<Post>> {
    let row: Option<(Json<Post>,)> =
        sqlx::query_as("SELECT snapshot FROM posts WHERE id = $1").bind(id.0).fetch_optional(conn).await?;
    Ok(row.map(|(post,)| post.0))
}

/// Several posts by identifier; those that are not there are left out.
pub async fn many(conn: &mut SqliteConnection, ids: &[PostId]) -> sqlx::Result<BTreeMap<PostId, Post>> {
    let mut posts = BTreeMap::new();
    // SQLite and PostgreSQL both bound the number of parameters; a long story has thousands of posts.
    for chunk in ids.chunks(500) {
        let mut query = sqlx::QueryBuilder::new("SELECT snapshot FROM posts WHERE id IN (");
        let mut list = query.separated(", ");
        for id in chunk {
            list.push_bind(id.0);
        }
        query.push(")");
        let rows: Vec<(Json<Post>,)> = query.build_query_as().fetch_all(&mut *conn).await?;
        posts.extend(rows.into_iter().map(|(post,)| (post.0.id, post.0)));
    }
    Ok(posts)
}

/// The posts that a story's items show.
pub async fn of_document(
    conn: &mut SqliteConnection,
    document: &StoryDocument,
) -> sqlx::Result<BTreeMap<PostId, Post>> {
    let ids: Vec<PostId> = document.items.values().filter_map(|item| item.body.post_id()).collect();
    many(conn, &ids).await
}
