//! An item as readers will see it, to be changed in place.

use leptos::html::Textarea;
use leptos::prelude::*;
use shared::ids::{ItemId, PostId};
use shared::item::ItemBody;
use shared::media::Picture;
use web_sys::KeyboardEvent;

use super::dom;
use super::history::Field;
use super::moving;
use super::state::EditorState;
use super::workbench::Workbench;
use super::writing::Markdown;
use crate::parts::icon::{Icon, IconName};
use crate::parts::media::StoredPicture;
use crate::parts::post_card::{Audience, PostCard};
use crate::parts::story_item::DividerBlock;
use crate::parts::time::TimeStyle;

/// A post, as captured.
#[component]
pub fn PostItem(
    /// Which.
    post: PostId,
    /// Whether it goes on from the one before.
    continues: bool,
    /// How its time is written.
    times: TimeStyle,
) -> impl IntoView {
    let state = EditorState::expect();
    match state.posts.with_untracked(|posts| posts.get(&post).cloned()) {
        Some(post) => view! { <PostCard post audience=Audience::Curator continues times/> }.into_any(),
        None => view! {
            <p class="post-hidden">
                <Icon name=IconName::Warning/>
                <span>"This post is not here yet. Reload the page to fetch it."</span>
            </p>
        }
        .into_any(),
    }
}

/// The curator's words.
#[component]
pub fn TextItem(
    /// The item.
    item: ItemId,
) -> impl IntoView {
    let state = EditorState::expect();
    let field = Field::Words(item);
    let input = move |markdown| state.type_body(field, item, ItemBody::Text { markdown });
    view! { <Markdown field label="Text" placeholder="Write something" value=state.words(item) input/> }
}

/// A heading, always ready to be typed into. Enter goes on with a text below it.
#[component]
pub fn HeadingItem(
    /// The item.
    item: ItemId,
) -> impl IntoView {
    let state = EditorState::expect();
    let bench = Workbench::expect();
    let value = state.words(item);
    let input = move |text: String| {
        state.type_body(Field::Words(item), item, ItemBody::Heading { text });
    };
    let go_on = move |()| {
        let order = state.order.get_untracked();
        let next = order.iter().skip_while(|id| **id != item).nth(1).copied();
        let added = moving::add_item(state, ItemBody::Text { markdown: String::new() }, next);
        bench.writing.set(added.map(Field::Words));
    };
    view! {
        <h2 class="heading-item">
            <LineField class="heading-field" label="Heading" placeholder="Heading" value input enter=go_on/>
        </h2>
    }
}

/// A picture from the curator with its description and a line under it.
#[component]
pub fn PictureItem(
    /// The item.
    item: ItemId,
) -> impl IntoView {
    let state = EditorState::expect();
    let shown = Memo::new(move |_| state.picture(item).map(|(picture, _)| Picture { alt: String::new(), ..picture }));
    let alt = Memo::new(move |_| state.picture(item).map(|(picture, _)| picture.alt).unwrap_or_default());
    let caption = state.words(item);
    let change = move |field: Field, change: &dyn Fn(&mut Picture, &mut String)| {
        if let Some((mut picture, mut caption)) = untrack(|| state.picture(item)) {
            change(&mut picture, &mut caption);
            state.type_body(field, item, ItemBody::Picture { picture, caption });
        }
    };
    let describe = move |text: String| {
        change(Field::Description(item), &|picture, _| picture.alt.clone_from(&text));
    };
    let subtitle = move |text: String| change(Field::Words(item), &|_, caption| caption.clone_from(&text));
    view! {
        <figure class="figure picture-item">
            {move || shown.get().map(|picture| view! { <StoredPicture picture/> })}
            <figcaption>
                <LineField class="caption-field" label="Caption" placeholder="Caption" value=caption input=subtitle/>
            </figcaption>
            <Description value=alt.into() input=describe/>
        </figure>
    }
}

/// What a picture shows, for people who cannot see it.
#[component]
pub fn Description(
    /// As it is.
    value: Signal<String>,
    /// Takes what was written.
    #[prop(into)]
    input: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="description" class:is-missing=move || value.with(|text| text.trim().is_empty())>
            <span class="description-tag" aria-hidden="true">"Alt"</span>
            <LineField
                class="description-field"
                label="Description for people who do not see the picture"
                placeholder="Describe the picture for people who do not see it"
                value
                input
            />
        </div>
    }
}

/// A pause.
#[component]
pub fn DividerItem() -> impl IntoView {
    view! { <DividerBlock/> }
}

/// One line of plain text that grows when it wraps.
#[component]
pub fn LineField(
    /// For its style.
    class: &'static str,
    /// What it is.
    label: &'static str,
    /// What to say while it is empty.
    placeholder: &'static str,
    /// As it is.
    value: Signal<String>,
    /// Takes what was written.
    #[prop(into)]
    input: Callback<String>,
    /// What Enter does besides leaving the field.
    #[prop(optional, into)]
    enter: Option<Callback<()>>,
) -> impl IntoView {
    let state = EditorState::expect();
    let field = NodeRef::<Textarea>::new();
    // The text also changes from elsewhere: undo, another tab.
    Effect::new(move |_| {
        value.track();
        if let Some(area) = field.get() {
            request_animation_frame(move || dom::fit_height(&area));
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        // Enter in an unfinished composition chooses a word.
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            state.pause_typing();
            if let Some(enter) = enter {
                enter.run(());
            }
        }
    };
    view! {
        <textarea
            node_ref=field
            class=format!("line-field {class}")
            rows="1"
            dir="auto"
            aria-label=label
            placeholder=placeholder
            prop:value=move || value.get()
            on:input=move |event| input.run(event_target_value(&event).replace(['\n', '\r'], " "))
            on:keydown=on_keydown
            on:blur=move |_| state.pause_typing()
        ></textarea>
    }
}
