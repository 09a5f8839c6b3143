//! The button that adds a whole list.

use leptos::prelude::*;
use shared::desk::Card;

use crate::editor::lean::{live, memo, part};
use crate::editor::state::EditorState;
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// Adds every post of a list that is not in the story yet, in one gesture.
#[component]
pub fn AddAll(
    /// What would be added, in the order it would be added.
    #[prop(into)]
    posts: Signal<Vec<Card>>,
    /// What one of them is called: "result", "post".
    noun: &'static str,
    /// Whether more can be fetched, so that these are not all there are.
    #[prop(into)]
    open_ended: Signal<bool>,
) -> impl IntoView {
    let state = EditorState::expect();
    let count = memo(move || posts.with(Vec::len));
    let add = move |_| {
        let posts = posts.get_untracked();
        if posts.is_empty() {
            return;
        }
        let told = counted(posts.len(), "post") + " added to your story.";
        state.add_posts(posts, state.insertion.get_untracked());
        state.toast(&told, true);
    };
    let label = move || match (count.get(), open_ended.get()) {
        (0, _) => "All in your story".to_owned(),
        (1, _) => ["Add 1 ", noun].concat(),
        (count, false) => ["Add all ", &counted(count, noun)].concat(),
        (count, true) => ["Add all ", &counted(count, noun), " so far"].concat(),
    };
    // Not disabled when nothing is left: it would take the focus away from whoever just pressed it.
    view! {
        <button type="button" class="button add-all" aria-disabled=live(move || (count.get() == 0).to_string()) on:click=add>
            {part(move || {
                let name = if count.get() == 0 { IconName::Check } else { IconName::Plus };
                view! { <Icon name/> }
            })}
            <span>{label}</span>
        </button>
    }
}
