//! The rows on the page, kept as the document is: what a change touches is drawn again, and nothing else is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use leptos::prelude::*;
use shared::desk::Cards;
use shared::ids::{ItemId, PostId};
use shared::item::{Item, ItemBody};
use shared::order::OrderKey;
use shared::story::StoryDocument;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{batches, lines, pictures};
use crate::editor::dom;
use crate::editor::rendering::Renderings;
use crate::editor::state::EditorState;
use crate::rows;

/// A row, and what it was drawn from.
struct Row {
    element: HtmlElement,
    order: OrderKey,
    body: ItemBody,
}

/// The list of rows.
pub struct Drawn {
    list: HtmlElement,
    rows: HashMap<ItemId, Row>,
    joined: BTreeSet<ItemId>,
    renderings: Renderings,
    /// Items whose words stand as they were written until their rendering is here.
    plain: BTreeSet<ItemId>,
}

impl Drawn {
    /// Takes over the rows that the server wrote, or writes them when they are not those of the document.
    pub fn take_over(list: Option<HtmlElement>, state: EditorState) -> Option<Self> {
        let list = list.or_else(|| document().create_element("div").ok()?.dyn_into().ok())?;
        let _ = list.set_attribute("class", "items");
        let _ = list.set_attribute("role", "list");
        let mut drawn = Self {
            list,
            rows: HashMap::new(),
            joined: BTreeSet::new(),
            renderings: state.renderings,
            plain: BTreeSet::new(),
        };
        state.document.with_untracked(|document| {
            state.cards.with_value(|cards| {
                if drawn.adopt(document) {
                    drawn.describe_all(cards);
                } else {
                    drawn.write_all(document, cards);
                }
                drawn.join(&document.ordered(), cards);
            });
        });
        pictures::watch(&drawn.list);
        Some(drawn)
    }

    /// Shows the rows in a place on the page.
    pub fn put_into(&self, place: &Element) {
        let _ = place.append_child(&self.list);
    }

    /// The row of an item.
    pub fn row(&self, item: ItemId) -> Option<&HtmlElement> {
        self.rows.get(&item).map(|row| &row.element)
    }

    /// Draws what a change touched; gives whether items came, went or moved.
    pub fn draw(&mut self, state: EditorState, touched: &[ItemId]) -> bool {
        state.document.with_untracked(|document| {
            let mut structural = false;
            for id in touched {
                structural |= match document.items.get(id) {
                    None => self.remove(state, *id),
                    Some(item) => self.refresh(state, item),
                };
            }
            if structural {
                let order = document.ordered();
                state.cards.with_value(|cards| {
                    self.place(&order, touched, cards);
                    self.join(&order, cards);
                });
            }
            structural
        })
    }

    /// Whether the rows there are are those of the document.
    fn adopt(&mut self, document: &StoryDocument) -> bool {
        for element in batches::rows_of(&self.list) {
            let id = element.get_attribute("data-item-id").and_then(|id| id.parse().ok());
            let Some(item) = id.and_then(|id| document.items.get(&id)) else { return false };
            self.rows.insert(item.id, Row { element, order: item.order.clone(), body: item.body.clone() });
        }
        self.rows.len() == document.items.len()
    }

    /// The rows that the server wrote have the authors' descriptions.
    fn describe_all(&self, cards: &Cards) {
        for row in self.rows.values().filter(|row| is_described(&row.body)) {
            describe(&row.element, &row.body, cards);
        }
    }

    fn write_all(&mut self, document: &StoryDocument, cards: &Cards) {
        self.rows.clear();
        self.list.set_inner_html("");
        let order = document.ordered();
        let all: Vec<ItemId> = order.iter().map(|item| item.id).collect();
        self.place(&order, &all, cards);
    }

    fn remove(&mut self, state: EditorState, id: ItemId) -> bool {
        if state.ghost_of(id).is_some() {
            return true;
        }
        let Some(row) = self.rows.remove(&id) else { return false };
        self.joined.remove(&id);
        if let Some(post) = row.body.post_id() {
            keep_markup(state, post, &row.element);
        }
        // What is on its way to this place goes to the next.
        if let Some(next) = batches::next_row(&row.element).and_then(|next| dom::within(&next, ".gap")) {
            for arrival in dom::all_within(&row.element, ".gap > .arrivals") {
                let _ = next.append_child(&arrival);
            }
        }
        if dom::is_focused(&row.element) {
            let next = batches::next_row(&row.element);
            let next = next.or_else(|| batches::rows_of(&self.list).last().map(Into::into));
            let next = next.filter(|next| !next.is_same_node(Some(&row.element))).map(|next| next.id());
            let handle = |id: String| ["#", &id, " .handle"].concat();
            dom::rescue_focus(next.map_or_else(|| dom::gap_before(None) + " button", handle));
        }
        row.element.remove();
        true
    }

    /// Draws an item's words again if they are others; gives whether its row is missing or in the wrong place.
    fn refresh(&mut self, state: EditorState, item: &Item) -> bool {
        let Some(row) = self.rows.get_mut(&item.id) else { return true };
        // Who writes in a line goes on with words of their own until they have chosen.
        let is_own = dom::is_focused(&row.element) && state.autosave.holds_item(item.id);
        if row.body != item.body && !is_own {
            state.cards.with_value(|cards| redraw(&row.element, item, cards, self.renderings));
            row.body = item.body.clone();
        }
        let moved = row.order != item.order;
        row.order = item.order.clone();
        self.note_plain(item.id, &item.body);
        moved
    }

    /// Remembers an item whose rendering is still to come.
    fn note_plain(&mut self, id: ItemId, body: &ItemBody) {
        let words = match body {
            ItemBody::Text { markdown } => markdown,
            ItemBody::Post { display, .. } => &display.note,
            _ => return,
        };
        if !words.trim().is_empty() && untrack(|| self.renderings.get(words)).is_none() {
            self.plain.insert(id);
        }
    }

    /// Draws again what stood as it was written, now that more renderings are here.
    pub fn show_renderings(&mut self, state: EditorState) {
        for id in std::mem::take(&mut self.plain) {
            self.show_written(state, id);
        }
    }

    /// Draws the words of an item that is not, or no longer, written in.
    pub fn show_written(&mut self, state: EditorState, id: ItemId) {
        let (Some(row), Some(body)) = (self.rows.get(&id), state.body(id)) else { return };
        let Some(place) = dom::within(&row.element, ".item-body") else { return };
        if dom::within(&place, ".writing").is_some() {
            return;
        }
        let render = |words: &str| self.renderings.show(words);
        match &body {
            ItemBody::Text { .. } => place.set_inner_html(&rows::body(&body, None, &render)),
            ItemBody::Post { display, .. } => show_extras(&place, &rows::extras(display, &render)),
            _ => {}
        }
        self.note_plain(id, &body);
    }

    /// Puts touched items where they belong, making rows for those that have none.
    fn place(&mut self, order: &[&Item], touched: &[ItemId], cards: &Cards) {
        let mut moving = BTreeSet::<ItemId>::new();
        moving.extend(touched);
        let mut next: Option<HtmlElement> = None;
        for item in order.iter().rev() {
            if !moving.contains(&item.id) {
                next = self.row(item.id).cloned();
                continue;
            }
            if !self.rows.contains_key(&item.id) {
                let card = item.body.post_id().and_then(|post| cards.get(&post));
                let Some(element) = element_of(&rows::row(item, card, false, &|words| self.renderings.show(words)))
                else {
                    continue;
                };
                if is_described(&item.body) {
                    describe(&element, &item.body, cards);
                }
                self.note_plain(item.id, &item.body);
                self.rows.insert(item.id, Row { element, order: item.order.clone(), body: item.body.clone() });
            }
            if let Some(row) = self.row(item.id) {
                batches::insert(&self.list, row, next.as_deref());
                next = Some(row.clone());
            }
        }
        batches::tidy(&self.list);
    }

    /// Joins posts that go on from one another, and writes the times as the whole of them calls for.
    fn join(&mut self, order: &[&Item], cards: &Cards) {
        let joined = rows::joined(order, cards);
        for id in joined.symmetric_difference(&self.joined) {
            if let Some(row) = self.rows.get(id) {
                let _ = row.element.class_list().toggle_with_force("joined", joined.contains(id));
            }
        }
        self.joined = joined;
        let _ = self.list.set_attribute("data-times", rows::times(order, cards));
    }
}

/// Keeps the markup of a card that only the page has: undo brings the row back.
fn keep_markup(state: EditorState, post: PostId, row: &Element) {
    let lacks = state.cards.with_value(|cards| cards.get(&post).is_some_and(|card| card.html.is_empty()));
    if let Some(shown) = dom::within(row, ".shown").filter(|_| lacks) {
        let html = shared::html::SafeHtml::from_sanitised(shown.inner_html());
        state.cards.update_value(|cards: &mut BTreeMap<_, shared::desk::Card>| {
            if let Some(card) = cards.get_mut(&post) {
                card.html = html;
            }
        });
    }
}

fn element_of(html: &str) -> Option<HtmlElement> {
    let holder = document().create_element("div").ok()?;
    holder.set_inner_html(html);
    holder.first_element_child()?.dyn_into().ok()
}

/// Draws an item anew. What is being written in stays: its field follows the document by itself.
fn redraw(row: &HtmlElement, item: &Item, cards: &Cards, renderings: Renderings) {
    let render = |words: &str| renderings.show(words);
    let card = item.body.post_id().and_then(|post| cards.get(&post));
    let Some(body) = dom::within(row, ".item-body") else { return };
    let is_written_in = dom::within(&body, ".writing").is_some();
    match &item.body {
        ItemBody::Heading { text } => set_line(&body, "words", text),
        ItemBody::Picture { picture, caption } if dom::within(&body, "img").is_some() => {
            set_line(&body, "words", caption);
            set_line(&body, "description", &picture.alt);
            if let Some(description) = dom::within(&body, ".description") {
                let missing = picture.alt.trim().is_empty();
                let _ = description.class_list().toggle_with_force("is-missing", missing);
            }
        }
        ItemBody::Post { display, .. } if dom::within(&body, ".shown").is_some() => {
            if let Some(shown) = dom::within(&body, ".shown") {
                shown.set_class_name(rows::shown_class(display));
                describe(row, &item.body, cards);
                if !is_written_in {
                    show_extras(&body, &rows::extras(display, &render));
                }
            }
        }
        ItemBody::Text { .. } if is_written_in => {}
        other => body.set_inner_html(&rows::body(other, card, &render)),
    }
    let name = rows::name(&item.body, card);
    for (button, label) in [(".handle", rows::handle_label(&name)), (".item-menu-button", rows::menu_label(&name))] {
        if let Some(button) = dom::within(row, button) {
            let _ = button.set_attribute("aria-label", &label);
        }
    }
}

/// Whether the curator describes pictures of a post.
fn is_described(body: &ItemBody) -> bool {
    matches!(body, ItemBody::Post { display, .. } if !display.alts.is_empty())
}

/// Gives the pictures of a post the curator's descriptions, and their author's where there is none.
fn describe(row: &Element, body: &ItemBody, cards: &Cards) {
    let ItemBody::Post { post, display } = body else { return };
    let pictures = cards.get(post).map(|card| card.pictures.as_slice()).unwrap_or_default();
    for picture in pictures {
        let id = picture.id.to_string();
        if let Some(shown) = dom::within(row, &["img:is([src*='", &id, "'], [data-src*='", &id, "'])"].concat()) {
            let _ = shown.set_attribute("alt", display.alts.get(&picture.id).unwrap_or(&picture.alt));
        }
    }
}

/// Writes a line's words, unless they are there: the caret must stay where it is.
fn set_line(body: &Element, part: &str, words: &str) {
    if let Some(line) = dom::within(body, &["[data-field=", part, "]"].concat()) {
        lines::set_words(&line, words);
    }
}

/// Puts under a post what this story adds to it, in place of what stood there.
fn show_extras(body: &Element, extras: &str) {
    let Some(shown) = dom::within(body, ".shown") else { return };
    while let Some(extra) = shown.next_element_sibling() {
        extra.remove();
    }
    let _ = shown.insert_adjacent_html("afterend", extras);
}
