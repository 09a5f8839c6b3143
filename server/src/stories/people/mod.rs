//! The people of a story: co-editors and viewers, added by handle or invited by a link.

use chrono::{DateTime, Utc};
use shared::account::Handle;
use shared::ids::AccountId;
use shared::people::{InvitedRole, NewPerson, People, Person, Role};
use sqlx::SqliteConnection;

use super::store::StoryRow;
use crate::accounts;
use crate::accounts::token::TokenHash;
use crate::error::{AppError, AppResult};
use store::Invitation;

pub mod api;
pub mod pages;
pub mod store;

/// The people of a story, and for its owner the open invitations.
///
/// # Errors
/// When the store cannot be read.
pub async fn people(
    conn: &mut SqliteConnection,
    story: &StoryRow,
    asker: Role,
    now: DateTime<Utc>,
) -> AppResult<People> {
    let owner = Person { handle: story.handle()?, name: story.curator.clone(), role: Role::Owner };
    let others = store::list(conn, story.id()).await?;
    let invitations =
        if asker == Role::Owner { store::open_invitations(conn, story.id(), now).await? } else { Vec::new() };
    Ok(People { people: std::iter::once(owner).chain(others).collect(), invitations })
}

/// Adds somebody by handle.
///
/// # Errors
/// [`AppError::Invalid`] in words when there is no such account, or it is the owner's.
pub async fn add(
    conn: &mut SqliteConnection,
    story: &StoryRow,
    new: &NewPerson,
    now: DateTime<Utc>,
) -> AppResult<Person> {
    let handle: Handle =
        new.handle.parse().map_err(|error: shared::account::BadHandle| AppError::Invalid(error.to_string()))?;
    let Some(account) = accounts::store::by_handle(conn, &handle).await? else {
        return Err(AppError::Invalid(format!(
            "Nobody here is called @{handle}. Check the spelling, or send them an invitation link."
        )));
    };
    if account.id == story.account_id() {
        return Err(AppError::Invalid(format!("This story is @{handle}’s own. Add somebody else.")));
    }
    let role = new.role.into();
    store::put(conn, story.id(), account.id, role, now).await?;
    Ok(Person { handle: account.handle, name: account.name, role })
}

/// Gives somebody of the story another role.
///
/// # Errors
/// [`AppError::NotFound`] when they are not of the story.
pub async fn change(
    conn: &mut SqliteConnection,
    story: &StoryRow,
    handle: &Handle,
    role: InvitedRole,
) -> AppResult<Person> {
    let account = accounts::store::by_handle(conn, handle).await?.ok_or(AppError::NotFound)?;
    if !store::set_role(conn, story.id(), account.id, role.into()).await? {
        return Err(AppError::NotFound);
    }
    Ok(Person { handle: account.handle, name: account.name, role: role.into() })
}

/// Takes somebody's access back.
///
/// # Errors
/// [`AppError::NotFound`] when they are not of the story.
pub async fn remove(
    conn: &mut SqliteConnection,
    story: &StoryRow,
    handle: &Handle,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let account = accounts::store::by_handle(conn, handle).await?.ok_or(AppError::NotFound)?;
    if store::revoke(conn, story.id(), account.id, now).await? { Ok(()) } else { Err(AppError::NotFound) }
}

/// An invitation by its link, if it still works for somebody without an account.
///
/// # Errors
/// [`AppError::Forbidden`] in words when it does not.
pub async fn open_invitation(
    conn: &mut SqliteConnection,
    token: TokenHash,
    now: DateTime<Utc>,
) -> AppResult<Invitation> {
    store::invitation(conn, token, now).await?.ok_or_else(does_not_work)
}

/// An invitation by its link, if it still works for this person.
///
/// # Errors
/// [`AppError::Forbidden`] in words when it does not.
pub async fn invitation_for(
    conn: &mut SqliteConnection,
    token: TokenHash,
    account: AccountId,
    now: DateTime<Utc>,
) -> AppResult<Invitation> {
    let invitation = open_invitation(conn, token, now).await?;
    // A link that was made before somebody was sent away does not bring them back.
    let standing = store::standing(conn, invitation.story, account).await?;
    let sent_away = standing.and_then(|standing| standing.revoked_at);
    if sent_away.is_some_and(|revoked_at| revoked_at >= invitation.created_at) {
        return Err(does_not_work());
    }
    Ok(invitation)
}

/// Takes an invitation up, in a transaction of the caller's. Nobody loses a role by it.
///
/// # Errors
/// As [`invitation_for`].
pub async fn accept(
    conn: &mut SqliteConnection,
    token: TokenHash,
    account: AccountId,
    now: DateTime<Utc>,
) -> AppResult<Invitation> {
    let invitation = invitation_for(conn, token, account, now).await?;
    if invitation.owner == account {
        return Ok(invitation);
    }
    let standing = store::standing(conn, invitation.story, account).await?;
    let had = standing.filter(|standing| standing.revoked_at.is_none()).map(|standing| standing.role);
    let role = had.map_or(invitation.role, |had| had.max(invitation.role));
    store::put(conn, invitation.story, account, role, now).await?;
    store::delete_invitation(conn, invitation.story, invitation.id).await?;
    Ok(invitation)
}

fn does_not_work() -> AppError {
    AppError::Forbidden(
        "This invitation does not work: it has been used, was taken back, or is older than seven days. Ask whoever \
         sent it for a new one."
            .to_owned(),
    )
}
