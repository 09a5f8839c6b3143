//! A story on its way out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use shared::ids::{ItemId, MediaId, StoryId};
use shared::item::{Item, ItemBody, PostDisplay};
use shared::mention;
use shared::post::Post;
use shared::story::shown_title;
use sqlx::SqliteConnection;

use crate::error::{AppError, AppResult};
use crate::posts;
use crate::publish::store::{self as versions, PublishedRow, Version};
use crate::stories::content;
use crate::stories::store::{self as stories, StoryRow, public_url};

/// What the formats for reading are written from.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The address of this installation.
    pub base_url: String,
    /// The curator's handle.
    pub handle: String,
    /// The curator's name.
    pub curator: String,
    /// The last part of its address.
    pub slug: String,
    /// When this version was published; for a draft, when it was last edited.
    pub at: DateTime<Utc>,
    /// Whether this is what readers see.
    pub is_published: bool,
    /// What it holds.
    pub version: Version,
}

impl Carried {
    /// The version that readers see.
    #[must_use]
    pub fn published(base_url: &str, row: PublishedRow) -> Self {
        Self {
            base_url: base_url.to_owned(),
            handle: row.handle,
            curator: row.curator,
            slug: row.slug,
            at: row.published_at,
            is_published: true,
            version: row.document.0,
        }
    }

    /// The story as its curator has it now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn draft(conn: &mut SqliteConnection, base_url: &str, row: &StoryRow) -> AppResult<Self> {
        let document = content::document(conn, row.id()).await?;
        let posts = posts::store::of_document(conn, &document).await?;
        Ok(Self {
            base_url: base_url.to_owned(),
            handle: row.owner().to_owned(),
            curator: row.curator.clone(),
            slug: row.slug.clone(),
            at: row.updated_at,
            is_published: false,
            version: Version { document, posts, missing_pictures: BTreeSet::new() },
        })
    }

    /// What its curator may carry away for reading: the published version, or else the draft.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the story is gone.
    pub async fn of_curator(conn: &mut SqliteConnection, base_url: &str, id: StoryId) -> AppResult<Self> {
        let row = stories::find(conn, id).await?.ok_or(AppError::NotFound)?;
        match versions::find(conn, row.owner(), &row.slug).await? {
            Some(published) => Ok(Self::published(base_url, published)),
            None => Self::draft(conn, base_url, &row).await,
        }
    }

    /// The title, or what stands for it.
    #[must_use]
    pub fn title(&self) -> &str {
        shown_title(self.version.document.title.trim())
    }

    /// Its public address.
    #[must_use]
    pub fn url(&self) -> String {
        public_url(&self.base_url, &self.handle, &self.slug)
    }

    /// Where a mention of an item leads in a page that has all of the story.
    #[must_use]
    pub fn mention(&self, item: ItemId) -> Option<String> {
        self.version.document.items.contains_key(&item).then(|| mention::in_page(item))
    }

    /// A post that readers may see.
    #[must_use]
    pub fn public_post<'a>(&'a self, item: &'a Item) -> Option<(&'a Post, &'a PostDisplay)> {
        let ItemBody::Post { post, display } = &item.body else { return None };
        let post = self.version.posts.get(post).filter(|post| post.is_public())?;
        Some((post, display))
    }

    /// Every picture that it shows to readers and that could be copied.
    #[must_use]
    pub fn shown_pictures(&self) -> BTreeSet<MediaId> {
        let document = &self.version.document;
        let mut ids: BTreeSet<MediaId> = document.own_pictures().map(|picture| picture.id).collect();
        for (post, display) in document.items.values().filter_map(|item| self.public_post(item)) {
            ids.extend(post.shown_as(display).pictures().map(|picture| picture.id));
        }
        ids.difference(&self.version.missing_pictures).copied().collect()
    }

    /// The language most of its posts are in, as a tag; `und` when nobody said.
    #[must_use]
    pub fn language(&self) -> &str {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let posts = self.version.document.items.values().filter_map(|item| self.public_post(item));
        for language in posts.filter_map(|(post, _)| post.language.as_deref().and_then(language_tag)) {
            *counts.entry(language).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map_or("und", |(language, _)| language)
    }
}

/// A tag that is one: what is put into markup and into books.
#[must_use]
pub fn language_tag(tag: &str) -> Option<&str> {
    let mut parts = tag.split('-');
    let primary = parts.next()?;
    let is_word = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let good = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    (good && parts.all(is_word)).then_some(tag)
}
