//! A file on its way in.

use std::io::Write as _;

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use tempfile::NamedTempFile;

use crate::error::{AppError, AppResult};
use crate::state::AppState;

/// The most bytes that are taken over the network; the command line takes more.
const MAX_BYTES: u64 = 2_000_000_000;

/// Writes what arrives to a file beside the data, which is gone when it is dropped.
///
/// # Errors
/// [`AppError::TooLarge`] for too much, [`AppError::BadRequest`] when it does not arrive whole.
pub(super) async fn receive<E>(
    state: &AppState,
    mut chunks: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> AppResult<NamedTempFile> {
    let mut file =
        tempfile::Builder::new().prefix("import-").tempfile_in(&state.config.data).map_err(anyhow::Error::from)?;
    let mut length = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| AppError::BadRequest("The file did not arrive whole. Try again.".to_owned()))?;
        length += chunk.len() as u64;
        if length > MAX_BYTES {
            return Err(AppError::TooLarge(
                "The file is larger than 2 GB. Ask the operator to import it with “sheaf import”.".to_owned(),
            ));
        }
        // Small pieces into the system's memory: not worth another thread.
        file.write_all(&chunk).map_err(anyhow::Error::from)?;
    }
    if length == 0 {
        return Err(AppError::Invalid("Choose a file that was exported from Sheaf first.".to_owned()));
    }
    Ok(file)
}
