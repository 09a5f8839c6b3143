//! "Save to Sheaf": what will be set aside, before it is.

use leptos::prelude::*;
use shared::post::Post;

use crate::document::{Site, StudioDocument};
use crate::parts::form_field::{FormError, TextField};
use crate::parts::link::{host, web_address};
use crate::parts::post_card::{Audience, CardVariant, PostCard};

/// What the page shows; `POST /studio/save` with `url` saves.
#[derive(Clone, Debug, PartialEq)]
pub struct Save {
    /// The address; empty when it is still to be given.
    pub address: String,
    /// What the page there calls itself; may be empty.
    pub title: String,
    /// The post, when it was captured before.
    pub known: Option<Post>,
    /// Why it could not be saved.
    pub error: Option<String>,
}

/// The question before something is saved.
#[component]
pub fn SavePage(
    /// The installation and the curator.
    site: Site,
    /// What is asked about.
    save: Save,
) -> impl IntoView {
    let Save { address, title, known, error } = save;
    let what = match known {
        Some(post) => view! { <PostCard post variant=CardVariant::Compact audience=Audience::Curator/> }.into_any(),
        None => web_address(&address).map(|address| view! { <Unseen address title/> }).into_any(),
    };
    view! {
        <StudioDocument site title="Save to your tray" here="">
            <form class="sheet" method="post" action="/studio/save">
                <h1>"Save to your tray"</h1>
                <FormError message=error/>
                {what}
                <TextField
                    name="url"
                    label="Address"
                    value=address
                    hint="A post of a network, or any page."
                    required=true
                />
                <p class="answers">
                    <button class="button primary">"Save"</button>
                    <a class="button quiet" href="/studio/tray">"Go to the tray"</a>
                </p>
            </form>
        </StudioDocument>
    }
}

/// What is known of a page that was never captured: what it was shared as.
#[component]
fn Unseen(address: String, title: String) -> impl IntoView {
    let site = host(&address).unwrap_or_default().to_owned();
    let title = if title.is_empty() { site.clone() } else { title };
    view! {
        <p class="unseen">
            <strong><bdi>{title}</bdi></strong>
            " "
            <span class="hint">{format!("from {site}. Sheaf copies it when you save.")}</span>
        </p>
    }
}
