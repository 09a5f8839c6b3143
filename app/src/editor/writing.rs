//! Markdown, written in place: rendered as readers will see it until one writes, then a field with a small toolbar
//! and the rendering below.

use leptos::html::Textarea;
use leptos::prelude::*;
use shared::markdown::render;
use web_sys::{HtmlTextAreaElement, KeyboardEvent, MouseEvent};

use super::dom;
use super::format::{Mark, Passage};
use super::history::Field;
use super::menu::focus_left;
use super::state::EditorState;
use super::workbench::Workbench;
use crate::parts::icon::{Icon, IconName};
use crate::parts::story_item::TextBlock;

/// A text in Markdown.
#[component]
pub fn Markdown(
    /// Which text it is.
    field: Field,
    /// What the text is, in words.
    label: &'static str,
    /// What to say while it is empty, an invitation.
    placeholder: &'static str,
    /// The Markdown.
    value: Signal<String>,
    /// Takes what was written.
    #[prop(into)]
    input: Callback<String>,
) -> impl IntoView {
    let bench = Workbench::expect();
    let writing = Memo::new(move |_| bench.writing.get() == Some(field));
    move || {
        if writing.get() {
            view! { <Writing field label placeholder value input/> }.into_any()
        } else {
            view! { <Written field label placeholder value/> }.into_any()
        }
    }
}

/// The rendered text. Clicking on it, or the button, begins writing.
#[component]
fn Written(field: Field, label: &'static str, placeholder: &'static str, value: Signal<String>) -> impl IntoView {
    let bench = Workbench::expect();
    let is_empty = move || value.with(|text| text.trim().is_empty());
    let on_click = move |event: MouseEvent| {
        // Following a link and selecting words are not writing.
        let selecting = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
        if dom::target_within(&event, "a").is_none() && !selecting {
            bench.writing.set(Some(field));
        }
    };
    // While it is empty, the words on the button are its name.
    let name = move || (!is_empty()).then(|| format!("Edit {}", label.to_ascii_lowercase()));
    view! {
        <div class="written" class:is-empty=is_empty on:click=on_click>
            {move || (!is_empty()).then(|| view! { <TextBlock html=value.with(|text| render(text))/> })}
            <button type="button" class="write-button" aria-label=name>
                {move || is_empty().then_some(placeholder)}
                <Icon name=IconName::Edit/>
            </button>
        </div>
    }
}

/// The field with its toolbar and, below, what readers will see.
#[component]
fn Writing(
    field: Field,
    label: &'static str,
    placeholder: &'static str,
    value: Signal<String>,
    input: Callback<String>,
) -> impl IntoView {
    let bench = Workbench::expect();
    let state = EditorState::expect();
    let node = NodeRef::<Textarea>::new();
    Effect::new(move |_| {
        if let Some(area) = node.get() {
            dom::fit_height(&area);
            let _ = area.focus();
        }
    });
    on_cleanup(move || {
        state.pause_typing();
        dom::rescue_focus(write_button(field));
    });
    let mark = move |mark: Mark| {
        if let Some(area) = node.get_untracked() {
            set_mark(&area, mark);
            input.run(area.value());
        }
    };
    let on_keydown = move |event: KeyboardEvent| match shortcut(&event) {
        Some(chosen) => {
            event.prevent_default();
            mark(chosen);
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
        if focus_left(&event) {
            bench.stop_writing(field);
        }
    };
    view! {
        <div class="writing" on:focusout=on_focusout>
            <FormatBar mark=mark/>
            <textarea
                node_ref=node
                class="writing-field"
                rows="3"
                dir="auto"
                aria-label=label
                placeholder=placeholder
                prop:value=move || value.get()
                on:input=on_input
                on:keydown=on_keydown
            ></textarea>
            <div class="writing-preview" aria-hidden="true">
                {move || value.with(|text| {
                    (!text.trim().is_empty()).then(|| view! { <TextBlock html=render(text)/> })
                })}
            </div>
        </div>
    }
}

/// Where the focus goes back to when writing ends.
fn write_button(field: Field) -> String {
    match field {
        Field::Words(item) => format!("[data-item-id=\"{item}\"] .write-button"),
        _ => ".story-introduction .write-button".to_owned(),
    }
}

/// The buttons over the field.
#[component]
fn FormatBar(#[prop(into)] mark: Callback<Mark>) -> impl IntoView {
    let button = move |name: IconName, label: &'static str, chosen: Mark| {
        view! {
            <button type="button" class="format-button" aria-label=label title=label on:click=move |_| mark.run(chosen)>
                <Icon name=name/>
            </button>
        }
    };
    view! {
        // The field keeps the focus and its selection when a button is pressed.
        <div class="format-bar" role="toolbar" aria-label="Formatting" on:mousedown=|event| event.prevent_default()>
            {button(IconName::Bold, "Bold", Mark::Bold)}
            {button(IconName::Italic, "Italic", Mark::Italic)}
            {button(IconName::Link, "Link", Mark::Link)}
            {button(IconName::List, "List", Mark::List)}
            {button(IconName::Quote, "Quote", Mark::Quote)}
        </div>
    }
}

/// Sets a mark on what is selected in the field, and selects what it became.
fn set_mark(area: &HtmlTextAreaElement, mark: Mark) {
    let offset = |position: Result<Option<u32>, _>| position.ok().flatten().unwrap_or(0) as usize;
    let selection = offset(area.selection_start())..offset(area.selection_end());
    let passage = Passage::from_utf16(area.value(), selection).marked(mark);
    let selection = passage.selection_utf16();
    area.set_value(&passage.text);
    let units = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    let _ = area.set_selection_range(units(selection.start), units(selection.end));
    let _ = area.focus();
    dom::fit_height(area);
}

fn shortcut(event: &KeyboardEvent) -> Option<Mark> {
    if !(event.ctrl_key() || event.meta_key()) || event.shift_key() || event.alt_key() {
        return None;
    }
    match event.key().as_str() {
        "b" => Some(Mark::Bold),
        "i" => Some(Mark::Italic),
        "k" => Some(Mark::Link),
        _ => None,
    }
}
