//! A story's file, from the store.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use shared::ids::{MediaId, StoryId};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use super::Turn;
use super::file::{CarriedPicture, Content, Curator, FORMAT, FORMAT_VERSION, For, NumberedVersion, StoryFile};
use super::pictures::Pictures;
use crate::error::{AppError, AppResult};
use crate::media::StoredPicture;
use crate::posts;
use crate::publish::store::Version;
use crate::state::AppState;
use crate::stories::{content, store as stories};

/// A story's file with its pictures in it, as bytes.
///
/// # Errors
/// [`AppError::NotFound`] when the story is not there, or for readers not published; [`AppError::TooLarge`] for more
/// pictures than one file should hold.
pub async fn write(state: &AppState, id: StoryId, reader: For) -> AppResult<Vec<u8>> {
    let _turn = Turn::next().await?;
    let mut file = {
        let mut conn = state.db.acquire().await?;
        load(&mut conn, id, reader).await?
    };
    let pictures = Pictures::load(&state.media, &file.picture_ids()).await?;
    let work = tokio::task::spawn_blocking(move || {
        file.media = pictures
            .iter()
            .map(|(id, picture)| CarriedPicture { data: Some(STANDARD.encode(&picture.bytes)), ..carried(id, picture) })
            .collect();
        file.to_bytes()
    });
    Ok(work.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
}

/// A picture without its bytes.
#[must_use]
pub fn carried(id: MediaId, picture: &StoredPicture) -> CarriedPicture {
    let sha256 = picture.etag.trim_matches('"').to_owned();
    CarriedPicture { id, sha256, mime: picture.mime.clone(), data: None, file: None }
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    number: i64,
    published_at: DateTime<Utc>,
    document: Json<Version>,
}

impl VersionRow {
    fn carried(self, reader: For) -> AppResult<NumberedVersion> {
        let Version { document, posts, mut missing_pictures } = self.document.0;
        let content = Content::carried(document, posts, reader);
        let named: BTreeSet<MediaId> = content.pictures().map(|picture| picture.id).collect();
        missing_pictures.retain(|id| named.contains(id));
        let number = u32::try_from(self.number).map_err(anyhow::Error::from)?;
        Ok(NumberedVersion { number, published_at: self.published_at, content, missing_pictures })
    }
}

/// A story's file without its pictures.
///
/// # Errors
/// [`AppError::NotFound`] when the story is not there, or for readers not published.
pub async fn load(conn: &mut SqliteConnection, id: StoryId, reader: For) -> AppResult<StoryFile> {
    let row = stories::find(conn, id).await?.ok_or(AppError::NotFound)?;
    let published_version = row.publication("").map(|publication| publication.version);
    // Readers get the version they see.
    let only = match reader {
        For::Curator => None,
        For::Readers => Some(published_version.ok_or(AppError::NotFound)?),
    };
    let rows: Vec<VersionRow> = sqlx::query_as(
        "SELECT number, published_at, document FROM versions
          WHERE story_id = $1 AND ($2 IS NULL OR number = $2)
          ORDER BY number",
    )
    .bind(id.0)
    .bind(only)
    .fetch_all(&mut *conn)
    .await?;
    let versions = rows.into_iter().map(|row| row.carried(reader)).collect::<AppResult<Vec<_>>>()?;
    let draft = match reader {
        For::Curator => {
            let document = content::document(conn, id).await?;
            let posts = posts::store::of_document(conn, &document).await?;
            Some(Content::carried(document, posts, reader))
        }
        For::Readers => None,
    };
    // Readers learn when the story changed for them, not when its curator last worked on it.
    let published_at = versions.last().map(|version| version.published_at);
    let (created_at, updated_at) = match (reader, published_at) {
        (For::Readers, Some(at)) => (row.first_published_at().unwrap_or(at), at),
        _ => (row.created_at, row.updated_at),
    };
    Ok(StoryFile {
        format: FORMAT.to_owned(),
        format_version: FORMAT_VERSION,
        curator: Curator { handle: row.owner().to_owned(), name: row.curator.clone() },
        created_at,
        updated_at,
        first_published_at: row.first_published_at(),
        slug: row.slug,
        published_version,
        draft,
        versions,
        media: Vec::new(),
    })
}
