//! Publishing: the button in the top bar, and the dialog that leads from there to a link to share.

mod confirm;
mod copy_field;
mod findings;
mod press;
mod progress;
mod share;
mod standing;
mod unpublish;

use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::MouseEvent;

use super::dom;
use super::failure::Failure;
use super::state::EditorState;
use crate::editor::lean::{live, on, part, watch};
use crate::parts::icon::{Icon, IconName};
use confirm::Confirm;
use press::{Press, Step};
use progress::Progress;
use share::Share;
use standing::Standing;
use unpublish::AskUnpublish;

/// "Publish", "Publish changes" or "Published", with the dialog that it opens.
#[component]
pub fn PublishButton() -> impl IntoView {
    let press = Press::new(EditorState::expect());
    let standing = press.standing;
    let icon = move || if standing.get() == Standing::UpToDate { IconName::Check } else { IconName::Publish };
    view! {
        <button
            type="button"
            class="button publish"
            class:primary=live(move || standing.get() != Standing::UpToDate)
            aria-haspopup="dialog"
            on:click=on(move |_| press.open())
        >
            {part(move || view! { <Icon name=icon()/> })}
            <span>{part(move || standing.get().label())}</span>
        </button>
        <PublishDialog press/>
    }
}

/// The frame around whichever step is shown.
#[component]
fn PublishDialog(press: Press) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    watch(move || {
        let Some(dialog) = dialog.get() else { return };
        match press.step.with(starts_at) {
            None => dialog.close(),
            Some(first) => {
                // Fails when it is open already, which is just as well.
                let _ = dialog.show_modal();
                dom::focus_soon(first.to_owned());
            }
        }
    });
    let close_by_backdrop = move |event: MouseEvent| {
        // The second press of a double click was meant for the button that the first one opened this with.
        if event.target() == event.current_target() && event.detail() < 2 {
            press.close();
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="publish-dialog"
            aria-labelledby="publish-heading"
            on:click=close_by_backdrop
            on:close=on(move |_| press.close())
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id="publish-heading" tabindex="-1">
                        {part(move || press.heading())}
                    </h2>
                    <button
                        type="button"
                        class="button quiet icon-only"
                        aria-label="Close"
                        on:click=on(move |_| press.close())
                    >
                        <Icon name=IconName::Close/>
                    </button>
                </div>
                <div aria-live="polite">{part(move || step_view(press, press.step.get()))}</div>
            </div>
        </dialog>
    }
}

/// What a step begins with, for the focus: the button that led to it is no longer there. Nothing when it is closed.
const fn starts_at(step: &Step) -> Option<&'static str> {
    match step {
        Step::Closed => None,
        Step::Confirm { ask_title: true } => Some("#title-to-publish"),
        _ => Some("#publish-heading"),
    }
}

fn step_view(press: Press, step: Step) -> AnyView {
    match step {
        Step::Closed => ().into_any(),
        Step::Confirm { ask_title } => view! { <Confirm press ask_title/> }.into_any(),
        Step::Saving | Step::Publishing | Step::Unpublishing => view! { <Progress press step/> }.into_any(),
        Step::Share { pictures_missing } => view! { <Share press pictures_missing/> }.into_any(),
        Step::AskUnpublish => view! { <AskUnpublish press/> }.into_any(),
        Step::Failed { error, again } => {
            let retry = move || press.go(again);
            view! { <Failure error retry/> }.into_any()
        }
    }
}
