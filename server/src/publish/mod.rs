//! Publishing: making immutable versions, and serving them to readers.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use shared::api::Published;
use shared::ids::MediaId;
use shared::post::{Post, PostState};
use shared::story::StoryDocument;

use crate::db::begin_write;
use crate::embeds::embed_html;
use crate::error::{AppError, AppResult};
use crate::posts;
use crate::state::AppState;
use crate::stories::content;
use crate::stories::store::{self as stories, StoryRow, public_url};
use store::Version;

/// How long publishing waits for pictures to be copied.
const COPYING: Duration = Duration::from_secs(30);

pub mod accent;
pub mod api;
pub mod cache;
mod kept;
pub mod pages;
pub mod present;
pub mod ready;
mod rendering;
pub mod store;
pub mod versions;

/// Publishes a story as it stands, and gives its address.
///
/// Pictures are copied first, so that the version shows without asking anyone; those that cannot be are counted in
/// the answer and shown as their description. Publishing again with nothing changed keeps the version.
///
/// # Errors
/// [`AppError::Invalid`] for a story without a title or without anything in it, or with a post that must not be shown.
pub async fn publish(state: &AppState, story: &StoryRow, now: DateTime<Utc>) -> AppResult<Published> {
    // What to copy is read outside the transaction: copying takes seconds, and the write lock belongs to everybody.
    let missing = {
        let mut conn = state.db.acquire().await?;
        let document = content::document(&mut conn, story.id()).await?;
        check_ready(&document)?;
        let posts = posts::store::of_document(&mut conn, &document).await?;
        drop(conn);
        check_may_be_shown(posts.values())?;
        state.media.copy_all(&pictures(&document, posts.values()), COPYING).await?
    };
    let mut tx = begin_write(&state.db).await?;
    let story = stories::find(&mut tx, story.id()).await?.ok_or(AppError::NotFound)?;
    let document = content::document(&mut tx, story.id()).await?;
    check_ready(&document)?;
    let slug = settle_slug(&mut tx, &story, &document.title).await?;
    let title = document.title.clone();
    let pictures_missing = u32::try_from(missing.len()).unwrap_or(u32::MAX);
    let posts = posts::store::of_document(&mut tx, &document).await?;
    check_may_be_shown(posts.values())?;
    let version = Version { document, posts, missing_pictures: missing };
    let number = store::publish(&mut tx, &story, &version, now).await?;
    tx.commit().await?;
    state.metrics.publishes.inc();
    let handle = story.handle()?;
    state.pages.forget(handle.as_str());
    rendering::prepare(state, handle.as_str(), &slug).await;
    let url = public_url(&state.base_url, handle.as_str(), &slug);
    let embed_html = embed_html(&url, &title);
    Ok(Published { version: number, url, embed_html, pictures_missing })
}

fn check_ready(document: &StoryDocument) -> AppResult<()> {
    if document.is_untitled() {
        return Err(AppError::Invalid("Give the story a title before you publish it.".to_owned()));
    }
    if document.is_empty() {
        return Err(AppError::Invalid(
            "There is nothing in this story yet. Add something before you publish it.".to_owned(),
        ));
    }
    Ok(())
}

/// Posts whose authors ask not to be shown to strangers keep a story from being published: what must not be shown is not
/// left to chance.
fn check_may_be_shown<'a>(mut posts: impl Iterator<Item = &'a Post>) -> AppResult<()> {
    match posts.find(|post| post.members_only && post.state == PostState::Live) {
        Some(post) => Err(AppError::Invalid(format!(
            "This story cannot be published with the post of {}: its author asks not to be shown to people who are not \
             signed in. Remove it, or ask the author.",
            post.author.handle
        ))),
        None => Ok(()),
    }
}

/// The address follows the title until the story is first published; from then on it stays.
async fn settle_slug(conn: &mut sqlx::SqliteConnection, story: &StoryRow, title: &str) -> sqlx::Result<String> {
    if story.was_published() {
        return Ok(story.slug.clone());
    }
    let slug = stories::free_slug(conn, story.account_id(), title, story.id()).await?;
    stories::set_slug(conn, story.id(), &slug).await?;
    Ok(slug)
}

/// Every picture that a story shows.
fn pictures<'a>(document: &'a StoryDocument, posts: impl Iterator<Item = &'a Post>) -> BTreeSet<MediaId> {
    document.own_pictures().chain(posts.flat_map(Post::pictures)).map(|picture| picture.id).collect()
}
