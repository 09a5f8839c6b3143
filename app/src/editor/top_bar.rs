//! The bar above the editor: where one is, whether it is saved, undo and redo, preview and publish.

use leptos::prelude::*;
use shared::story::shown_title;

use super::lean::{live, memo, on, part};
use super::outline::OutlineButton;
use super::state::{EditorState, SaveState};
use crate::parts::icon::{Icon, IconName};

/// The bar. Its children are what comes last: publishing.
#[component]
pub fn TopBar(
    /// Put at the end.
    children: Children,
) -> impl IntoView {
    let state = EditorState::expect();
    let title = memo(move || state.document.with(|document| shown_title(document.title.trim()).to_owned()));
    let can_undo = move || state.can_undo_redo.get().0;
    let can_redo = move || state.can_undo_redo.get().1;
    view! {
        <header class="topbar">
            <a class="topbar-button" href="/studio" target="_self" title="Back to your stories" aria-label="Back to your stories">
                <Icon name=IconName::Back/>
            </a>
            <h1 class="topbar-title" dir="auto">{part(move || title.get())}</h1>
            <SaveStatus/>
            <div class="topbar-tools">
                <OutlineButton class="topbar-button outline-button"/>
                <Tool icon=IconName::Undo label="Undo" shortcut="Control+Z" enabled=can_undo press=move |()| state.undo()/>
                <Tool
                    icon=IconName::Redo
                    label="Redo"
                    shortcut="Control+Shift+Z"
                    enabled=can_redo
                    press=move |()| state.redo()
                />
                <a
                    class="topbar-button preview"
                    href=["/studio/stories/", &state.story.to_string(), "/preview"].concat()
                    target="_blank"
                    title="Preview (new tab)"
                    aria-label="Preview (new tab)"
                >
                    <Icon name=IconName::Preview/>
                </a>
                {children()}
            </div>
        </header>
    }
}

/// One button of the bar. It keeps the focus when it can do nothing more.
#[component]
fn Tool(
    icon: IconName,
    label: &'static str,
    shortcut: &'static str,
    #[prop(into)] enabled: Signal<bool>,
    #[prop(into)] press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="topbar-button"
            aria-label=label
            title=[label, " (", &shortcut.replace("Control", "Ctrl"), ")"].concat()
            aria-keyshortcuts=shortcut
            aria-disabled=live(move || (!enabled.get()).to_string())
            on:click=on(move |_| press.run(()))
        >
            <Icon name=icon/>
        </button>
    }
}

/// How saving goes, in a few quiet words.
#[component]
fn SaveStatus() -> impl IntoView {
    let state = EditorState::expect();
    // What is on its way is not in the story yet, so “Saved” would not be the whole truth.
    let on_way = move || Some(state.on_way.get()).filter(|words| !words.is_empty() && state.save.with(is_saved));
    let kind = move || if on_way().is_some() { "on-way" } else { state.save.with(kind) };
    view! {
        <div class="save-status" data-save=kind>
            {part(move || {
                let save = state.save.get();
                let sign_in = (save == SaveState::SignInNeeded).then(|| view! {
                    " " <a href="/login" target="_blank">"Sign in (new tab)"</a>
                });
                let again = (!matches!(save, SaveState::Saved | SaveState::Saving | SaveState::Conflict | SaveState::CutOff(_))).then(|| view! {
                    " "
                    <button type="button" class="link" on:click=on(move |_| state.autosave.retry(state))>"Try again"</button>
                });
                let choose = state.autosave.has_clash().then(|| view! {
                    <button
                        type="button"
                        class="button choose-button"
                        on:click=on(move |_| state.autosave.asking.set(true))
                    >
                        "Choose"
                    </button>
                });
                let on_way = on_way();
                let icon = if on_way.is_some() { IconName::Busy } else { icon(&save) };
                view! {
                    <Icon name=icon/>
                    <span class="save-words">{on_way.unwrap_or_else(|| words(&save))}{sign_in}{again}</span>
                    {choose}
                }
            })}
        </div>
    }
}

fn is_saved(save: &SaveState) -> bool {
    *save == SaveState::Saved
}

const fn kind(save: &SaveState) -> &'static str {
    match save {
        SaveState::Saved => "saved",
        SaveState::Saving => "saving",
        SaveState::Offline { .. } => "offline",
        SaveState::SignInNeeded => "signed-out",
        SaveState::Conflict => "conflict",
        SaveState::Refused(_) | SaveState::CutOff(_) => "refused",
    }
}

const fn icon(save: &SaveState) -> IconName {
    match save {
        SaveState::Saved => IconName::Saved,
        SaveState::Saving => IconName::Busy,
        SaveState::Offline { .. } => IconName::Offline,
        SaveState::SignInNeeded => IconName::Lock,
        SaveState::Conflict | SaveState::Refused(_) | SaveState::CutOff(_) => IconName::Warning,
    }
}

fn words(save: &SaveState) -> String {
    match save {
        SaveState::Saved => "Saved".to_owned(),
        SaveState::Saving => "Saving…".to_owned(),
        SaveState::Offline { waiting: 1 } => "Working offline, 1 change waits".to_owned(),
        SaveState::Offline { waiting } => ["Working offline, ", &waiting.to_string(), " changes wait"].concat(),
        SaveState::SignInNeeded => "Not saved: you are signed out.".to_owned(),
        SaveState::Conflict => "Somebody else changed the same words".to_owned(),
        SaveState::Refused(reason) | SaveState::CutOff(reason) => ["Not saved: ", reason].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_is_told_in_words() {
        assert_eq!(words(&SaveState::Offline { waiting: 1 }), "Working offline, 1 change waits");
        assert_eq!(words(&SaveState::Offline { waiting: 3 }), "Working offline, 3 changes wait");
    }
}
