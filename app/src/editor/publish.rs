//! Publishing: the button in the top bar, and the dialog that leads from there to a link to share.

mod confirm;
mod copy_field;
mod press;
mod share;
mod standing;
mod unpublish;

use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::MouseEvent;

use super::dom;
use super::state::EditorState;
use crate::parts::icon::{Icon, IconName};
use confirm::{Confirm, Progress};
use press::{Press, Step};
use share::Share;
use standing::Standing;
use unpublish::AskUnpublish;

/// "Publish", "Publish changes" or "Published", with the dialog that it opens.
#[component]
pub fn PublishButton() -> impl IntoView {
    let press = Press::new(EditorState::expect());
    let dialog = NodeRef::<Dialog>::new();
    let open = move |_| {
        press.open();
        if let Some(dialog) = dialog.get_untracked() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    let quiet = move || press.standing.get() == Standing::UpToDate;
    view! {
        <button type="button" class="button publish" class:primary=move || !quiet() aria-haspopup="dialog" on:click=open>
            {move || {
                let name = if quiet() { IconName::Check } else { IconName::Publish };
                view! { <Icon name/> }
            }}
            <span>{move || press.standing.get().label()}</span>
        </button>
        <PublishDialog press dialog/>
    }
}

/// The frame around whichever step is shown.
#[component]
fn PublishDialog(press: Press, dialog: NodeRef<Dialog>) -> impl IntoView {
    Effect::new(move |_| {
        if let Some(first) = press.step.with(starts_at) {
            dom::focus_soon(first.to_owned());
        }
    });
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    let close_by_backdrop = move |event: MouseEvent| {
        if event.target() == event.current_target() {
            close.run(());
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="publish-dialog"
            aria-labelledby="publish-heading"
            on:click=close_by_backdrop
            on:close=move |_| press.close()
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id="publish-heading" tabindex="-1">{move || press.heading()}</h2>
                    <button type="button" class="button quiet icon-only" aria-label="Close" on:click=move |_| close.run(())>
                        <Icon name=IconName::Close/>
                    </button>
                </div>
                <div aria-live="polite">{move || step_view(press, press.step.get(), close)}</div>
            </div>
        </dialog>
    }
}

/// What a step begins with, for the focus: the button that led to it is no longer there.
const fn starts_at(step: &Step) -> Option<&'static str> {
    match step {
        Step::Closed => None,
        Step::Confirm { ask_title: true } => Some("#title-to-publish"),
        _ => Some("#publish-heading"),
    }
}

fn step_view(press: Press, step: Step, close: Callback<()>) -> AnyView {
    match step {
        Step::Closed => ().into_any(),
        Step::Confirm { ask_title } => view! { <Confirm press ask_title close/> }.into_any(),
        Step::Saving | Step::Publishing | Step::Unpublishing => view! { <Progress press close/> }.into_any(),
        Step::Share { pictures_missing } => view! { <Share press pictures_missing close/> }.into_any(),
        Step::AskUnpublish => view! { <AskUnpublish press/> }.into_any(),
        Step::Failed { error, again } => {
            let retry = move || press.go(again);
            view! { <super::failure::Failure error retry/> }.into_any()
        }
    }
}
