//! What the check of the story found, each a click from its place. Only what must not be shown keeps from publishing;
//! what a story needs besides, the dialog asks for itself.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::check::Effect;
use shared::ids::ItemId;
use shared::story::StoryDocument;

use super::press::Press;
use crate::client::{self, Answer, Fields};
use crate::editor::choose_item::go_to;
use crate::editor::dom;
use crate::editor::lean::{on, part, watch};
use crate::editor::note::{Note, Weight};
use crate::editor::state::{EditorState, Pane, SaveState};
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    /// Where it is.
    place: Place,
    /// What stands there, in a few words.
    subject: String,
    /// What was found.
    words: String,
    /// What to do about it.
    advice: String,
    /// What becomes of it.
    effect: Effect,
}

/// A place in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Item(ItemId),
    Cover,
    Introduction,
}

/// What the check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
    /// Links there was no time for.
    unchecked: u64,
}

impl Report {
    /// Whether something that must not be shown is still in the story.
    #[must_use]
    pub fn blocks(&self, story: &StoryDocument) -> bool {
        self.findings.iter().any(|finding| match finding.place {
            Place::Item(item) => finding.effect == Effect::Blocks && story.items.contains_key(&item),
            _ => false,
        })
    }
}

/// Checks the story as soon as it is saved, and lists what there is to look at.
#[component]
pub fn Findings(
    /// The steps it belongs to.
    press: Press,
    /// What the check said, once it has.
    report: RwSignal<Option<Answer<Report>>>,
    /// What must be there before the story can be published, and is not.
    lack: Memo<Option<&'static str>>,
) -> impl IntoView {
    let state = press.state;
    let ask = move || {
        report.set(None);
        spawn_local(async move {
            let answer = client::check(state.story).await.map(|report| read(&report));
            // The dialog may be closed by now.
            report.try_set(Some(answer));
        });
    };
    let asked = StoredValue::new(false);
    watch(move || {
        let saved = state.save.with(|save| *save == SaveState::Saved);
        if saved && !asked.get_value() {
            asked.set_value(true);
            ask();
        }
    });
    let again = move |label: &'static str| {
        view! { <button type="button" class="button" on:click=on(move |_| ask())>{label}</button> }
    };
    part(move || match report.get() {
        None => view! {
            <p class="working hint">
                <Icon name=IconName::Busy/>
                <span>"Looking at pictures, posts and links. You need not wait for it."</span>
            </p>
        }
        .into_any(),
        Some(Err(error)) => {
            let words = ["The story could not be checked. ", &error.to_string()].concat();
            view! { <Note weight=Weight::Warning words/> {again("Check again")} }.into_any()
        }
        Some(Ok(report)) => {
            let more = (report.unchecked > 0).then(|| {
                let words = ["Not looked at yet: ", &counted(report.unchecked as usize, "link"), "."].concat();
                view! { <Note weight=Weight::Info words/> {again("Look at the other links")} }
            });
            // “Nothing stands out” is no word to a story that lacks its title.
            let says_so = more.is_none() && lack.with(Option::is_none);
            view! { <List press findings=report.findings says_so/> {more} }.into_any()
        }
    })
}

#[component]
fn List(press: Press, findings: Vec<Finding>, says_so: bool) -> impl IntoView {
    if findings.is_empty() && !says_so {
        return ().into_any();
    }
    if findings.is_empty() {
        return view! {
            <p class="checked hint">
                <Icon name=IconName::Check/>
                <span>"Checked: nothing stands out."</span>
            </p>
        }
        .into_any();
    }
    let told = [&counted(findings.len(), "thing"), " to look at"].concat();
    let blocked = findings.iter().any(|finding| finding.effect == Effect::Blocks);
    let hint =
        if blocked { "Each leads to its place." } else { "Each leads to its place. None keeps you from publishing." };
    let row = |finding| view! { <Row press finding/> };
    view! {
        <section class="check" aria-labelledby="check-heading">
            <h3 id="check-heading">{told}</h3>
            <p class="hint">{hint}</p>
            <ul>{findings.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(press: Press, finding: Finding) -> impl IntoView {
    let Finding { place, subject, words, advice, effect } = finding;
    let go = move |_| {
        press.close();
        show(press.state, place);
    };
    let withheld = (effect != Effect::Advice).then(|| view! { <span class="withheld">{effect.words()}</span> });
    view! {
        <li>
            <button type="button" class="finding" on:click=on(go)>
                <b><bdi>{subject}</bdi></b>
                <span>{words}</span>
                {withheld}
                <span class="hint">{advice}</span>
            </button>
        </li>
    }
}

/// Leads to a place in the editor.
fn show(state: EditorState, place: Place) {
    let selector = match place {
        Place::Item(item) => return go_to(state, item),
        Place::Cover => ".story-cover",
        Place::Introduction => ".story-introduction",
    };
    state.view.set(Pane::Story);
    dom::focus_soon([selector, " :is(button, input, textarea)"].concat());
    dom::reveal_soon(selector.to_owned());
}

fn read(report: &Fields) -> Report {
    Report {
        findings: report.list("findings").iter().filter_map(read_finding).collect(),
        unchecked: report.number("unchecked").unwrap_or(0),
    }
}

/// A finding; none for what the dialog asks for itself.
fn read_finding(finding: &Fields) -> Option<Finding> {
    let text = |name| finding.text(name).unwrap_or_default();
    let effect = match text("effect").as_str() {
        "blocks" => Effect::Blocks,
        "withheld" => Effect::Withheld,
        _ => Effect::Advice,
    };
    let item = finding.text("item").and_then(|item| item.parse().ok());
    let place = match item {
        Some(item) => Place::Item(item),
        None if effect == Effect::Blocks => return None,
        None if text("kind") == "missing_description" => Place::Cover,
        None => Place::Introduction,
    };
    Some(Finding { place, subject: text("subject"), words: text("words"), advice: text("advice"), effect })
}
