//! How this story shows a post: descriptions for its pictures, media left out, repetition trimmed. The snapshot stays
//! as it was captured.

use leptos::html::Dialog;
use leptos::prelude::*;
use shared::ids::ItemId;
use shared::item::{ItemBody, PostDisplay};
use shared::media::Picture;

use super::dialogs::open_while;
use super::history::Field;
use super::lean::{memo, on, part};
use super::state::EditorState;
use super::workbench::Workbench;
use crate::parts::icon::{Icon, IconName};
use crate::parts::media::StoredPicture;

/// The dialog, while a post is being dealt with.
#[component]
pub fn DisplayDialog() -> impl IntoView {
    let bench = Workbench::expect();
    let dialog = NodeRef::<Dialog>::new();
    open_while(dialog, move || bench.displaying.get().map(Some));
    view! {
        <dialog node_ref=dialog class="display-dialog" aria-labelledby="display-heading" on:close=on(move |_| bench.displaying.set(None))>
            {part(move || bench.displaying.get().map(|item| view! { <Choices item/> }))}
        </dialog>
    }
}

#[component]
fn Choices(item: ItemId) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let display = memo(move || {
        state.document.with(|document| match document.items.get(&item).map(|item| &item.body) {
            Some(ItemBody::Post { display, .. }) => display.clone(),
            _ => PostDisplay::default(),
        })
    });
    let pictures = state
        .body(item)
        .and_then(|body| body.post_id())
        .and_then(|post| state.cards.with_value(|cards| cards.get(&post).map(|card| card.pictures.clone())));
    let fields = pictures.unwrap_or_default().into_iter().map(|picture| view! { <AltField item picture display/> });
    let fields = fields.collect_view();
    let close = move |_| bench.displaying.set(None);
    view! {
        <div class="dialog-body">
            <div class="dialog-head">
                <h2 id="display-heading">"Show this post differently"</h2>
                <button type="button" class="button quiet icon-only" aria-label="Close" on:click=close>
                    <Icon name=IconName::Close/>
                </button>
            </div>
            <p class="hint">"Only in this story. The post itself stays as it was captured."</p>
            <Switch
                label="Leave out pictures, films and link previews"
                checked=Signal::derive(move || display.with(|display| display.hide_media))
                set=move |on| change(state, item, "show differently", |display| display.hide_media = on)
            />
            <Switch
                label="Trim what a thread repeats"
                checked=Signal::derive(move || display.with(|display| display.trim))
                set=move |on| change(state, item, "show differently", |display| display.trim = on)
            />
            {fields}
            <div class="dialog-ways">
                <button type="button" class="button primary" on:click=close>"Done"</button>
            </div>
        </div>
    }
}

#[component]
fn Switch(label: &'static str, checked: Signal<bool>, #[prop(into)] set: Callback<bool>) -> impl IntoView {
    view! {
        <label class="switch">
            <input type="checkbox" prop:checked=checked on:change=on(move |event| set.run(event_target_checked(&event)))/>
            <span>{label}</span>
        </label>
    }
}

/// The description of one of the post's pictures, beside the author's own.
#[component]
fn AltField(item: ItemId, picture: Picture, display: Memo<PostDisplay>) -> impl IntoView {
    let state = EditorState::expect();
    let id = picture.id;
    let field = ["alt-of-", &id.to_string()].concat();
    let theirs = picture.alt.trim();
    let said = if theirs.is_empty() {
        "Its author gave no description.".to_owned()
    } else {
        ["Its author says: ", theirs].concat()
    };
    let value = move || display.with(|display| display.alts.get(&id).cloned().unwrap_or_default());
    let input = move |event| {
        let text: String = event_target_value(&event);
        let changed = with_display(state, item, |display| {
            if text.trim().is_empty() { drop(display.alts.remove(&id)) } else { drop(display.alts.insert(id, text)) }
        });
        if let Some(body) = changed {
            state.type_body(Field::Description(item), item, body);
        }
    };
    view! {
        <div class="alt-field">
            <StoredPicture picture=Picture { alt: String::new(), ..picture.clone() }/>
            <div class="field">
                <label for=field.clone()>"Description"</label>
                <textarea id=field rows="2" dir="auto" prop:value=value on:input=input on:blur=on(move |_| state.pause_typing())></textarea>
                <p class="hint" dir="auto">{said}</p>
            </div>
        </div>
    }
}

fn with_display(state: EditorState, item: ItemId, change: impl FnOnce(&mut PostDisplay)) -> Option<ItemBody> {
    let Some(ItemBody::Post { post, mut display }) = state.body(item) else { return None };
    change(&mut display);
    Some(ItemBody::Post { post, display })
}

/// Changes how a post is shown, in one gesture.
pub fn change(state: EditorState, item: ItemId, label: &'static str, change: impl FnOnce(&mut PostDisplay)) {
    if let Some(body) = with_display(state, item, change) {
        state.edit(label, state.document.with_untracked(|document| document.replace(item, body)));
    }
}
