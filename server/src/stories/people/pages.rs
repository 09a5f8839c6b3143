//! The page of a story's people, and the page behind an invitation link. Plain forms.

use app::pages::people::{JoinStory, JoinStoryPage, PeoplePage, StoryPeople};
use axum::Router;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use leptos::prelude::*;
use serde::Deserialize;
use shared::ids::StoryId;
use shared::people::{InvitedRole, NewPerson, NewRole, Role};

use super::{api, store};
use crate::accounts::pages::form_again;
use crate::accounts::token::TokenHash;
use crate::db::begin_write;
use crate::error::AppResult;
use crate::extract::{Form, Path, Query};
use crate::limits::ClientAddress;
use crate::render::page;
use crate::session::SignedIn;
use crate::state::AppState;
use crate::stories::access::{OwnStory, ViewStory};
use crate::stories::content;

/// `/studio/stories/{id}/people`, what its forms post to, and `/studio/join/{token}`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/studio/stories/{id}/people", get(show).post(add))
        .route("/studio/stories/{id}/people/{handle}", post(change))
        .route("/studio/stories/{id}/people/{handle}/remove", post(remove))
        .route("/studio/stories/{id}/invitations", post(invite))
        .route("/studio/stories/{id}/invitations/{invitation}/remove", post(uninvite))
        .route("/studio/join/{token}", get(ask).post(join))
}

#[derive(Deserialize)]
struct Done {
    done: Option<String>,
}

async fn show(
    State(state): State<AppState>,
    view: ViewStory,
    Query(Done { done }): Query<Done>,
) -> AppResult<Html<String>> {
    let mut people = load(&state, &view).await?;
    people.done = done.as_deref().and_then(words).map(str::to_owned);
    Ok(render(&state, view.curator, people))
}

/// Nothing for a name that is not ours: an address must not put words on the page.
fn words(done: &str) -> Option<&'static str> {
    match done {
        "added" => Some("They can open the story now; it is on their list."),
        "changed" => Some("Their role is changed."),
        "removed" => Some("They no longer have access."),
        "invitation-removed" => Some("The invitation is taken back. Its link no longer works."),
        _ => None,
    }
}

async fn load(state: &AppState, view: &ViewStory) -> AppResult<StoryPeople> {
    let mut conn = state.db.acquire().await?;
    let document = content::fields(&mut conn, view.story.id()).await?;
    let people = super::people(&mut conn, &view.story, view.role, state.clock.now()).await?;
    Ok(StoryPeople {
        story: view.story.id(),
        title: document.title,
        role: view.role,
        people: people.people,
        invitations: people.invitations,
        new_invitation: None,
        typed: String::new(),
        error: None,
        done: None,
    })
}

fn render(state: &AppState, viewer: SignedIn, people: StoryPeople) -> Html<String> {
    let site = state.site(Some(viewer.into()));
    page(move || view! { <PeoplePage site=site people=people /> })
}

fn back(story: StoryId, done: &str) -> Redirect {
    Redirect::to(&format!("/studio/stories/{story}/people?done={done}"))
}

#[derive(Deserialize)]
struct AddForm {
    handle: String,
    role: InvitedRole,
}

async fn add(State(state): State<AppState>, own: OwnStory, Form(form): Form<AddForm>) -> AppResult<Response> {
    let mut tx = begin_write(&state.db).await?;
    let new = NewPerson { handle: form.handle, role: form.role };
    match super::add(&mut tx, &own.story, &new, state.clock.now()).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(back(own.story.id(), "added").into_response())
        }
        Err(error) => {
            drop(tx);
            let view = ViewStory::from(own);
            let mut people = load(&state, &view).await?;
            people.typed = new.handle;
            form_again(error, |error| {
                people.error = Some(error);
                render(&state, view.curator, people)
            })
        }
    }
}

#[derive(Deserialize)]
struct RoleForm {
    role: InvitedRole,
}

async fn change(
    state: State<AppState>,
    own: OwnStory,
    path: Path<api::PersonPath>,
    Form(RoleForm { role }): Form<RoleForm>,
) -> AppResult<Redirect> {
    let story = own.story.id();
    api::change(state, own, path, crate::extract::Json(NewRole { role })).await?;
    Ok(back(story, "changed"))
}

async fn remove(state: State<AppState>, view: ViewStory, path: Path<api::PersonPath>) -> AppResult<Redirect> {
    let (story, role) = (view.story.id(), view.role);
    api::remove(state, view, path).await?;
    Ok(if role == Role::Owner { back(story, "removed") } else { Redirect::to("/studio?done=left") })
}

async fn invite(
    State(state): State<AppState>,
    own: OwnStory,
    Form(RoleForm { role }): Form<RoleForm>,
) -> AppResult<Html<String>> {
    let mut tx = begin_write(&state.db).await?;
    let (token, _) = store::invite(&mut tx, own.story.id(), role.into(), state.clock.now()).await?;
    tx.commit().await?;
    let view = ViewStory::from(own);
    let mut people = load(&state, &view).await?;
    // In the answer itself, this once: a redirect would have to carry it in the address.
    people.new_invitation = Some(format!("{}/studio/join/{}", state.base_url, token.reveal()));
    Ok(render(&state, view.curator, people))
}

async fn uninvite(state: State<AppState>, own: OwnStory, path: Path<api::InvitationPath>) -> AppResult<Redirect> {
    let story = own.story.id();
    api::uninvite(state, own, path).await?;
    Ok(back(story, "invitation-removed"))
}

/// `GET /studio/join/{token}`: who is not signed in is led to the form and back.
async fn ask(
    State(state): State<AppState>,
    person: SignedIn,
    ClientAddress(client): ClientAddress,
    Path(token): Path<String>,
) -> AppResult<Html<String>> {
    state.limits.count_code(client)?;
    let mut conn = state.db.acquire().await?;
    let found = super::invitation_for(&mut conn, TokenHash::of(&token), person.account_id, state.clock.now()).await?;
    let join = JoinStory { token, title: found.title, owner: found.owner_name, role: found.role };
    let site = state.site(Some(person.into()));
    Ok(page(move || view! { <JoinStoryPage site=site join=join /> }))
}

/// `POST /studio/join/{token}`
async fn join(
    State(state): State<AppState>,
    person: SignedIn,
    ClientAddress(client): ClientAddress,
    Path(token): Path<String>,
) -> AppResult<Redirect> {
    state.limits.count_code(client)?;
    let mut tx = begin_write(&state.db).await?;
    let accepted = super::accept(&mut tx, TokenHash::of(&token), person.account_id, state.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/studio/stories/{}", accepted.story)))
}
