//! How to spread a story: its link, and code for other places.

use leptos::prelude::*;
use shared::ids::StoryId;
use shared::story::shown_title;

use crate::document::{Site, StudioDocument};
use crate::parts::form_field::{TextArea, TextField};
use crate::parts::story_places::StoryPlaces;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The story.
    pub id: StoryId,
    /// The title of the draft.
    pub title: String,
    /// Whether whoever looks may edit it.
    pub may_edit: bool,
    /// What to copy; nothing while readers cannot see the story.
    pub codes: Option<Codes>,
}

/// What to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// The absolute public address.
    pub url: String,
    /// The absolute address of the feed of new items.
    pub atom: String,
    /// A frame.
    pub frame: String,
    /// A script that inserts the frame.
    pub script: String,
    /// The story itself as HTML.
    pub block: String,
    /// The same for mail.
    pub newsletter: String,
}

/// The page.
#[component]
pub fn SharePage(
    /// The installation and who is signed in.
    site: Site,
    /// The story.
    share: Share,
) -> impl IntoView {
    let Share { id, title, may_edit, codes } = share;
    let name = shown_title(&title).to_owned();
    let editor = format!("/studio/stories/{id}");
    let shown = match codes {
        Some(codes) => view! { <CodeFields codes/> }.into_any(),
        None => view! {
            <p>
                "Readers cannot see this story yet. " <a href=editor>"Publish it"</a>
                " first; then its link and the code for other places stand here."
            </p>
        }
        .into_any(),
    };
    view! {
        <StudioDocument site title=format!("Share {name}") here="">
            <StoryPlaces story=id title=name may_edit here="/share"/>
            <h1>"Share"</h1>
            {shown}
        </StudioDocument>
    }
}

#[component]
fn CodeFields(codes: Codes) -> impl IntoView {
    let Codes { url, atom, frame, script, block, newsletter } = codes;
    view! {
        <div class="share-codes">
            <TextField
                name="link" label="Link" value=url readonly=true
                hint="WordPress, Ghost and many other sites show the whole story when this stands on a line of its own: they find the embed by oEmbed."
            />
            <TextArea
                name="frame" label="Frame" value=frame rows=3 readonly=true
                hint="For any site that takes HTML. The story scrolls inside, and a link remains where frames are not allowed."
            />
            <TextArea
                name="script" label="Script" value=script rows=3 readonly=true
                hint="For sites that allow scripts: the frame, always as high as the story. Without the script a link remains."
            />
            <TextArea
                name="block" label="Plain HTML" value=block rows=6 readonly=true
                hint="The story itself, which stays readable when this server is gone. It does not change when you publish again; pictures are links."
            />
            <TextArea
                name="newsletter" label="Newsletter" value=newsletter rows=6 readonly=true
                hint="For mail: as much of the story as mail programs show, with pictures, and a link to the rest."
            />
            <TextField name="feed" label="Feed" value=atom readonly=true hint="Tells feed readers what is new in this story."/>
        </div>
    }
}
