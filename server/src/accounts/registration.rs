//! What somebody fills in to get an account.

use app::pages::account::FormState;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::account::{BadHandle, Handle};
use shared::ids::AccountId;
use sqlx::SqliteConnection;

use super::password::{self, BadPassword, NewPassword};
use super::profile::parse_name;
use super::store::{self, NewAccount};
use crate::error::{AppError, AppResult};

/// What somebody fills in who was invited.
#[derive(Deserialize)]
pub(crate) struct JoinForm {
    name: String,
    handle: String,
    password: String,
}

impl JoinForm {
    /// Checks it, see [`Registration::prepare`].
    pub(crate) async fn prepare(&self) -> AppResult<Registration> {
        Registration::prepare(self.handle.parse()?, &self.name, &self.password).await
    }

    /// The form again, as it was filled in, with what was wrong with it; the password is not repeated.
    pub(crate) fn again(self, error: String) -> FormState {
        FormState { error: Some(error), name: self.name, handle: self.handle, ..FormState::default() }
    }
}

/// Checked and ready to be stored, the password hashed.
#[derive(Debug)]
pub(crate) struct Registration {
    handle: Handle,
    name: String,
    password_hash: String,
}

impl Registration {
    /// Checks what was filled in and hashes the password; slow, so before a transaction begins.
    pub(super) async fn prepare(handle: Handle, name: &str, password: &str) -> AppResult<Self> {
        let name = parse_name(name)?;
        let password = NewPassword::parse(password)?;
        Ok(Self { handle, name, password_hash: password::hash(password).await? })
    }

    /// Makes the account.
    pub(crate) async fn insert(&self, conn: &mut SqliteConnection, now: DateTime<Utc>) -> AppResult<AccountId> {
        let account = NewAccount { handle: &self.handle, name: &self.name, password_hash: &self.password_hash };
        store::insert(conn, &account, now).await?.ok_or_else(|| {
            AppError::Invalid(format!("Somebody has the handle “{}” already. Choose another one.", self.handle))
        })
    }
}

impl From<BadHandle> for AppError {
    fn from(error: BadHandle) -> Self {
        Self::Invalid(error.to_string())
    }
}

impl From<BadPassword> for AppError {
    fn from(error: BadPassword) -> Self {
        Self::Invalid(error.to_string())
    }
}
