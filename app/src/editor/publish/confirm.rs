//! Before publishing: what it means, and a title if there is none. And the wait while it happens.

use leptos::prelude::*;
use shared::edit::Changes;
use shared::item::ItemBody;
use shared::story::MAX_TITLE;

use super::press::{Call, Press, Step};
use super::standing::Standing;
use crate::editor::history::Field;
use crate::editor::source_panel::counted;
use crate::editor::state::{EditorState, SaveState};
use crate::parts::icon::{Icon, IconName};

/// Asks before anything happens.
#[component]
pub fn Confirm(press: Press, ask_title: bool, close: Callback<()>) -> impl IntoView {
    let state = press.state;
    let has_title = Memo::new(move |_| state.document.with(|story| !story.title.trim().is_empty()));
    let missing = move || match (state.document.with(|story| story.items.is_empty()), has_title.get()) {
        (true, _) => Some("There is nothing in the story yet. Add a post or some words first."),
        (_, false) => Some("Give the story a title first: readers and search engines go by it."),
        _ => None,
    };
    let publish = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if missing().is_none() {
            press.go(Call::Publish);
        }
    };
    view! {
        <form class="dialog-step" on:submit=publish>
            <p>{move || explanation(press.standing.get())}</p>
            {ask_title.then(|| view! { <TitleField state/> })}
            <HiddenPosts state/>
            {move || missing().map(|words| view! { <p class="notice warning"><Icon name=IconName::Warning/><span>{words}</span></p> })}
            <div class="dialog-ways">
                {move || unpublish_way(press)}
                <button type="button" class="button" on:click=move |_| close.run(())>"Not yet"</button>
                <button type="submit" class="button primary" aria-disabled=move || missing().is_some().to_string()>
                    <Icon name=IconName::Publish/>
                    {move || if press.standing.get() == Standing::Draft { "Publish" } else { "Publish changes" }}
                </button>
            </div>
        </form>
    }
}

fn explanation(standing: Standing) -> &'static str {
    match standing {
        Standing::Draft => {
            "Everybody with the link will be able to read the story as it is now. What you change later stays with you \
             until you publish again."
        }
        Standing::Changed | Standing::UpToDate => {
            "Readers will see the story as it is now, at the same address, and wherever it is embedded."
        }
    }
}

/// The way out for a story that is public.
fn unpublish_way(press: Press) -> Option<impl IntoView> {
    (press.standing.get() != Standing::Draft).then(|| {
        view! {
            <button type="button" class="button quiet danger" on:click=move |_| press.step.set(Step::AskUnpublish)>
                "Unpublish"
            </button>
        }
    })
}

/// The title, where the story had none; it is the same as above the story.
#[component]
fn TitleField(state: EditorState) -> impl IntoView {
    let write = move |event| {
        let title: String = event_target_value(&event).chars().take(MAX_TITLE).collect();
        state.edit_typing(Field::Title, state.document.with_untracked(|story| Changes::of_title(story, &title)));
    };
    view! {
        <div class="field">
            <label for="title-to-publish">"Title"</label>
            <input
                id="title-to-publish"
                type="text"
                required
                maxlength=MAX_TITLE
                prop:value=move || state.document.with(|story| story.title.clone())
                on:input=write
            />
        </div>
    }
}

/// Says how many posts readers will not see, since their authors ask not to be shown to strangers or deleted them.
#[component]
fn HiddenPosts(state: EditorState) -> impl IntoView {
    move || {
        let hidden = hidden_posts(state);
        (hidden > 0).then(|| {
            let words =
                format!("Readers see a short note in place of {}, for the authors' sake.", counted(hidden, "post"));
            view! { <p class="notice"><Icon name=IconName::Hidden/><span>{words}</span></p> }
        })
    }
}

fn hidden_posts(state: EditorState) -> usize {
    let posts = state.posts.read();
    let hidden = |body: &ItemBody| match body {
        ItemBody::Post { post } => posts.get(post).is_some_and(|post| !post.is_public()),
        _ => false,
    };
    state.document.with(|story| story.items.values().filter(|item| hidden(&item.body)).count())
}

/// While something happens.
#[component]
pub fn Progress(press: Press, close: Callback<()>) -> impl IntoView {
    let waits = move || press.step.get() == Step::Saving;
    let words = move || match press.step.get() {
        Step::Saving => press.state.save.with(|save| waiting_for(save).to_owned()),
        Step::Unpublishing => "Taking the story away from its readers…".to_owned(),
        _ => "Copying pictures and making the page…".to_owned(),
    };
    view! {
        <div class="dialog-step">
            <p class="working"><Icon name=IconName::Busy/><span>{words}</span></p>
            <div class="dialog-ways">
                <button type="button" class="button" hidden=move || !waits() on:click=move |_| close.run(())>"Cancel"</button>
            </div>
        </div>
    }
}

fn waiting_for(save: &SaveState) -> &str {
    match save {
        SaveState::Saved | SaveState::Saving => "Saving your last changes…",
        SaveState::Offline { .. } => {
            "The server cannot be reached. Publishing goes on by itself once your last changes are saved."
        }
        SaveState::SignInNeeded => {
            "Your session has ended. Sign in again in another tab; publishing then goes on by itself."
        }
        SaveState::Conflict => "Somebody changed the same place. Close this and choose which words to keep.",
        SaveState::Refused(message) => message,
    }
}
