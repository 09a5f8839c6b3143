//! The wait while something happens.

use leptos::prelude::*;

use super::press::{Press, Step};
use crate::editor::lean::on;
use crate::editor::state::SaveState;
use crate::parts::icon::{Icon, IconName};

/// What is being done; what has not yet begun can be cancelled.
#[component]
pub fn Progress(
    /// The steps it belongs to.
    press: Press,
    /// The step that takes its time.
    step: Step,
) -> impl IntoView {
    let cancel = (step == Step::Saving).then(|| {
        view! {
            <div class="dialog-ways">
                <button type="button" class="button" on:click=on(move |_| press.close())>"Cancel"</button>
            </div>
        }
    });
    let words = move || match step {
        Step::Saving => press.state.save.with(|save| waiting_for(save).to_owned()),
        Step::Unpublishing => "Taking the story away from its readers…".to_owned(),
        _ => "Copying pictures and making the page…".to_owned(),
    };
    view! {
        <div class="dialog-step">
            <p class="working">
                <Icon name=IconName::Busy/>
                <span>{words}</span>
            </p>
            {cancel}
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
        SaveState::Refused(message) | SaveState::CutOff(message) => message,
    }
}
