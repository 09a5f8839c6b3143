//! Writing a story that came in a file; in a transaction of the caller's.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::api::NewEdit;
use shared::difference::difference;
use shared::edit::EditKind;
use shared::ids::{EditId, MediaId, PostId, StoryId};
use shared::item::ItemBody;
use shared::post::{Post, PostState};
use shared::story::StoryDocument;
use sqlx::SqliteConnection;

use super::ImportedStory;
use crate::accounts::store::Account;
use crate::error::{AppError, AppResult};
use crate::exports::file::{Content, StoryFile};
use crate::media::{self, Kept};
use crate::{library, posts, publish, stories};

/// Writes a story of an account.
pub(super) async fn write(
    conn: &mut SqliteConnection,
    account: &Account,
    mut file: StoryFile,
    kept: &BTreeMap<String, Kept>,
    now: DateTime<Utc>,
) -> AppResult<ImportedStory> {
    let pictures = adopt(conn, account, &file, kept, now).await?;
    for content in file.contents_mut() {
        rename(content, &pictures);
    }
    let drafted = file.draft.take().or_else(|| file.versions.last().map(|version| version.content.clone()));
    let mut draft = drafted.ok_or(AppError::NotFound)?;
    keep_posts(conn, &mut draft).await?;
    let title = draft.document.title.clone();
    let id = stories::store::create(conn, account.id, &title, now).await?;
    // One edit makes the whole of it, so the log leads to the document as that of any story does.
    let changes = difference(&StoryDocument { title: title.clone(), ..StoryDocument::default() }, &draft.document);
    let edit = NewEdit { edit_id: EditId::fresh(), base_revision: 0, kind: EditKind::Do, changes };
    let revision = stories::edits::accept(conn, id, account.id, edit, now).await?.revision;
    for mut version in std::mem::take(&mut file.versions) {
        know_posts(conn, &mut version.content).await?;
        // A later revision than the version's says that the draft has changed since.
        let at = if version.content.document == draft.document { revision } else { 0 };
        let frozen = version.content.into_version(version.missing_pictures);
        publish::store::insert(conn, (id, at), i64::from(version.number), &frozen, version.published_at).await?;
    }
    let slug = settle(conn, account, id, &file).await?;
    Ok(ImportedStory { id, slug, title })
}

/// Makes the story's pictures ours; gives the new identifier of those that cannot keep theirs.
async fn adopt(
    conn: &mut SqliteConnection,
    account: &Account,
    file: &StoryFile,
    kept: &BTreeMap<String, Kept>,
    now: DateTime<Utc>,
) -> AppResult<BTreeMap<MediaId, MediaId>> {
    let mut renamed = BTreeMap::new();
    for picture in &file.media {
        let Some(kept) = kept.get(&picture.sha256) else { continue };
        let id = media::store::adopt(conn, picture.id, account.id, kept, now).await?;
        if id != picture.id {
            renamed.insert(picture.id, id);
        }
    }
    // Pictures that could not be copied there are known here, so that the story may name them.
    for content in file.contents() {
        for picture in content.pictures() {
            media::store::reserve(conn, picture.id, now).await?;
        }
    }
    Ok(renamed)
}

fn rename(content: &mut Content, pictures: &BTreeMap<MediaId, MediaId>) {
    if pictures.is_empty() {
        return;
    }
    let new = |id: MediaId| pictures.get(&id).copied().unwrap_or(id);
    content.document.cover.iter_mut().for_each(|cover| cover.id = new(cover.id));
    for item in content.document.items.values_mut() {
        match &mut item.body {
            ItemBody::Picture { picture, .. } => picture.id = new(picture.id),
            ItemBody::Post { display, .. } => {
                display.alts = std::mem::take(&mut display.alts).into_iter().map(|(id, alt)| (new(id), alt)).collect();
            }
            _ => {}
        }
    }
    for post in content.posts.values_mut() {
        let before = post.emoji.clone();
        post.pictures_mut().for_each(|picture| picture.id = new(picture.id));
        for (old, new) in before.iter().zip(post.emoji.clone()) {
            post.texts_mut().for_each(|text| text.replace_address(&old.src(), &new.src()));
        }
    }
}

/// Keeps the posts of a draft. One that is known here stays as it is known: a file does not change what others see.
async fn keep_posts(conn: &mut SqliteConnection, content: &mut Content) -> AppResult<()> {
    know_posts(conn, content).await?;
    for post in content.posts.values() {
        if posts::store::find(conn, post.id).await?.is_none() {
            posts::store::insert_carried(conn, post).await?;
            // Others find a post in the library when its source has said so itself.
            library::leave_out(conn, post.id).await?;
        }
    }
    Ok(())
}

/// Calls posts as they are called here. What was withdrawn here stays withdrawn, whatever a file says.
async fn know_posts(conn: &mut SqliteConnection, content: &mut Content) -> AppResult<()> {
    let mut ids: BTreeMap<PostId, PostId> = BTreeMap::new();
    for post in content.posts.values_mut() {
        if let Some(known) = posts::store::known(conn, post.source, &post.uri).await? {
            ids.insert(post.id, known.id);
            if known.state == PostState::Withdrawn {
                *post = Post { id: post.id, ..known };
            }
        }
    }
    content.renumber(&ids);
    Ok(())
}

/// Gives the story its address and its times.
async fn settle(conn: &mut SqliteConnection, account: &Account, id: StoryId, file: &StoryFile) -> AppResult<String> {
    let slug = stories::store::free_slug_like(conn, account.id, &file.slug, id).await?;
    sqlx::query(
        "UPDATE stories SET slug = $1, created_at = $2, updated_at = $3, published_version = $4, first_published_at = $5
          WHERE id = $6",
    )
    .bind(&slug)
    .bind(file.created_at)
    .bind(file.updated_at)
    .bind(file.published_version)
    .bind(file.first_published_at)
    .bind(id.0)
    .execute(conn)
    .await?;
    Ok(slug)
}
