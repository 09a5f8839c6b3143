//! How a story is carried away: as files that need nothing of this server.
//!
//! JSON is the complete one and can be imported again (`docs/export-format.md`). The others are for reading: they show
//! what the story's page shows, from [`body`] and [`markup`], and never a post that readers may not see.

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{AppError, AppResult};
use crate::state::AppState;
pub(crate) use pictures::extension as pictures_extension;

use pictures::Pictures;
use story::Carried;

pub mod api;
pub mod archive;
mod body;
pub(crate) mod clean;
mod document;
mod epub;
pub mod file;
mod html;
mod markdown;
mod markup;
pub mod pages;
mod pictures;
mod site;
pub mod story;
pub mod stream;
#[cfg(test)]
mod tests;
mod wxr;

/// How many are made at once: each holds a story with its pictures in memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// How many are made or wait for it.
static PLACES: Semaphore = Semaphore::const_new(32);

/// Leave to make an export, for as long as it is held.
struct Turn {
    _place: SemaphorePermit<'static>,
    _turn: SemaphorePermit<'static>,
}

impl Turn {
    /// Waits for those who came before.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] when too many wait already: anybody can ask for a published story.
    async fn next() -> AppResult<Self> {
        let place = PLACES.try_acquire().map_err(|_| AppError::TooManyAttempts { retry_after: 10 })?;
        let turn = AT_ONCE.acquire().await.map_err(anyhow::Error::from)?;
        Ok(Self { _place: place, _turn: turn })
    }
}

/// What a story can be carried away as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Everything, to be imported again.
    Json,
    /// Text for editors and note books.
    Markdown,
    /// One page with everything in it.
    Html,
    /// A book for reading devices.
    Epub,
    /// WordPress eXtended RSS.
    Wxr,
}

impl Format {
    /// All of them, the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Json, Self::Markdown, Self::Html, Self::Epub, Self::Wxr];

    /// The name in the API and on the command line.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Epub => "epub",
            Self::Wxr => "wxr",
        }
    }

    /// What file names end in.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Wxr => "xml",
            other => other.key(),
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Epub => "application/epub+zip",
            Self::Wxr => "application/rss+xml; charset=utf-8",
        }
    }

    /// Takes an address of a story apart, `chat.epub`: no slug has a point in it.
    #[must_use]
    pub fn of_file(name: &str) -> Option<(&str, Self)> {
        let (slug, extension) = name.rsplit_once('.')?;
        let format = Self::ALL.into_iter().find(|format| format.extension() == extension)?;
        Some((slug, format))
    }
}

/// A format was named that there is none of.
#[derive(Clone, Debug, thiserror::Error)]
#[error("There is no format “{0}”. Choose one of json, md, html, epub, wxr.")]
pub struct UnknownFormat(String);

impl std::str::FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(key: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.key() == key).ok_or_else(|| UnknownFormat(key.to_owned()))
    }
}

impl From<UnknownFormat> for AppError {
    fn from(error: UnknownFormat) -> Self {
        Self::BadRequest(error.to_string())
    }
}

/// Writes a story for reading.
///
/// # Errors
/// [`AppError::TooLarge`] for more pictures than one file should hold, [`AppError::Invalid`] for [`Format::Json`],
/// which [`file`] writes.
pub async fn write(state: &AppState, story: Carried, format: Format) -> AppResult<Vec<u8>> {
    let _turn = Turn::next().await?;
    let ids = story.shown_pictures();
    // Markdown and WXR name pictures by their address.
    let pictures = match format {
        Format::Html | Format::Epub => Pictures::load(&state.media, &ids).await?,
        _ => Pictures::types(&state.media, &ids).await?,
    };
    let pictures = Arc::new(pictures);
    // A long story takes a while to write: not on the threads that serve.
    let work = tokio::task::spawn_blocking(move || match format {
        Format::Markdown => Ok(markdown::write(&story, &pictures)?.into_bytes()),
        Format::Html => Ok(html::write(&story, &pictures).into_bytes()),
        Format::Epub => epub::write(&story, &pictures),
        Format::Wxr => Ok(wxr::write(&story, &pictures)?.into_bytes()),
        Format::Json => anyhow::bail!("JSON is written from the store"),
    });
    Ok(work.await.map_err(anyhow::Error::from)??)
}
