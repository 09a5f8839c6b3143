//! After publishing: the link to share and the code to embed the story.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::copy_field::CopyField;
use super::press::{Press, Step};
use crate::client;
use crate::editor::failure::Failure;
use crate::editor::lean::{on, part};
use crate::editor::note::{Note, Weight};
use crate::parts::counted::counted;
use crate::parts::icon::{Icon, IconName};

/// The link and the code, each with a button to copy it.
#[component]
pub fn Share(
    /// The steps it belongs to.
    press: Press,
    /// How many pictures could not be copied.
    pictures_missing: u32,
) -> impl IntoView {
    let url = move || press.state.publication.with(|publication| publication.as_ref().map(|it| it.url.clone()));
    let missing = (pictures_missing > 0).then(|| {
        let pictures = counted(pictures_missing as usize, "picture");
        let words =
            ["Not copied: ", &pictures, ". Readers see the description instead; publish again to retry."].concat();
        view! { <Note weight=Weight::Warning words/> }
    });
    view! {
        <div class="dialog-step">
            {missing}
            {part(move || url().map(|url| view! {
                <CopyField id="story-link" label="Link to share" value=url.clone() lines=1/>
                <EmbedCode story_url=url/>
            }))}
            <div class="dialog-ways">
                <button type="button" class="button quiet danger" on:click=on(move |_| press.step.set(Step::AskUnpublish))>
                    "Unpublish"
                </button>
                <button type="button" class="button" on:click=on(move |_| press.close())>"Done"</button>
                <a class="button primary" href=url target="_blank">
                    <Icon name=IconName::External/>
                    "Open story"
                </a>
            </div>
        </div>
    }
}

/// The code is the server's to write: it is fetched from where other sites ask for it.
#[component]
fn EmbedCode(story_url: String) -> impl IntoView {
    let code = RwSignal::new(None);
    let fetch = move || {
        let story_url = story_url.clone();
        spawn_local(async move {
            let answer = client::embed_code(&story_url).await;
            // The dialog may be closed by now.
            code.try_set(Some(answer));
        });
    };
    fetch();
    move || {
        let retry = fetch.clone();
        code.get().map(|answer| match answer {
            Ok(html) => {
                view! { <CopyField id="embed-code" label="Code to embed it in a page" value=html lines=4/> }.into_any()
            }
            Err(error) => view! { <Failure error retry/> }.into_any(),
        })
    }
}
