//! Pictures and links on their way into the story. One quiet line says how far they are, where the next will stand;
//! what could not be had is a row in its place, with the reason. Links are kept in the browser's storage, so that a
//! reload goes on with them; while pictures are on their way, the page asks before it is left.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::html::escape;
use shared::ids::{ItemId, StoryId};
use shared::item::{ItemBody, first_words};
use wasm_bindgen::JsCast;
use web_sys::{Element, File, HtmlElement};

use super::kept_links::KeptLinks;
use super::lean::watch;
use super::state::EditorState;
use super::{dom, moving};
use crate::client::{self, ClientError};
use crate::parts::counted::counted;

/// What is on its way.
#[derive(Clone, Debug)]
pub enum Cargo {
    /// A picture to upload.
    Picture(File),
    /// The address of something to capture.
    Link(String),
}

impl Cargo {
    fn name(&self) -> String {
        match self {
            Self::Picture(file) => first_words(&file.name(), 60),
            Self::Link(url) => first_words(url, 60),
        }
    }

    /// What is done with it, and what it is.
    const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Picture(_) => ("Uploading ", "picture"),
            Self::Link(_) => ("Fetching ", "link"),
        }
    }

    fn progress(&self) -> String {
        [self.words().0, &self.name(), "…"].concat()
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

impl Arrival {
    const fn has_failed(&self) -> bool {
        matches!(self.way, Way::Failed(_))
    }

    /// What it is, why it is not in the story, and the ways on.
    fn markup(&self) -> String {
        let Way::Failed(error) = &self.way else { return String::new() };
        let name = escape(&self.cargo.name());
        let sign_in = if error.needs_sign_in() { SIGN_IN } else { "" };
        let words = ["<p><bdi>", &name, "</bdi> <span>", &escape(&error.to_string()), sign_in, "</span></p>"].concat();
        failed_row(
            &[words, button(AGAIN, self.id, "Try again", &name), button(LEAVE_OUT, self.id, "Leave it out", &name)]
                .concat(),
        )
    }
}

/// What has arrived: which it was, where it was to go, and the item it became.
type Landed = (u32, Option<ItemId>, ItemId);

/// The identifier of the line that speaks of all of them.
const LINE: u32 = 0;

/// Everything on its way. Files belong to the browser's own thread, hence the local storage.
#[derive(Clone, Copy)]
pub struct Arrivals {
    list: RwSignal<Vec<Arrival>, LocalStorage>,
    kept: StoredValue<KeptLinks>,
    landed: StoredValue<Vec<Landed>>,
    last_id: StoredValue<u32>,
    /// Since something was first on its way: how many have come, and how many could not.
    came_failed: StoredValue<(usize, usize)>,
}

impl Arrivals {
    /// Nothing.
    #[must_use]
    pub fn new(story: StoryId) -> Self {
        Self {
            list: RwSignal::new_local(Vec::new()),
            kept: StoredValue::new(KeptLinks::of(story)),
            landed: StoredValue::new(Vec::new()),
            last_id: StoredValue::new(LINE),
            came_failed: StoredValue::new((0, 0)),
        }
    }

    /// Fetches and uploads things of one kind; each goes before an item or to the end.
    pub fn bring(self, state: EditorState, all: Vec<(Cargo, Option<ItemId>)>) {
        let Some((first, _)) = all.first() else { return };
        let (verb, noun) = first.words();
        state.announce(&if all.len() == 1 {
            first.progress()
        } else {
            [verb, &counted(all.len(), noun), "…"].concat()
        });
        self.list.update(|list| {
            for (cargo, before) in all {
                self.last_id.update_value(|id| *id += 1);
                list.push(Arrival { id: self.last_id.get_value(), before, cargo, way: Way::Waiting });
            }
        });
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
        let next = self.list.with_untracked(|list| {
            let moving = list.iter().filter(|one| matches!(one.way, Way::Moving)).count();
            let waiting = list.iter().find(|one| matches!(one.way, Way::Waiting))?;
            (moving < AT_ONCE).then(|| (waiting.id, waiting.cargo.clone()))
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
        if matches!(cargo, Cargo::Link(_)) && self.kept.with_value(KeptLinks::were_taken) {
            return self.list.update(|list| list.retain(|one| matches!(one.cargo, Cargo::Picture(_))));
        }
        match arrived {
            Ok((body, post)) => {
                state.know(post);
                if let Some(arrival) = self.take(id) {
                    self.land(state, &arrival, body);
                }
            }
            Err(error) => {
                self.came_failed.update_value(|(_, failed)| *failed += 1);
                let told = error.to_string();
                self.set_way(id, Way::Failed(error));
                self.conclude(state, &told);
            }
        }
    }

    /// Puts what arrived into its place.
    fn land(self, state: EditorState, arrival: &Arrival, body: ItemBody) {
        let before = self.place_of(state, arrival);
        let is_alone = self.open() == 0 && self.came_failed.get_value() == (0, 0);
        let added = match is_alone {
            true => moving::add_item(state, body, before),
            false => state.add_bodies(vec![body], before).pop(),
        };
        if let Some(item) = added {
            self.landed.update_value(|landed| landed.push((arrival.id, arrival.before, item)));
        }
        self.came_failed.update_value(|(came, _)| *came += 1);
        self.conclude(state, "");
        if self.list.with_untracked(Vec::is_empty) {
            self.landed.update_value(Vec::clear);
        }
    }

    /// Where something goes: before what was offered after it and arrived sooner.
    fn place_of(self, state: EditorState, Arrival { id, before, .. }: &Arrival) -> Option<ItemId> {
        let overtaken_by = self.landed.with_value(|landed| {
            let later = landed.iter().filter(|(other, place, _)| other > id && place == before);
            let later = later.filter(|(_, _, item)| state.body(*item).is_some());
            later.min_by_key(|(other, ..)| *other).map(|(_, _, item)| *item)
        });
        overtaken_by.or(*before)
    }

    /// How many are waiting or moving.
    fn open(self) -> usize {
        self.list.with_untracked(|list| list.iter().filter(|one| !one.has_failed()).count())
    }

    /// Once nothing is on its way any more: says how it went; `trouble` is what the last one met with.
    fn conclude(self, state: EditorState, trouble: &str) {
        if self.open() > 0 {
            return;
        }
        let (came, failed) = self.came_failed.get_value();
        self.came_failed.set_value((0, 0));
        match (came, failed) {
            // Where it stands now has been said.
            (1, 0) => {}
            (0, 1) => state.announce(trouble),
            _ => {
                let trouble =
                    if failed == 0 { String::new() } else { [&failed.to_string(), " could not be."].concat() };
                state.announce(&[&came.to_string(), " added. ", &trouble].concat());
            }
        }
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

    /// Goes on with the links that an earlier editor of the story left, and keeps those of this one. Shows in the gaps
    /// what is on its way to them; `gap` finds the one before an item, or at the end.
    pub fn watch(self, state: EditorState, gap: impl Fn(Option<ItemId>) -> Option<HtmlElement> + 'static) {
        let left = self.kept.with_value(KeptLinks::take_over);
        self.bring(state, left.into_iter().map(|(url, before)| (Cargo::Link(url), before)).collect());
        let shown = StoredValue::new_local(Vec::<Shown>::new());
        watch(move || {
            self.list.track();
            self.kept.update_value(|kept| kept.keep(&self.links(state)));
            self.tell(state);
            let rows = self.rows(state);
            shown.update_value(|shown| {
                shown.retain(|(id, _, place)| {
                    let stays = rows.iter().any(|row| row.id == *id);
                    if !stays {
                        place.remove();
                    }
                    stays
                });
                for row in rows {
                    show(shown, row, &gap);
                }
            });
        });
    }

    /// The links that are not in the story yet, with their places.
    fn links(self, state: EditorState) -> Vec<(String, Option<ItemId>)> {
        self.list.with_untracked(|list| {
            let links = list.iter().filter_map(|one| match &one.cargo {
                Cargo::Link(url) => Some((url.clone(), self.place_of(state, one))),
                Cargo::Picture(_) => None,
            });
            links.collect()
        })
    }

    /// Tells the top bar how far everything is, and whether leaving the page would lose something.
    fn tell(self, state: EditorState) {
        let (came, failed) = self.came_failed.get_value();
        let open = self.open();
        let (words, at_risk) = self.list.with_untracked(|list| {
            let next = list.iter().find(|one| !one.has_failed());
            let words = next.map(|next| match open + came + failed {
                1 => [next.cargo.words().0.trim_end(), "…"].concat(),
                all => [next.cargo.words().0, &(came + failed + 1).to_string(), " of ", &all.to_string(), "…"].concat(),
            });
            (words.unwrap_or_default(), list.iter().any(|one| matches!(one.cargo, Cargo::Picture(_))))
        });
        state.on_way.set(words);
        state.at_risk.set_value(at_risk);
    }

    /// What is shown, and where: the line for all of them, and what has failed.
    fn rows(self, state: EditorState) -> Vec<Row> {
        let words = state.on_way.get_untracked();
        self.list.with_untracked(|list| {
            let failed: Vec<&Arrival> = list.iter().filter(|one| one.has_failed()).collect();
            let next = list.iter().find(|one| !one.has_failed());
            let mut rows = Vec::new();
            if let Some(first) = next.or(if failed.len() > 1 { failed.first().copied() } else { None }) {
                let progress = if next.is_some() { PROGRESS } else { "" };
                let ways = if failed.len() > 1 { all_failed(failed.len()) } else { String::new() };
                let words = if list.len() == 1 { first.cargo.progress() } else { words };
                let stay = if state.at_risk.get_value() { [&words, " Keep this page open."].concat() } else { words };
                rows.push(Row { id: LINE, before: first.before, html: [progress, &ways].concat(), words: stay });
            }
            rows.extend(failed.into_iter().map(|one| Row {
                id: one.id,
                before: one.before,
                html: one.markup(),
                words: String::new(),
            }));
            rows
        })
    }

    /// A press on one of the buttons of a row, or of the line.
    pub fn on_press(self, state: EditorState, does: &str, on: Option<Element>) {
        let id = on.and_then(|button| button.get_attribute("data-arrival")?.parse().ok()).unwrap_or(LINE);
        let is_meant = |one: &Arrival| one.has_failed() && (id == one.id || id == LINE);
        self.list.update(|list| match does {
            LEAVE_OUT => list.retain(|one| !is_meant(one)),
            _ => list.iter_mut().filter(|one| is_meant(one)).for_each(|one| one.way = Way::Waiting),
        });
        self.go_on(state);
        dom::rescue_focus(dom::gap_before(None) + " .gap-button");
    }
}

/// A row under the story's items: which, where, its markup, and the words of the line.
struct Row {
    id: u32,
    before: Option<ItemId>,
    html: String,
    words: String,
}

/// What shows a row: which, the markup it was drawn from, and the element.
type Shown = (u32, String, HtmlElement);

fn show(shown: &mut Vec<Shown>, row: Row, gap: &dyn Fn(Option<ItemId>) -> Option<HtmlElement>) {
    let at = shown.iter().position(|(id, ..)| *id == row.id).unwrap_or_else(|| {
        if let Some(place) = document().create_element("div").ok().and_then(|place| place.dyn_into().ok()) {
            shown.push((row.id, String::new(), place));
        }
        shown.len().saturating_sub(1)
    });
    let Some((id, drawn, place)) = shown.get_mut(at) else { return };
    let is_placed = place.parent_element().is_some();
    if *id == LINE || !is_placed {
        let gap = gap(row.before).or_else(|| dom::find(&dom::gap_before(None)));
        // An element that is put where it is would lose the focus.
        if let Some(gap) = gap.filter(|gap| place.parent_element().as_ref() != Some(gap)) {
            place.set_class_name("arrivals");
            let _ = gap.append_child(place);
        }
    }
    if *drawn != row.html {
        place.set_inner_html(&row.html);
        *drawn = row.html;
    }
    if let Some(words) = dom::within(place, ".so-far") {
        words.set_text_content(Some(&row.words));
    }
}

const SIGN_IN: &str = " <a href=\"/login\" target=\"_blank\">Sign in (new tab)</a>";
const AGAIN: &str = "again";
const LEAVE_OUT: &str = "leave-out";

/// Its words are written by [`show`], so that its icon goes on turning.
const PROGRESS: &str = "<p class=\"arrival\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-loader-circle\"></use></svg>\
                        <span class=\"so-far\"></span></p>";

fn all_failed(count: usize) -> String {
    let words = ["<p>", &count.to_string(), " could not be added.</p>"].concat();
    failed_row(
        &[words, button(AGAIN, LINE, "Try all again", ""), button(LEAVE_OUT, LINE, "Leave all out", "")].concat(),
    )
}

fn failed_row(inside: &str) -> String {
    ["<div class=\"arrival is-failed\">", inside, "</div>"].concat()
}

fn button(does: &str, id: u32, label: &str, name: &str) -> String {
    let of = if name.is_empty() { String::new() } else { [" aria-label=\"", label, ": ", name, "\""].concat() };
    [
        "<button type=\"button\" class=\"button quiet\" data-do=\"",
        does,
        "\" data-arrival=\"",
        &id.to_string(),
        "\"",
        &of,
        ">",
        label,
        "</button>",
    ]
    .concat()
}
