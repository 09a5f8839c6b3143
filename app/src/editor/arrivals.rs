//! Pictures and links on their way into the story: shown where they will stand until they are there, or with the
//! reason why not.

use std::any::Any;
use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::ItemId;
use shared::item::{ItemBody, first_words};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlElement};

use super::column::mount;
use super::failure::Failure;
use super::lean::{on, watch};
use super::state::EditorState;
use super::workbench::Workbench;
use super::{dom, moving};
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
            Self::Picture(_) => ["Uploading ", &self.name(), "…"].concat(),
            Self::Link(_) => ["Fetching ", &self.name(), "…"].concat(),
        }
    }
}

/// How many are fetched or uploaded at once; the others wait for their turn.
const AT_ONCE: usize = 4;

/// How far one thing has come.
#[derive(Clone, Debug)]
enum Way {
    Waiting,
    Moving,
    Failed(ClientError),
}

/// One thing on its way. Identifiers grow, so that what came together can keep its order.
#[derive(Clone, Debug)]
struct Arrival {
    id: u32,
    before: Option<ItemId>,
    cargo: Cargo,
    way: Way,
}

/// What has arrived: which it was, where it was to go, and the item it became.
type Landed = (u32, Option<ItemId>, ItemId);

/// What shows an arrival, and where.
type Shown = (Box<dyn Any>, HtmlElement);

/// Everything on its way. Files belong to the browser's own thread, hence the local storage.
#[derive(Clone, Copy)]
pub struct Arrivals {
    list: RwSignal<Vec<Arrival>, LocalStorage>,
    landed: StoredValue<Vec<Landed>>,
    last_id: StoredValue<u32>,
}

impl Arrivals {
    /// Nothing.
    #[must_use]
    pub fn new() -> Self {
        Self {
            list: RwSignal::new_local(Vec::new()),
            landed: StoredValue::new(Vec::new()),
            last_id: StoredValue::new(0),
        }
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
        self.list.update(|list| list.push(Arrival { id, before, cargo, way: Way::Waiting }));
        self.go_on(state);
    }

    /// Lets as many move as may.
    fn go_on(self, state: EditorState) {
        while let Some((id, cargo)) = self.next() {
            spawn_local(async move {
                self.send(state, id, &cargo).await;
                self.go_on(state);
            });
        }
    }

    /// The next in the queue, now moving.
    fn next(self) -> Option<(u32, Cargo)> {
        let moving = |list: &[Arrival]| list.iter().filter(|one| matches!(one.way, Way::Moving)).count();
        let next = self.list.with_untracked(|list| {
            let waiting = list.iter().find(|one| matches!(one.way, Way::Waiting))?;
            (moving(list) < AT_ONCE).then(|| (waiting.id, waiting.cargo.clone()))
        })?;
        self.set_way(next.0, Way::Moving);
        Some(next)
    }

    async fn send(self, state: EditorState, id: u32, cargo: &Cargo) {
        let arrived = match cargo {
            Cargo::Picture(file) => client::upload_picture(file)
                .await
                .map(|picture| (ItemBody::Picture { picture, caption: String::new() }, None)),
            Cargo::Link(url) => client::capture_post(url).await.map(|post| (ItemBody::post(post.id), Some(post))),
        };
        match arrived {
            Ok((body, post)) => {
                state.know(post);
                if let Some(arrival) = self.take(id) {
                    self.land(state, &arrival, body);
                }
            }
            Err(error) => self.fail(state, id, error),
        }
    }

    /// Puts what arrived into its place: before what was offered after it and arrived sooner.
    fn land(self, state: EditorState, Arrival { id, before, .. }: &Arrival, body: ItemBody) {
        let overtaken_by = self.landed.with_value(|landed| {
            let later = landed.iter().filter(|(other, place, _)| other > id && place == before);
            let later = later.filter(|(_, _, item)| state.body(*item).is_some());
            later.min_by_key(|(other, ..)| *other).map(|(_, _, item)| *item)
        });
        if let Some(item) = moving::add_item(state, body, overtaken_by.or(*before)) {
            self.landed.update_value(|landed| landed.push((*id, *before, item)));
        }
        if self.list.with_untracked(Vec::is_empty) {
            self.landed.update_value(Vec::clear);
        }
    }

    fn fail(self, state: EditorState, id: u32, error: ClientError) {
        state.announce(&error.to_string());
        self.set_way(id, Way::Failed(error));
    }

    fn retry(self, state: EditorState, id: u32) {
        self.set_way(id, Way::Waiting);
        self.go_on(state);
    }

    fn set_way(self, id: u32, way: Way) {
        self.list.update(|list| {
            if let Some(arrival) = list.iter_mut().find(|arrival| arrival.id == id) {
                arrival.way = way;
            }
        });
    }

    fn take(self, id: u32) -> Option<Arrival> {
        let taken = self.list.try_update(|list| {
            let at = list.iter().position(|arrival| arrival.id == id)?;
            Some(list.remove(at))
        });
        taken.flatten()
    }

    /// Shows in the gaps what is on its way to them; `gap` finds the one before an item, or at the end.
    pub fn watch(
        self,
        state: EditorState,
        bench: Workbench,
        gap: impl Fn(Option<ItemId>) -> Option<HtmlElement> + 'static,
    ) {
        let shown = StoredValue::new_local(BTreeMap::<u32, Shown>::new());
        watch(move || {
            let here = self.list.with(|list| list.iter().map(|one| (one.id, one.before)).collect::<Vec<_>>());
            shown.update_value(|shown| {
                shown.retain(|id, (_, place)| {
                    let stays = here.iter().any(|(other, _)| other == id);
                    if !stays {
                        place.remove();
                    }
                    stays
                });
                for (id, before) in here {
                    if !shown.contains_key(&id) {
                        shown.extend(self.show_in(state, bench, id, gap(before)).map(|one| (id, one)));
                    }
                }
            });
        });
    }

    fn show_in(self, state: EditorState, bench: Workbench, id: u32, gap: Option<HtmlElement>) -> Option<Shown> {
        let gap = gap.or_else(|| dom::find(&dom::gap_before(None)))?;
        let place: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
        place.set_class_name("arrivals");
        gap.append_child(&place).ok()?;
        let view = move || {
            let arrival = move || self.list.with(|list| list.iter().find(|one| one.id == id).cloned());
            (move || arrival().map(|arrival| self.show(state, arrival))).into_any()
        };
        Some((mount(state, bench, place.clone(), view), place))
    }

    fn show(self, state: EditorState, Arrival { id, cargo, way, .. }: Arrival) -> AnyView {
        let Way::Failed(error) = way else {
            return view! {
                <p class="arrival">
                    <Icon name=IconName::Busy/>
                    <span>{cargo.progress()}</span>
                </p>
            }
            .into_any();
        };
        view! {
            <div class="arrival is-failed">
                <p class="arrival-name">{cargo.name()}</p>
                <Failure error retry=move |()| self.retry(state, id)/>
                <button type="button" class="button quiet" on:click=on(move |_| drop(self.take(id)))>"Leave it out"</button>
            </div>
        }
        .into_any()
    }
}
