//! `/api/v1/stories/{id}/people` and `/api/v1/stories/{id}/invitations`.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use shared::account::Handle;
use shared::ids::StoryId;
use shared::people::{NewInvitation, NewPerson, NewRole, People, Person, Role};
use shared::problem::Problem;
use uuid::Uuid;

use super::store;
use crate::db::begin_write;
use crate::error::{AppError, AppResult};
use crate::extract::{Json, Path};
use crate::live::Event;
use crate::state::AppState;
use crate::stories::access::{OwnStory, ViewStory};

/// Names one of the people of a story.
#[derive(Deserialize)]
pub struct PersonPath {
    pub(super) handle: Handle,
}

/// Names an invitation.
#[derive(Deserialize)]
pub struct InvitationPath {
    pub(super) invitation: Uuid,
}

/// Who works on a story.
#[utoipa::path(get, path = "/stories/{id}/people", tag = "people", params(("id" = StoryId, Path)),
    responses((status = 200, body = People), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn list(State(state): State<AppState>, view: ViewStory) -> AppResult<Json<People>> {
    let mut conn = state.db.acquire().await?;
    Ok(Json(super::people(&mut conn, &view.story, view.role, state.clock.now()).await?))
}

/// Adds a co-editor or viewer by handle.
#[utoipa::path(post, path = "/stories/{id}/people", tag = "people", params(("id" = StoryId, Path)), request_body = NewPerson,
    responses((status = 201, body = Person), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem), (status = 422, body = Problem, description = "There is no such account")))]
pub async fn add(
    State(state): State<AppState>,
    own: OwnStory,
    Json(new): Json<NewPerson>,
) -> AppResult<(StatusCode, Json<Person>)> {
    let mut tx = begin_write(&state.db).await?;
    let person = super::add(&mut tx, &own.story, &new, state.clock.now()).await?;
    tx.commit().await?;
    state.live.tell(own.story.id(), Event::Access);
    Ok((StatusCode::CREATED, Json(person)))
}

/// Gives somebody another role.
#[utoipa::path(put, path = "/stories/{id}/people/{handle}", tag = "people",
    params(("id" = StoryId, Path), ("handle" = Handle, Path)), request_body = NewRole,
    responses((status = 200, body = Person), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn change(
    State(state): State<AppState>,
    own: OwnStory,
    Path(PersonPath { handle }): Path<PersonPath>,
    Json(NewRole { role }): Json<NewRole>,
) -> AppResult<Json<Person>> {
    let mut tx = begin_write(&state.db).await?;
    let person = super::change(&mut tx, &own.story, &handle, role).await?;
    tx.commit().await?;
    state.live.tell(own.story.id(), Event::Access);
    Ok(Json(person))
}

/// Takes somebody's access back; everybody may give up their own.
#[utoipa::path(delete, path = "/stories/{id}/people/{handle}", tag = "people",
    params(("id" = StoryId, Path), ("handle" = Handle, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn remove(
    State(state): State<AppState>,
    view: ViewStory,
    Path(PersonPath { handle }): Path<PersonPath>,
) -> AppResult<StatusCode> {
    if view.role != Role::Owner && view.curator.handle != handle {
        let owner = view.story.owner();
        return Err(AppError::Forbidden(format!("Only @{owner}, whose story this is, can remove others.")));
    }
    let mut tx = begin_write(&state.db).await?;
    super::remove(&mut tx, &view.story, &handle, state.clock.now()).await?;
    tx.commit().await?;
    state.live.tell(view.story.id(), Event::Access);
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link by which one person comes to the story, within seven days. Who has no account here makes one by it.
#[utoipa::path(post, path = "/stories/{id}/invitations", tag = "people", params(("id" = StoryId, Path)), request_body = NewRole,
    responses((status = 201, body = NewInvitation), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn invite(
    State(state): State<AppState>,
    own: OwnStory,
    Json(NewRole { role }): Json<NewRole>,
) -> AppResult<(StatusCode, Json<NewInvitation>)> {
    let mut tx = begin_write(&state.db).await?;
    let (token, invitation) = store::invite(&mut tx, own.story.id(), role.into(), state.clock.now()).await?;
    tx.commit().await?;
    let url = format!("{}/studio/join/{}", state.base_url, token.reveal());
    Ok((StatusCode::CREATED, Json(NewInvitation { url, invitation })))
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/stories/{id}/invitations/{invitation}", tag = "people",
    params(("id" = StoryId, Path), ("invitation" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
pub async fn uninvite(
    State(state): State<AppState>,
    own: OwnStory,
    Path(InvitationPath { invitation }): Path<InvitationPath>,
) -> AppResult<StatusCode> {
    let mut tx = begin_write(&state.db).await?;
    let removed = store::delete_invitation(&mut tx, own.story.id(), invitation).await?;
    tx.commit().await?;
    if removed { Ok(StatusCode::NO_CONTENT) } else { Err(AppError::NotFound) }
}
