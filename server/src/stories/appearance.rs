//! `/studio/stories/{id}/appearance`: how a story looks, chosen by a plain form that sends an edit.

use app::pages::appearance::{Appearance, AppearancePage};
use axum::Router;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use leptos::prelude::*;
use serde::Deserialize;
use shared::api::NewEdit;
use shared::edit::{Changes, EditKind};
use shared::ids::EditId;
use shared::presentation::{Layout, Presentation, Scheme, Typeface};

use super::access::EditStory;
use super::{content, store};
use crate::accounts::pages::form_again;
use crate::error::{AppError, AppResult};
use crate::extract::{Form, Query};
use crate::render::page;
use crate::session::SignedIn;
use crate::state::AppState;

/// The page and what its form posts to.
pub fn router() -> Router<AppState> {
    Router::new().route("/studio/stories/{id}/appearance", get(show).post(save))
}

#[derive(Deserialize)]
struct Done {
    done: Option<String>,
}

async fn show(
    State(state): State<AppState>,
    may: EditStory,
    Query(Done { done }): Query<Done>,
) -> AppResult<Html<String>> {
    let mut appearance = load(&state, &may).await?;
    appearance.done = done.map(|_| "The look is saved. Publish the story again to show it to readers.".to_owned());
    Ok(render(&state, may.curator, appearance))
}

async fn load(state: &AppState, may: &EditStory) -> AppResult<Appearance> {
    let mut conn = state.db.acquire().await?;
    let document = content::fields(&mut conn, may.story.id()).await?;
    let presentation = document.presentation;
    Ok(Appearance {
        story: may.story.id(),
        title: document.title,
        accent: presentation.accent.map(|accent| accent.to_string()).unwrap_or_default(),
        presentation,
        error: None,
        done: None,
    })
}

fn render(state: &AppState, viewer: SignedIn, appearance: Appearance) -> Html<String> {
    let site = state.site(Some(viewer.into()));
    page(move || view! { <AppearancePage site=site appearance=appearance /> })
}

/// What the form sends: boxes that are not ticked are not sent.
#[derive(Deserialize)]
struct Chosen {
    layout: Layout,
    #[serde(default)]
    accent: String,
    typeface: Typeface,
    scheme: Scheme,
    hide_header: Option<String>,
    hide_byline: Option<String>,
}

impl Chosen {
    /// The look without its accent, which may be no colour.
    fn plain(&self) -> Presentation {
        Presentation {
            layout: self.layout,
            accent: None,
            typeface: self.typeface,
            scheme: self.scheme,
            hide_header: self.hide_header.is_some(),
            hide_byline: self.hide_byline.is_some(),
        }
    }

    fn presentation(&self) -> AppResult<Presentation> {
        let accent = match self.accent.trim() {
            "" => None,
            written => Some(written.parse().map_err(invalid)?),
        };
        let presentation = Presentation { accent, ..self.plain() };
        presentation.check().map_err(invalid)?;
        Ok(presentation)
    }
}

fn invalid(error: impl std::error::Error) -> AppError {
    AppError::Invalid(error.to_string())
}

async fn save(State(state): State<AppState>, may: EditStory, Form(chosen): Form<Chosen>) -> AppResult<Response> {
    match send(&state, &may, &chosen).await {
        Ok(()) => {
            Ok(Redirect::to(&format!("/studio/stories/{}/appearance?done=saved", may.story.id())).into_response())
        }
        Err(error) => {
            let mut appearance = load(&state, &may).await?;
            appearance.presentation = chosen.plain();
            appearance.accent = chosen.accent;
            form_again(error, |error| {
                appearance.error = Some(error);
                render(&state, may.curator, appearance)
            })
        }
    }
}

async fn send(state: &AppState, may: &EditStory, chosen: &Chosen) -> AppResult<()> {
    let presentation = chosen.presentation()?;
    let (document, revision) = {
        let mut conn = state.db.acquire().await?;
        let row = store::find(&mut conn, may.story.id()).await?.ok_or(AppError::NotFound)?;
        (content::fields(&mut conn, may.story.id()).await?, row.revision())
    };
    let changes = Changes::of_presentation(&document, presentation);
    let edit = NewEdit { edit_id: EditId::fresh(), base_revision: revision, kind: EditKind::Do, changes };
    let accepted = state.edits.accept(may.story.id(), may.curator.account_id, edit, state.clock.now()).await?;
    super::edited(state, may.story.id(), accepted.revision);
    Ok(())
}
