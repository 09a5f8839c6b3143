//! Markdown, written in place: rendered as readers will see it until one writes, then a field with a small toolbar
//! and the rendering below.

use std::ops::Range;
use std::time::Duration;

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::edit::Changes;
use shared::html::SafeHtml;
use shared::ids::ItemId;
use shared::item::{ItemBody, PostDisplay};
use web_sys::{HtmlTextAreaElement, KeyboardEvent, MouseEvent};

use super::choose_item::Purpose;
use super::clash::words_at;
use super::dom;
use super::format::{Mark, Passage};
use super::history::Field;
use super::lean::{memo, on, part, watch};
use super::menu::focus_left;
use super::moving::name_of;
use super::state::EditorState;
use super::workbench::Workbench;
use crate::client;
use crate::parts::icon::{Icon, IconName};
use crate::parts::story_item::TextBlock;

/// How long after a keystroke the rendering follows.
const PREVIEW_PAUSE: Duration = Duration::from_millis(120);

/// What a button or a key does while writing.
#[derive(Clone, Copy)]
enum Press {
    /// Sets a mark on what is selected.
    Set(Mark),
    /// Chooses what to mention.
    Mention,
}

/// A text in Markdown.
#[component]
pub fn Markdown(
    /// Which text it is.
    field: Field,
    /// What the text is, in words.
    label: &'static str,
    /// What to say while it is empty, an invitation.
    placeholder: &'static str,
) -> impl IntoView {
    let bench = Workbench::expect();
    let value = words_of(EditorState::expect(), field);
    let writing = memo(move || bench.writing.get() == Some(field));
    move || {
        if writing.get() {
            view! { <Writing field label placeholder/> }.into_any()
        } else {
            view! { <Written field label placeholder value/> }.into_any()
        }
    }
}

/// The rendered text. Clicking on it, or the button, begins writing.
#[component]
fn Written(field: Field, label: &'static str, placeholder: &'static str, value: Memo<String>) -> impl IntoView {
    let bench = Workbench::expect();
    let state = EditorState::expect();
    let is_empty = move || value.with(|text| text.trim().is_empty());
    let shown = move || {
        let text = value.get();
        state.renderings.get(&text).unwrap_or_else(|| state.renderings.show(&text))
    };
    let on_click = move |event: MouseEvent| {
        // Following a link and selecting words are not writing.
        let selecting = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
        if dom::target_within(&event, "a").is_none() && !selecting {
            bench.writing.set(Some(field));
        }
    };
    // While it is empty, the words on the button are its name.
    let name = move || (!is_empty()).then(|| ["Edit ", &label.to_ascii_lowercase()].concat());
    view! {
        <div class="written" class:is-empty=is_empty on:click=on_click>
            {part(move || (!is_empty()).then(|| view! { <TextBlock html=shown()/> }))}
            <button type="button" class="write-button" aria-label=name>
                {part(move || is_empty().then_some(placeholder))}
                <Icon name=IconName::Edit/>
            </button>
        </div>
    }
}

/// The words of a field, as the document has them.
fn words_of(state: EditorState, field: Field) -> Memo<String> {
    memo(move || {
        state.document.with(|document| match field {
            Field::Introduction => document.introduction.clone(),
            Field::Words(item) | Field::Note(item) => {
                let body = document.items.get(&item).map(|item| item.body.clone());
                let body = body.or_else(|| Some(state.ghost_of(item)?.body));
                body.and_then(|mut body| words_at(&mut body, field).map(std::mem::take)).unwrap_or_default()
            }
            _ => String::new(),
        })
    })
}

/// Takes what was written into a field.
fn write(state: EditorState, field: Field, markdown: String) {
    match field {
        Field::Introduction => {
            let changes = state.document.with_untracked(|document| Changes::of_introduction(document, &markdown));
            state.edit_typing(field, changes);
        }
        Field::Words(item) => state.type_body(field, item, ItemBody::Text { markdown }),
        Field::Note(item) => {
            if let Some(ItemBody::Post { post, display }) = state.body(item) {
                let display = PostDisplay { note: markdown, ..display };
                state.type_body(field, item, ItemBody::Post { post, display });
            }
        }
        _ => {}
    }
}

/// The field with its toolbar and, below, what readers will see.
#[component]
pub fn Writing(
    /// Which text it is.
    field: Field,
    /// What the text is, in words.
    label: &'static str,
    /// What to say while it is empty, an invitation.
    placeholder: &'static str,
) -> impl IntoView {
    let bench = Workbench::expect();
    let state = EditorState::expect();
    let story = words_of(state, field);
    let value = memo(move || state.autosave.own_words(field).unwrap_or_else(|| story.get()));
    let input = Callback::new(move |markdown: String| write(state, field, markdown));
    let preview = follow(value, state);
    let node = NodeRef::<Textarea>::new();
    watch(move || {
        if let Some(area) = node.get() {
            area.set_value(&value.get_untracked());
            dom::fit_height(&area);
            let _ = area.focus();
        }
    });
    watch(move || {
        let words = value.get();
        if let Some(area) = node.get() {
            dom::show_words(&area, &words);
            dom::fit_height(&area);
        }
    });
    on_cleanup(move || {
        state.pause_typing();
        dom::rescue_focus(write_button(field));
    });
    // Where the cursor was, while something is chosen to be mentioned: browsers forget it behind a dialog.
    let left_at = StoredValue::new(None);
    watch(move || {
        let chosen = bench.choosing.with(Option::is_none);
        if let Some(at) = left_at.get_value().filter(|_| chosen) {
            left_at.set_value(None);
            request_animation_frame(move || {
                let Some(area) = node.get_untracked() else { return };
                select(&area, at);
                if let Some(item) = bench.mentioned.try_update_value(Option::take).flatten() {
                    let name = mention_name(state, item);
                    change(&area, |passage| passage.mentioning(&name, item));
                    state.announce(&["Mentioned: ", &name].concat());
                }
            });
        }
    });
    let press = move |press: Press| match (press, node.get_untracked()) {
        (Press::Set(mark), Some(area)) => change(&area, |passage| passage.marked(mark)),
        (Press::Mention, Some(area)) => {
            left_at.set_value(Some(selection(&area)));
            bench.choosing.set(Some(Purpose::Mention(field)));
        }
        (_, None) => {}
    };
    let on_keydown = move |event: KeyboardEvent| match shortcut(&event) {
        Some(chosen) => {
            event.prevent_default();
            press(chosen);
        }
        None if event.key() == "Escape" => {
            event.stop_propagation();
            bench.writing.set(None);
        }
        None => {}
    };
    let on_input = move |event| {
        if let Some(area) = node.get_untracked() {
            dom::fit_height(&area);
        }
        input.run(event_target_value(&event));
    };
    let on_focusout = move |event| {
        // Who chooses what to mention comes back.
        if focus_left(&event) && bench.choosing.with_untracked(Option::is_none) {
            bench.stop_writing(field);
        }
    };
    view! {
        <div class="writing" on:focusout=on_focusout>
            <FormatBar press=press/>
            <textarea
                node_ref=node
                class="writing-field"
                rows="3"
                dir="auto"
                aria-label=label
                placeholder=placeholder
                    on:input=on_input
                on:keydown=on_keydown
            ></textarea>
            <div class="writing-preview" aria-hidden="true">
                {part(move || Some(preview.get()).filter(|html| !html.is_empty()).map(|html| view! { <TextBlock html/> }))}
            </div>
        </div>
    }
}

/// The rendering of a text that is being written: a moment behind it, and never fewer words than before.
fn follow(value: Memo<String>, state: EditorState) -> RwSignal<SafeHtml> {
    let preview = RwSignal::new(SafeHtml::default());
    let asking = StoredValue::new(false);
    watch(move || {
        value.track();
        if !asking.get_value() {
            asking.set_value(true);
            set_timeout(move || spawn_local(render_latest(value, state, preview, asking)), PREVIEW_PAUSE);
        }
    });
    preview
}

async fn render_latest(
    value: Memo<String>,
    state: EditorState,
    preview: RwSignal<SafeHtml>,
    asking: StoredValue<bool>,
) {
    // Writing may have ended by now.
    let Some(text) = value.try_get_untracked() else { return };
    asking.try_set_value(false);
    if text.trim().is_empty() {
        preview.try_set(SafeHtml::default());
    } else if let Some(html) = client::render(std::slice::from_ref(&text)).await.ok().and_then(|mut html| html.pop()) {
        state.renderings.remember(&text, html.clone());
        preview.try_set(html);
    }
}

/// Where the focus goes back to when writing ends.
fn write_button(field: Field) -> String {
    match field {
        Field::Words(item) => dom::row_of(item) + " .write-button",
        Field::Note(item) => dom::handle_of(item),
        _ => ".story-introduction .write-button".to_owned(),
    }
}

/// The buttons over the field.
#[component]
fn FormatBar(#[prop(into)] press: Callback<Press>) -> impl IntoView {
    let button = move |name: IconName, label: &'static str, chosen: Press| {
        view! {
            <button type="button" class="format-button" aria-label=label title=label on:click=on(move |_| press.run(chosen))>
                <Icon name=name/>
            </button>
        }
    };
    view! {
        // The field keeps the focus and its selection when a button is pressed.
        <div class="format-bar" role="toolbar" aria-label="Formatting" on:mousedown=on(|event: MouseEvent| event.prevent_default())>
            {button(IconName::Bold, "Bold", Press::Set(Mark::Bold))}
            {button(IconName::Italic, "Italic", Press::Set(Mark::Italic))}
            {button(IconName::Link, "Link", Press::Set(Mark::Link))}
            {button(IconName::Mention, "Mention a post", Press::Mention)}
            {button(IconName::List, "List", Press::Set(Mark::List))}
            {button(IconName::Quote, "Quote", Press::Set(Mark::Quote))}
        </div>
    }
}

/// What a mention of an item says: who wrote the post, the words of a heading.
fn mention_name(state: EditorState, item: ItemId) -> String {
    let name = match state.body(item) {
        Some(ItemBody::Post { post, .. }) => {
            state.cards.with_value(|cards| cards.get(&post).map(|card| card.author.clone()))
        }
        Some(ItemBody::Heading { text }) => Some(text),
        _ => None,
    };
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| name_of(state, item))
}

/// Changes what is selected in the field as typing would, so that the field can undo it, and selects what it became.
fn change(area: &HtmlTextAreaElement, change: impl FnOnce(Passage) -> Passage) {
    let passage = change(Passage::from_utf16(area.value(), selection(area)));
    area.select();
    dom::type_words(&passage.text);
    select(area, passage.selection_utf16());
}

/// What is selected in the field, in UTF-16 units.
fn selection(area: &HtmlTextAreaElement) -> Range<usize> {
    let offset = |position: Result<Option<u32>, _>| position.ok().flatten().unwrap_or(0) as usize;
    offset(area.selection_start())..offset(area.selection_end())
}

/// Selects in the field, and goes on writing there.
fn select(area: &HtmlTextAreaElement, selection: Range<usize>) {
    let units = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    let _ = area.set_selection_range(units(selection.start), units(selection.end));
    let _ = area.focus();
}

fn shortcut(event: &KeyboardEvent) -> Option<Press> {
    if !(event.ctrl_key() || event.meta_key()) || event.shift_key() || event.alt_key() {
        return None;
    }
    match event.key().as_str() {
        "b" => Some(Press::Set(Mark::Bold)),
        "i" => Some(Press::Set(Mark::Italic)),
        "k" => Some(Press::Set(Mark::Link)),
        "m" => Some(Press::Mention),
        _ => None,
    }
}
