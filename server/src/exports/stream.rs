//! `GET /api/v1/export`: an account's archive, sent while it is written.

use std::io;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::executor::block_on;
use futures::stream;
use http::header;
use shared::problem::Problem;
use tokio::sync::{Semaphore, mpsc};

use super::archive;
use super::pages::disposition;
use crate::error::{AppError, AppResult};
use crate::session::SignedIn;
use crate::state::AppState;

/// How much is gathered before it is sent.
const CHUNK: usize = 64 * 1024;
/// How many chunks wait for a slow receiver.
const WAITING: usize = 8;
/// How many archives are written at once: each has a thread, for as long as its receiver takes.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Everything of the account as one zip: a web site of what is published, and every story to be imported again.
#[utoipa::path(get, path = "/export", tag = "stories",
    responses((status = 200, body = Vec<u8>, content_type = "application/zip"), (status = 401, body = Problem),
              (status = 429, body = Problem, description = "Others are taking theirs just now")))]
pub async fn account(State(state): State<AppState>, curator: SignedIn) -> AppResult<Response> {
    let turn = AT_ONCE.try_acquire().map_err(|_| AppError::TooManyAttempts { retry_after: 60 })?;
    let account = curator.account(&state).await?;
    let name = disposition(account.handle.as_str(), "zip");
    let (sender, receiver) = mpsc::channel(WAITING);
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let out = Chunks { sender: sender.clone(), gathered: Vec::with_capacity(CHUNK) };
        let written = runtime.block_on(archive::write(&state, &account, out));
        if let Err(error) = written.and_then(|mut out| Ok(io::Write::flush(&mut out)?)) {
            tracing::warn!(error = format!("{error:#}"), "An archive was not finished");
            // Breaks the connection off, so that nobody takes what arrived for the whole.
            let _ = wait_for(sender.send(Err(io::Error::other("the archive was not finished"))));
        }
    });
    let body = stream::unfold(receiver, |mut receiver| async { Some((receiver.recv().await?, receiver)) });
    let fields = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((fields, Body::from_stream(body)).into_response())
}

/// Sends what is written to it in pieces, and waits while the receiver is slow.
struct Chunks {
    sender: mpsc::Sender<io::Result<Bytes>>,
    gathered: Vec<u8>,
}

impl io::Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.gathered, Vec::with_capacity(CHUNK));
        wait_for(self.sender.send(Ok(chunk.into()))).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

/// Waits on a thread that may wait. Tokio makes a task that has done much give way to others, by letting its next wait
/// come back later; a thread of its own has nobody to give way to, and would wait for ever.
fn wait_for<T>(sending: impl Future<Output = T>) -> T {
    block_on(tokio::task::unconstrained(sending))
}
