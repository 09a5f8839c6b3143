//! `/studio/stories/{id}/share`: every way to spread a story, ready to be copied.

use app::pages::share::{Codes, Share, SharePage};
use axum::extract::State;
use axum::response::Html;
use leptos::prelude::*;
use serde::Deserialize;
use shared::presentation::Layout;

use super::plain::{Story, block, newsletter};
use super::{embed_html, in_layout, script_html};
use crate::error::AppResult;
use crate::extract::Query;
use crate::publish::store::{PublishedRow, find};
use crate::render::page;
use crate::state::AppState;
use crate::stories::access::ViewStory;
use crate::stories::content::fields;
use crate::stories::store::public_url;

/// What to show.
#[derive(Deserialize)]
pub struct Shown {
    /// What has just been done.
    done: Option<String>,
    /// The layout that the codes ask for; one that is not known is the story's own.
    #[serde(default)]
    layout: String,
}

impl Shown {
    fn done(&self) -> Option<String> {
        let words = match self.done.as_deref()? {
            "live" => "The story is live. Whoever has it open sees what you publish from now on.",
            "ended" => "The story is no longer live.",
            _ => return None,
        };
        Some(words.to_owned())
    }
}

/// `GET /studio/stories/{id}/share?layout=grid`
pub async fn share(
    State(state): State<AppState>,
    view: ViewStory,
    Query(shown): Query<Shown>,
) -> AppResult<Html<String>> {
    let id = view.story.id();
    let (row, title) = {
        let mut conn = state.db.acquire().await?;
        let row = find(&mut conn, view.story.owner(), &view.story.slug).await?;
        (row, fields(&mut conn, id).await?.title)
    };
    let base_url = state.base_url.clone();
    let may_edit = view.role.may_edit();
    let (done, layout) = (shown.done(), Layout::from_key(&shown.layout));
    let live_since = view.story.publication(&base_url).and_then(|publication| publication.live_since);
    let site = state.site(Some(view.curator.into()));
    // A long story is a megabyte of markup: not on the threads that serve.
    let rendered = tokio::task::spawn_blocking(move || {
        let codes = row.map(|row| codes(&base_url, row, layout));
        let share = Share { id, title, may_edit, done, live_since, layout, codes };
        page(move || view! { <SharePage site=site share=share /> })
    });
    Ok(rendered.await.map_err(anyhow::Error::from)?)
}

fn codes(base_url: &str, row: PublishedRow, layout: Option<Layout>) -> Codes {
    let url = public_url(base_url, &row.handle, &row.slug);
    let version = &row.document.0.shown();
    let title = &version.document.title;
    let story = Story { base_url, url: &url, curator: &row.curator, published_at: row.published_at, version };
    let link = layout.map_or_else(|| url.clone(), |layout| in_layout(&url, layout));
    Codes {
        frame: embed_html(&link, title),
        script: script_html(base_url, &link, title),
        block: block(&story),
        newsletter: newsletter(&story),
        atom: format!("{url}.atom"),
        url: link,
    }
}
