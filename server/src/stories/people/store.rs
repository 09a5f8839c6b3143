//! The SQL of collaborators and of invitations to a story.

use chrono::{DateTime, TimeDelta, Utc};
use shared::ids::{AccountId, StoryId};
use shared::people::{Person, Role, StoryInvitation};
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::accounts::store::parse_handle;
use crate::accounts::token::{Token, TokenHash};

/// How long an invitation can be used.
const VALID_FOR: TimeDelta = TimeDelta::days(7);

/// How somebody who is or was of a story stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What they may do.
    pub role: Role,
    /// Since when they may not any more.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// How somebody stands; `None` for strangers.
pub async fn standing(
    conn: &mut SqliteConnection,
    story: StoryId,
    account: AccountId,
) -> sqlx::Result<Option<Standing>> {
    let row: Option<(String, Option<DateTime<Utc>>)> =
        sqlx::query_as("SELECT role, revoked_at FROM collaborators WHERE story_id = $1 AND account_id = $2")
            .bind(story.0)
            .bind(account.0)
            .fetch_optional(conn)
            .await?;
    Ok(row.map(|(role, revoked_at)| Standing { role: role_from(&role), revoked_at }))
}

/// What is not understood gives the least.
pub(crate) fn role_from(key: &str) -> Role {
    if key == Role::Editor.key() { Role::Editor } else { Role::Viewer }
}

/// The co-editors and viewers of a story, in the order they were added.
pub async fn list(conn: &mut SqliteConnection, story: StoryId) -> sqlx::Result<Vec<Person>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT accounts.handle, accounts.name, collaborators.role
           FROM collaborators
           JOIN accounts ON accounts.id = collaborators.account_id
          WHERE collaborators.story_id = $1 AND collaborators.revoked_at IS NULL
          ORDER BY collaborators.added_at, accounts.handle",
    )
    .bind(story.0)
    .fetch_all(conn)
    .await?;
    let person = |(handle, name, role): (String, String, String)| {
        Ok(Person { handle: parse_handle(handle)?, name, role: role_from(&role) })
    };
    rows.into_iter().map(person).collect()
}

/// Lets somebody in, or in again, with a role.
pub async fn put(
    conn: &mut SqliteConnection,
    story: StoryId,
    account: AccountId,
    role: Role,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO collaborators (story_id, account_id, role, added_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (story_id, account_id) DO UPDATE SET role = excluded.role, revoked_at = NULL",
    )
    .bind(story.0)
    .bind(account.0)
    .bind(role.key())
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives somebody of the story another role; `false` when they are not of it.
pub async fn set_role(
    conn: &mut SqliteConnection,
    story: StoryId,
    account: AccountId,
    role: Role,
) -> sqlx::Result<bool> {
    let changed = sqlx::query(
        "UPDATE collaborators SET role = $1 WHERE story_id = $2 AND account_id = $3 AND revoked_at IS NULL",
    )
    .bind(role.key())
    .bind(story.0)
    .bind(account.0)
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// Takes somebody's access back; `false` when they had none.
pub async fn revoke(
    conn: &mut SqliteConnection,
    story: StoryId,
    account: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let revoked = sqlx::query(
        "UPDATE collaborators SET revoked_at = $1 WHERE story_id = $2 AND account_id = $3 AND revoked_at IS NULL",
    )
    .bind(now)
    .bind(story.0)
    .bind(account.0)
    .execute(conn)
    .await?;
    Ok(revoked.rows_affected() > 0)
}

/// Makes an invitation. This is the only time that its secret is known.
pub async fn invite(
    conn: &mut SqliteConnection,
    story: StoryId,
    role: Role,
    now: DateTime<Utc>,
) -> sqlx::Result<(Token, StoryInvitation)> {
    let token = Token::fresh();
    let invitation = StoryInvitation { id: Uuid::now_v7(), role, expires_at: now + VALID_FOR };
    sqlx::query(
        "INSERT INTO story_invitations (id, story_id, token_hash, role, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(invitation.id)
    .bind(story.0)
    .bind(token.hash().as_bytes())
    .bind(role.key())
    .bind(now)
    .bind(invitation.expires_at)
    .execute(conn)
    .await?;
    Ok((token, invitation))
}

/// The invitations to a story that still work, oldest first.
pub async fn open_invitations(
    conn: &mut SqliteConnection,
    story: StoryId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<StoryInvitation>> {
    let rows: Vec<(Uuid, String, DateTime<Utc>)> = sqlx::query_as(
        "SELECT id, role, expires_at FROM story_invitations WHERE story_id = $1 AND expires_at > $2 ORDER BY id",
    )
    .bind(story.0)
    .bind(now)
    .fetch_all(conn)
    .await?;
    let invitation =
        |(id, role, expires_at): (Uuid, String, _)| StoryInvitation { id, role: role_from(&role), expires_at };
    Ok(rows.into_iter().map(invitation).collect())
}

/// An invitation, as its link finds it.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Its identifier.
    pub id: Uuid,
    /// The story it leads to.
    pub story: StoryId,
    /// The story's title; may be empty.
    pub title: String,
    /// Whose the story is.
    pub owner: AccountId,
    /// Their name.
    pub owner_name: String,
    /// What it makes of whoever uses it.
    pub role: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct InvitationRow {
    id: Uuid,
    story_id: Uuid,
    title: String,
    account_id: Uuid,
    name: String,
    role: String,
    created_at: DateTime<Utc>,
}

/// The invitation that a link's token opens, if it still works.
pub async fn invitation(
    conn: &mut SqliteConnection,
    token: TokenHash,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Invitation>> {
    let row: Option<InvitationRow> = sqlx::query_as(
        "SELECT story_invitations.id, story_invitations.story_id, stories.title, stories.account_id, accounts.name,
                story_invitations.role, story_invitations.created_at
           FROM story_invitations
           JOIN stories ON stories.id = story_invitations.story_id
           JOIN accounts ON accounts.id = stories.account_id
          WHERE story_invitations.token_hash = $1 AND story_invitations.expires_at > $2",
    )
    .bind(token.as_bytes())
    .bind(now)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Invitation {
        id: row.id,
        story: StoryId(row.story_id),
        title: row.title,
        owner: AccountId(row.account_id),
        owner_name: row.name,
        role: role_from(&row.role),
        created_at: row.created_at,
    }))
}

/// Takes an invitation back, or uses it up; `false` when the story has none with this identifier.
pub async fn delete_invitation(conn: &mut SqliteConnection, story: StoryId, id: Uuid) -> sqlx::Result<bool> {
    let deleted = sqlx::query("DELETE FROM story_invitations WHERE id = $1 AND story_id = $2")
        .bind(id)
        .bind(story.0)
        .execute(conn)
        .await?;
    Ok(deleted.rows_affected() > 0)
}
