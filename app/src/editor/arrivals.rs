//! Pictures and links on their way into the story: shown where they will stand until they are there, or with the
//! reason why not.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::ItemId;
use shared::item::{ItemBody, first_words};
use web_sys::File;

use super::failure::Failure;
use super::moving;
use super::state::EditorState;
use crate::client::{self, ClientError};
use crate::parts::icon::{Icon, IconName};

/// What is on its way.
#[derive(Clone, Debug)]
enum Cargo {
    Picture(File),
    Link(String),
}

impl Cargo {
    fn name(&self) -> String {
        match self {
            Self::Picture(file) => first_words(&file.name(), 60),
            Self::Link(url) => first_words(url, 60),
        }
    }

    fn progress(&self) -> String {
        match self {
            Self::Picture(_) => format!("Uploading {}…", self.name()),
            Self::Link(_) => format!("Fetching {}…", self.name()),
        }
    }
}

/// One thing on its way.
#[derive(Clone, Debug)]
struct Arrival {
    id: u32,
    before: Option<ItemId>,
    cargo: Cargo,
    error: Option<ClientError>,
}

/// Everything on its way. Files belong to the browser's own thread, hence the local storage.
#[derive(Clone, Copy)]
pub struct Arrivals {
    list: RwSignal<Vec<Arrival>, LocalStorage>,
    last_id: StoredValue<u32>,
}

impl Arrivals {
    /// Nothing.
    #[must_use]
    pub fn new() -> Self {
        Self { list: RwSignal::new_local(Vec::new()), last_id: StoredValue::new(0) }
    }

    /// Uploads a picture and puts it before an item or at the end.
    pub fn picture(self, state: EditorState, file: File, before: Option<ItemId>) {
        self.begin(state, Cargo::Picture(file), before);
    }

    /// Captures what is at an address and puts it before an item or at the end.
    pub fn link(self, state: EditorState, url: String, before: Option<ItemId>) {
        self.begin(state, Cargo::Link(url), before);
    }

    fn begin(self, state: EditorState, cargo: Cargo, before: Option<ItemId>) {
        self.last_id.update_value(|id| *id += 1);
        let id = self.last_id.get_value();
        state.announce(&cargo.progress());
        self.list.update(|list| list.push(Arrival { id, before, cargo: cargo.clone(), error: None }));
        self.send(state, id, cargo);
    }

    fn send(self, state: EditorState, id: u32, cargo: Cargo) {
        spawn_local(async move {
            let arrived = match &cargo {
                Cargo::Picture(file) => client::upload_picture(file).await.map(|uploaded| {
                    let body = ItemBody::Picture { picture: uploaded.picture, caption: String::new() };
                    (body, None)
                }),
                Cargo::Link(url) => client::capture_post(url).await.map(|post| (ItemBody::post(post.id), Some(post))),
            };
            match arrived {
                Ok((body, post)) => {
                    state.posts.update(|posts| posts.extend(post.map(|post| (post.id, post))));
                    if let Some(arrival) = self.take(id) {
                        moving::add_item(state, body, arrival.before);
                    }
                }
                Err(error) => self.fail(state, id, error),
            }
        });
    }

    fn fail(self, state: EditorState, id: u32, error: ClientError) {
        state.announce(&error.to_string());
        self.list.update(|list| {
            if let Some(arrival) = list.iter_mut().find(|arrival| arrival.id == id) {
                arrival.error = Some(error);
            }
        });
    }

    fn retry(self, state: EditorState, id: u32) {
        let cargo = self.list.try_update(|list| {
            let arrival = list.iter_mut().find(|arrival| arrival.id == id)?;
            arrival.error = None;
            Some(arrival.cargo.clone())
        });
        if let Some(cargo) = cargo.flatten() {
            self.send(state, id, cargo);
        }
    }

    fn take(self, id: u32) -> Option<Arrival> {
        let taken = self.list.try_update(|list| {
            let at = list.iter().position(|arrival| arrival.id == id)?;
            Some(list.remove(at))
        });
        taken.flatten()
    }

    /// What is on its way to the place before an item, or to the end.
    pub fn view(self, state: EditorState, before: Option<ItemId>) -> Vec<AnyView> {
        let here =
            self.list.with(|list| list.iter().filter(|arrival| arrival.before == before).cloned().collect::<Vec<_>>());
        here.into_iter().map(|arrival| self.show(state, arrival)).collect()
    }

    fn show(self, state: EditorState, Arrival { id, cargo, error, .. }: Arrival) -> AnyView {
        match error {
            None => view! {
                <p class="arrival">
                    <Icon name=IconName::Busy/>
                    <span>{cargo.progress()}</span>
                </p>
            }
            .into_any(),
            Some(error) => view! {
                <div class="arrival is-failed">
                    <p class="arrival-name">{cargo.name()}</p>
                    <Failure error retry=move |()| self.retry(state, id)/>
                    <button type="button" class="button quiet" on:click=move |_| drop(self.take(id))>"Leave it out"</button>
                </div>
            }
            .into_any(),
        }
    }
}
