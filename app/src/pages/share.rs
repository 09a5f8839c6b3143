//! How to spread a story: its link, and code for other places.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::ids::StoryId;
use shared::presentation::Layout;
use shared::story::shown_title;

use crate::document::{Site, StudioDocument};
use crate::parts::form_field::{FormDone, TextArea, TextField};
use crate::parts::story_places::StoryPlaces;
use crate::parts::time::{Time, TimeStyle};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The story.
    pub id: StoryId,
    /// The title of the draft.
    pub title: String,
    /// Whether whoever looks may edit it.
    pub may_edit: bool,
    /// What has just been done, to be announced.
    pub done: Option<String>,
    /// Since when the story is live, if it is.
    pub live_since: Option<DateTime<Utc>>,
    /// The layout that the codes ask for; the story's own without.
    pub layout: Option<Layout>,
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
    let Share { id, title, may_edit, done, live_since, layout, codes } = share;
    let live = (may_edit && codes.is_some()).then(|| view! { <LiveChoice id live_since/> });
    let name = shown_title(&title).to_owned();
    let editor = format!("/studio/stories/{id}");
    let shown = match codes {
        Some(codes) => view! { {layouts(id, layout)}<CodeFields codes/> }.into_any(),
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
            <FormDone message=done/>
            {shown}
            {live}
        </StudioDocument>
    }
}

/// Starts and stops live.
#[component]
fn LiveChoice(id: StoryId, live_since: Option<DateTime<Utc>>) -> impl IntoView {
    let (value, button, class) = match live_since {
        None => ("start", "Start live", "button"),
        Some(_) => ("stop", "Stop live", "button primary"),
    };
    let words = match live_since {
        None => view! {
            "While a story is live, whoever has it open sees what you publish at once, without loading the page again. "
            "What you have not published stays with you."
        }
        .into_any(),
        Some(since) => view! {
            <strong class="live-mark">"Live"</strong>" since "<Time at=since style=TimeStyle::Moment/>" UTC. "
            "Whoever has the story open sees what you publish. Stop when there is no more to come: their pages then say so."
        }
        .into_any(),
    };
    view! {
        <form class="live-choice" method="post" action=format!("/studio/stories/{id}/live") aria-labelledby="live-title">
            <h2 id="live-title">"Live"</h2>
            <p>{words}</p>
            <button class=class name="live" value=value>{button}</button>
        </form>
    }
}

/// Link, frame and script can ask for another layout than the story's own.
fn layouts(story: StoryId, chosen: Option<Layout>) -> impl IntoView {
    let link = |layout: Option<Layout>| {
        let (key, words) = layout.map_or(("", "The story’s own"), |layout| (layout.key(), layout.label()));
        let href = format!("/studio/stories/{story}/share?layout={key}");
        let current = (layout == chosen).then_some("page");
        view! { <li><a href=href aria-current=current>{words}</a></li> }
    };
    let links: Vec<_> = std::iter::once(None).chain(Layout::ALL.map(Some)).map(link).collect();
    view! {
        <nav class="share-layouts" aria-labelledby="share-layout">
            <h2 id="share-layout">"Layout"</h2>
            <ul class="choices">{links}</ul>
        </nav>
    }
}

#[component]
fn CodeFields(codes: Codes) -> impl IntoView {
    let Codes { url, atom, frame, script, block, newsletter } = codes;
    view! {
        <div class="share-codes">
            <TextField
                name="link" label="Link" value=url readonly=true
                hint="WordPress and many other sites show the whole story when this stands on a line of its own: they find the embed by oEmbed. Ghost makes a preview of it; for the whole story put the frame or the script into its HTML card."
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
