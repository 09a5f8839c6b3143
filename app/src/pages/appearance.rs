//! How a story looks to its readers: a plain form.

use leptos::prelude::*;
use shared::ids::StoryId;
use shared::presentation::{Layout, Presentation, Scheme, Typeface};
use shared::story::shown_title;

use crate::document::{Site, StudioDocument};
use crate::parts::form_field::{FormDone, FormError, TextField};
use crate::parts::story_places::StoryPlaces;

/// What the page shows. Its form posts `layout`, `accent`, `typeface`, `scheme`, `hide_header` and `hide_byline` to its
/// own address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The story.
    pub story: StoryId,
    /// Its title; may be empty.
    pub title: String,
    /// Its look, or the one that was chosen and cannot be.
    pub presentation: Presentation,
    /// The accent as it was written; empty for Sheaf's own.
    pub accent: String,
    /// Why the last choice cannot be.
    pub error: Option<String>,
    /// What has just been done, to be announced.
    pub done: Option<String>,
}

/// Colours that can be read as text on a page, for whom the code of a colour is no word.
const ACCENTS: &[(&str, &str)] = &[
    ("#9a4a1c", "Sienna"),
    ("#005eb8", "Blue"),
    ("#0f6674", "Teal"),
    ("#1a6b3c", "Green"),
    ("#6b3fa0", "Purple"),
    ("#a2271f", "Red"),
    ("#4a4742", "Grey"),
];

/// The appearance of a story.
#[component]
pub fn AppearancePage(
    /// The installation and the curator.
    site: Site,
    /// The look.
    appearance: Appearance,
) -> impl IntoView {
    let Appearance { story, title, presentation, accent, error, done } = appearance;
    let name = shown_title(&title).to_owned();
    let action = format!("/studio/stories/{story}/appearance");
    view! {
        <StudioDocument site title=format!("Appearance of “{name}”") here="">
            <div class="settings">
                <StoryPlaces story title may_edit=true here="/appearance"/>
                <h1>"Appearance"</h1>
                <p class="standfirst">"Readers see it when the story is published again."</p>
                <FormDone message=done/>
                <FormError message=error/>
                <form class="appearance" method="post" action=action>
                    {layouts(presentation.layout)}
                    <TextField
                        name="accent"
                        label="Accent colour"
                        value=accent
                        verbatim=true
                        max=Some(7)
                        offers=ACCENTS
                        hint="The colour of links: one that is offered, or your own as # and six digits. Leave it empty for Sheaf’s."
                    />
                    {choices("typeface", "Letters", presentation.typeface, &[
                        (Typeface::Serif, "serif", "With serifs, as in books"),
                        (Typeface::Sans, "sans", "Without serifs"),
                    ])}
                    {choices("scheme", "Light or dark", presentation.scheme, &[
                        (Scheme::Auto, "auto", "As the reader’s device is set"),
                        (Scheme::Light, "light", "Always light"),
                        (Scheme::Dark, "dark", "Always dark"),
                    ])}
                    <fieldset>
                        <legend>"Leave out"</legend>
                        {tick("hide_header", "Title and introduction", presentation.hide_header)}
                        {tick("hide_byline", "The line about who and when", presentation.hide_byline)}
                    </fieldset>
                    <button class="button primary">"Save the look"</button>
                </form>
            </div>
        </StudioDocument>
    }
}

fn layouts(chosen: Layout) -> impl IntoView {
    let named = Layout::ALL.map(|layout| {
        let words = match layout {
            Layout::List => "List: one below the other",
            Layout::Grid => "Grid: side by side, pictures and videos first",
            Layout::Slides => "Slides: one at a time",
            Layout::Transcript => "Transcript: author, time and words",
        };
        (layout, layout.key(), words)
    });
    choices("layout", "Layout", chosen, &named)
}

/// One of several.
fn choices<T: Copy + PartialEq>(
    name: &'static str,
    legend: &'static str,
    chosen: T,
    choices: &[(T, &'static str, &'static str)],
) -> impl IntoView + use<T> {
    let choices: Vec<_> = choices
        .iter()
        .map(|(value, key, words)| {
            view! {
                <label class="choice">
                    <input type="radio" name=name value=*key checked=*value == chosen/>
                    {*words}
                </label>
            }
        })
        .collect();
    view! { <fieldset><legend>{legend}</legend>{choices}</fieldset> }
}

fn tick(name: &'static str, words: &'static str, is_on: bool) -> impl IntoView {
    view! { <label class="choice"><input type="checkbox" name=name value="yes" checked=is_on/>{words}</label> }
}
