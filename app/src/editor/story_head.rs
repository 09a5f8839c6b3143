//! Title, introduction and cover.

use leptos::prelude::*;
use shared::edit::Changes;
use shared::media::Picture;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::dom;
use super::external::pictures_in;
use super::history::Field;
use super::lean::{live, memo, part};
use super::line_field::{Description, LineField};
use super::state::EditorState;
use super::writing::Markdown;
use crate::client;
use crate::parts::icon::{Icon, IconName};
use crate::parts::media::StoredPicture;

/// The head of the story.
#[component]
pub fn StoryHead() -> impl IntoView {
    let state = EditorState::expect();
    let document = state.document;
    let title = memo(move || {
        state.autosave.own_words(Field::Title).unwrap_or_else(|| document.with(|document| document.title.clone()))
    });
    let type_title = move |title: String| {
        state.edit_typing(Field::Title, document.with_untracked(|document| Changes::of_title(document, &title)));
    };
    let to_introduction = move |()| dom::focus_soon(".story-introduction .write-button".to_owned());
    view! {
        <header class="story-head">
            <div class="title-line">
                <LineField
                    class="title-field"
                    label="Title"
                    placeholder="Untitled story"
                    value=title.into()
                    input=type_title
                    enter=to_introduction
                />
            </div>
            <Introduction/>
            <Cover/>
        </header>
    }
}

#[component]
fn Introduction() -> impl IntoView {
    view! {
        <div class="story-introduction">
            <Markdown field=Field::Introduction label="Introduction" placeholder="Add an introduction"/>
        </div>
    }
}

/// The cover with its description, or a way to choose one.
#[component]
fn Cover() -> impl IntoView {
    let state = EditorState::expect();
    let document = state.document;
    let picture = memo(move || {
        document.with(|document| document.cover.clone()).map(|picture| Picture { alt: String::new(), ..picture })
    });
    let busy = RwSignal::new(false);
    view! {
        <div class="story-cover">
            {part(move || match picture.get() {
                Some(picture) => view! { <ChosenCover picture busy/> }.into_any(),
                None => view! { <CoverButton label="Add a cover picture" busy/> }.into_any(),
            })}
        </div>
    }
}

#[component]
fn ChosenCover(picture: Picture, busy: RwSignal<bool>) -> impl IntoView {
    let state = EditorState::expect();
    let document = state.document;
    let alt = memo(move || {
        let own = state.autosave.own_words(Field::CoverDescription);
        own.unwrap_or_else(|| {
            document.with(|document| document.cover.as_ref().map(|cover| cover.alt.clone()).unwrap_or_default())
        })
    });
    let describe = move |alt: String| {
        let changes = document.with_untracked(|document| {
            let cover = document.cover.clone().map(|cover| Picture { alt, ..cover });
            Changes::of_cover(document, cover)
        });
        state.edit_typing(Field::CoverDescription, changes);
    };
    let remove = move |_| {
        state.edit("remove cover", document.with_untracked(|document| Changes::of_cover(document, None)));
        state.toast("Cover removed.", true);
        dom::focus_soon(".story-cover input".to_owned());
    };
    view! {
        <figure class="cover-figure">
            <StoredPicture picture/>
            <Description value=alt.into() input=describe/>
            <div class="cover-ways">
                <CoverButton label="Change cover" busy/>
                <button type="button" class="button quiet" on:click=remove>
                    <Icon name=IconName::Delete/>
                    "Remove cover"
                </button>
            </div>
        </figure>
    }
}

/// Chooses a cover from disk.
#[component]
fn CoverButton(label: &'static str, busy: RwSignal<bool>) -> impl IntoView {
    let state = EditorState::expect();
    let choose = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let file = input.files().and_then(|files| pictures_in(&files).into_iter().next());
        input.set_value("");
        match file {
            Some(file) => upload_cover(state, file, busy),
            None => state.toast("This is not a picture. Choose a JPEG, PNG, GIF or WebP file.", false),
        }
    };
    view! {
        <label class="button quiet file-button">
            <input type="file" accept="image/*" disabled=live(move || busy.get()) on:change=choose/>
            <Icon name=IconName::Upload/>
            <span>{part(move || if busy.get() { "Uploading…" } else { label })}</span>
        </label>
    }
}

fn upload_cover(state: EditorState, file: web_sys::File, busy: RwSignal<bool>) {
    busy.set(true);
    leptos::task::spawn_local(async move {
        let uploaded = client::upload_picture(&file).await;
        busy.set(false);
        match uploaded {
            Ok(picture) => {
                let cover = |document: &_| Changes::of_cover(document, Some(picture));
                state.edit("cover", state.document.with_untracked(cover));
                state.announce("Cover added.");
            }
            Err(error) => state.toast(&error.to_string(), false),
        }
    });
}
