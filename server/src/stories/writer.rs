//! Edits are written by one task, as many at once as have arrived.
//!
//! The store has one writer, and a commit waits for the disk. Twenty people who type would wait for each other's disk,
//! and for the timer with which SQLite asks again for its lock. So edits queue up here; while one commit is with the
//! disk the next ones gather, and share the next commit. Each is answered only when it is durable.

use chrono::{DateTime, Utc};
use shared::api::{EditAccepted, NewEdit};
use shared::ids::{AccountId, StoryId};
use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot};

use super::edits;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::metrics::{Counted, counted};

/// How many edits share a commit at most: others want the store's one writer too.
const MOST: usize = 64;
/// How many edits may wait; beyond that their senders do.
const WAITING: usize = 1024;

/// Takes edits to be written.
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    counted: Counted,
}

struct Job {
    story: StoryId,
    author: AccountId,
    edit: NewEdit,
    now: DateTime<Utc>,
    reply: oneshot::Sender<AppResult<EditAccepted>>,
}

impl Writer {
    /// Starts the task; it ends with the last of its senders.
    #[must_use]
    pub fn start(db: SqlitePool) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(work(db, receiver));
        Self { jobs: sender, counted: counted("result", ["accepted", "conflict", "refused", "failed"]) }
    }

    /// Accepts an edit as [`edits::accept`] does, and answers when it is durable.
    ///
    /// # Errors
    /// As [`edits::accept`].
    pub async fn accept(
        &self,
        story: StoryId,
        author: AccountId,
        edit: NewEdit,
        now: DateTime<Utc>,
    ) -> AppResult<EditAccepted> {
        let answer = self.write(story, author, edit, now).await;
        self.counted.get_or_create(&[("result", result(&answer))]).inc();
        answer
    }

    /// How many edits there were, by what became of them.
    #[must_use]
    pub const fn counted(&self) -> &Counted {
        &self.counted
    }

    async fn write(
        &self,
        story: StoryId,
        author: AccountId,
        edit: NewEdit,
        now: DateTime<Utc>,
    ) -> AppResult<EditAccepted> {
        let (reply, answer) = oneshot::channel();
        let job = Job { story, author, edit, now, reply };
        self.jobs.send(job).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

/// In a word, for counting.
const fn result(answer: &AppResult<EditAccepted>) -> &'static str {
    match answer {
        Ok(_) => "accepted",
        Err(AppError::Conflict { .. }) => "conflict",
        Err(AppError::Internal(_)) => "failed",
        Err(_) => "refused",
    }
}

fn gone() -> AppError {
    anyhow::anyhow!("the task that writes edits has not answered").into()
}

async fn work(db: SqlitePool, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::new();
    while jobs.recv_many(&mut waiting, MOST).await > 0 {
        // A task of its own, so that whatever breaks in it breaks only these.
        let batch = tokio::spawn(write(db.clone(), std::mem::take(&mut waiting)));
        if let Err(error) = batch.await {
            tracing::error!(%error, "Writing edits broke off; they will be sent again");
        }
    }
}

/// Writes edits together, or one by one when one of them stands in the way of the others.
async fn write(db: SqlitePool, jobs: Vec<Job>) {
    let together = commit(&db, &jobs).await;
    let answers = match together {
        Ok(answers) => answers,
        Err(error) if jobs.len() == 1 => vec![Err(error)],
        Err(_) => {
            let mut answers = Vec::with_capacity(jobs.len());
            for job in &jobs {
                answers.push(
                    commit(&db, std::slice::from_ref(job))
                        .await
                        .and_then(|mut one| one.pop().unwrap_or_else(|| Err(gone()))),
                );
            }
            answers
        }
    };
    for (job, answer) in jobs.into_iter().zip(answers) {
        // Whoever hung up will ask again.
        drop(job.reply.send(answer));
    }
}

/// One transaction. An edit that is refused has written nothing, so the others in it stand.
///
/// # Errors
/// When anything fails on our side: then nothing of it is written.
async fn commit(db: &SqlitePool, jobs: &[Job]) -> AppResult<Vec<AppResult<EditAccepted>>> {
    let mut tx = begin_write(db).await?;
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        match edits::accept(&mut tx, job.story, job.author, job.edit.clone(), job.now).await {
            Err(AppError::Internal(cause)) => return Err(AppError::Internal(cause)),
            answer => answers.push(answer),
        }
    }
    tx.commit().await?;
    Ok(answers)
}
