//! Before publishing: what it means, and a title if there is none.

use leptos::prelude::*;
use shared::edit::Changes;
use shared::item::ItemBody;
use shared::story::{MAX_TITLE, StoryDocument};

use super::findings::{Findings, Report};
use super::press::{Call, Press, Step};
use super::standing::Standing;
use crate::client::Answer;
use crate::editor::history::Field;
use crate::editor::lean::{live, memo, on, part};
use crate::editor::note::{Note, Weight};
use crate::editor::state::EditorState;
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// Asks before anything happens.
#[component]
pub fn Confirm(
    /// The steps it belongs to.
    press: Press,
    /// Whether to ask for a title.
    ask_title: bool,
) -> impl IntoView {
    let state = press.state;
    let report = RwSignal::new(None);
    let lack = memo(move || {
        let lacks = state.document.with(lack);
        lacks.or_else(|| report.with(|report| state.document.with(|story| hindrance(report.as_ref(), story))))
    });
    let is_checked = memo(move || report.with(|report| matches!(report, Some(Ok(_)))));
    let publish = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if lack.get_untracked().is_none() {
            press.go(Call::Publish);
        }
    };
    view! {
        <form class="dialog-step" on:submit=publish>
            <p>{part(move || explanation(press.standing.get()))}</p>
            {ask_title.then(|| view! { <TitleField state/> })}
            {part(move || (!is_checked.get()).then(|| view! { <HiddenPosts state/> }))}
            <Findings press report lack/>
            {part(move || lack.get().map(|words| view! { <Note weight=Weight::Warning words/> }))}
            <div class="dialog-ways">
                {part(move || unpublish_way(press))}
                <button type="button" class="button" on:click=on(move |_| press.close())>"Not yet"</button>
                <button type="submit" class="button primary" aria-disabled=live(move || lack.get().is_some().to_string())>
                    <Icon name=IconName::Publish/>
                    {part(move || if press.standing.get() == Standing::Draft { "Publish" } else { "Publish changes" })}
                </button>
            </div>
        </form>
    }
}

/// What must be there before readers can be shown anything; the server asks for the same.
fn lack(story: &StoryDocument) -> Option<&'static str> {
    if story.is_empty() {
        Some("There is nothing in the story yet. Add a post or some words first.")
    } else if story.is_untitled() {
        Some("Give the story a title first: readers and search engines go by it.")
    } else {
        None
    }
}

/// What the check found that must not be shown; the server refuses it, too.
fn hindrance(report: Option<&Answer<Report>>, story: &StoryDocument) -> Option<&'static str> {
    let blocks = matches!(report, Some(Ok(report)) if report.blocks(story));
    blocks.then_some("A post in the story must not be shown to strangers. Remove it first.")
}

fn explanation(standing: Standing) -> &'static str {
    match standing {
        Standing::Draft => {
            "Everybody with the link will be able to read the story as it is now. What you change later stays with you \
             until you publish again."
        }
        Standing::Changed | Standing::UpToDate => {
            "Readers will see the story as it is now, at the same address, and wherever it is embedded."
        }
    }
}

/// The way out for a story that is public.
fn unpublish_way(press: Press) -> Option<impl IntoView> {
    (press.standing.get() != Standing::Draft).then(|| {
        view! {
            <button type="button" class="button quiet danger" on:click=on(move |_| press.step.set(Step::AskUnpublish))>
                "Unpublish"
            </button>
        }
    })
}

/// The title, where the story had none; it is the same as above the story.
#[component]
fn TitleField(state: EditorState) -> impl IntoView {
    let write = move |event| {
        let title: String = event_target_value(&event).chars().take(MAX_TITLE).collect();
        state.edit_typing(Field::Title, state.document.with_untracked(|story| Changes::of_title(story, &title)));
    };
    view! {
        <div class="field">
            <label for="title-to-publish">"Title"</label>
            <input
                id="title-to-publish"
                type="text"
                required
                maxlength=MAX_TITLE
                prop:value=live(move || state.document.with(|story| story.title.clone()))
                on:input=write
            />
        </div>
    }
}

/// Says how many posts readers will not see, since their authors ask not to be shown to strangers or deleted them.
#[component]
fn HiddenPosts(state: EditorState) -> impl IntoView {
    move || {
        let hidden = hidden_posts(state);
        (hidden > 0).then(|| {
            let posts = counted(hidden, "post");
            let words = ["Readers are not shown ", &posts, ", for the authors’ sake."].concat();
            view! { <Note weight=Weight::Info words/> }
        })
    }
}

fn hidden_posts(state: EditorState) -> usize {
    state.cards.with_value(|cards| {
        let hidden = |body: &ItemBody| body.post_id().and_then(|post| cards.get(&post)).is_some_and(|card| card.hidden);
        state.document.with(|story| story.items.values().filter(|item| hidden(&item.body)).count())
    })
}

#[cfg(test)]
mod tests {
    use shared::edit::apply;
    use shared::ids::ItemId;

    use super::*;

    #[test]
    fn a_story_needs_content_and_a_title() {
        let mut story = StoryDocument { title: "Round-up".to_owned(), ..StoryDocument::default() };
        assert!(lack(&story).is_some_and(|words| words.starts_with("There is nothing")));
        let divider = story.insert(vec![(ItemId::fresh(), ItemBody::Divider)], None);
        apply(&mut story, &divider).expect("applies");
        assert_eq!(lack(&story), None);
        story.title = "  ".to_owned();
        assert!(lack(&story).is_some_and(|words| words.starts_with("Give the story a title")));
        let introduced =
            StoryDocument { introduction: "Words.".to_owned(), title: "T".to_owned(), ..StoryDocument::default() };
        assert_eq!(lack(&introduced), None);
    }
}
