//! The rows stand in batches, so that a browser need only look at those in view.
//!
//! A batch that is not in view is skipped as a whole (`content-visibility`), with everything in it. Were each row
//! skipped by itself, a story of thousands would have thousands of places to watch at every frame.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::pictures;
use crate::editor::dom;
use crate::editor::reorder::landing_index;
use crate::rows;

/// Puts a row before another, or at the end of the list. The row with the focus stays where it is, and the rows between
/// go round it: an element that is moved loses the focus, and with it the words that are being written.
pub fn insert(list: &Element, row: &Element, before: Option<&Element>) {
    if row.parent_element().is_some() && dom::is_focused(row) {
        go_round(list, row, before);
        return;
    }
    let batch = before.and_then(|row| row.parent_element()).or_else(|| list.last_element_child());
    let Some(batch) = batch.or_else(|| add(list, None)) else { return };
    let _ = batch.insert_before(row, before.map(AsRef::as_ref));
    // It may come from out of view to where nothing changes but that.
    pictures::show(row);
}

/// Moves the rows between a row and the place that it belongs to, so that it need not move itself.
fn go_round(list: &Element, row: &Element, before: Option<&Element>) {
    let rows: Vec<HtmlElement> = rows_of(list).collect();
    let place = |sought: &Element| rows.iter().position(|row| row.is_same_node(Some(sought)));
    let Some(at) = place(row) else { return };
    let to = before.and_then(place).unwrap_or(rows.len());
    let Some(batch) = row.parent_element() else { return };
    if at < to {
        // They stood behind it; now they stand before it.
        for other in &rows[at + 1..to] {
            let _ = batch.insert_before(other, Some(row));
            pictures::show(other);
        }
    } else {
        let next = row.next_element_sibling();
        for other in &rows[to..at] {
            let _ = batch.insert_before(other, next.as_ref().map(AsRef::as_ref));
            pictures::show(other);
        }
    }
}

/// Takes away batches that have become empty, and divides those that have become too large.
pub fn tidy(list: &Element) {
    let mut next = list.first_element_child();
    while let Some(batch) = next {
        next = batch.next_element_sibling();
        match batch.child_element_count() as usize {
            0 => batch.remove(),
            count if count > 2 * rows::BATCH => divide(list, &batch),
            _ => {}
        }
    }
}

/// Leaves in a batch as many rows as it should have; the others go to new ones around it. The row with the focus stays:
/// an element that is moved loses it.
fn divide(list: &Element, batch: &Element) {
    let rows = children(batch);
    let focused = document().active_element();
    let has_focus = |row: &Element| row.contains(focused.as_deref());
    let stays = rows.iter().position(has_focus).unwrap_or(0) / rows::BATCH;
    let after = batch.next_element_sibling();
    for (place, chunk) in rows.chunks(rows::BATCH).enumerate().filter(|(place, _)| *place != stays) {
        let Some(new) = add(list, if place < stays { Some(batch) } else { after.as_ref() }) else { return };
        for row in chunk {
            let _ = new.append_child(row);
        }
    }
}

fn add(list: &Element, before: Option<&Element>) -> Option<Element> {
    let batch = document().create_element("div").ok()?;
    batch.set_class_name("batch");
    list.insert_before(&batch, before.map(AsRef::as_ref)).ok()?;
    Some(batch)
}

/// The row after another, in whichever batch.
pub fn next_row(row: &Element) -> Option<Element> {
    row.next_element_sibling().or_else(|| row.parent_element()?.next_element_sibling()?.first_element_child())
}

/// All rows of a list.
pub fn rows_of(list: &Element) -> impl Iterator<Item = HtmlElement> {
    let batches = children(list);
    batches.into_iter().flat_map(|batch| children(&batch)).filter_map(|row| row.dyn_into().ok())
}

fn children(element: &Element) -> Vec<Element> {
    let children = element.children();
    (0..children.length()).filter_map(|index| children.item(index)).collect()
}

/// The row before which something at height `y` of the window lands; none at the end. Looks at few rows, and at none
/// that are not shown: measuring those would make the browser lay them out.
pub fn row_landed_before(list: &Element, y: f64) -> Option<Element> {
    let batches = list.children();
    let bottom =
        |index: usize| batches.item(index as u32).map_or(0.0, |batch| batch.get_bounding_client_rect().bottom());
    let first = landing_index(batches.length() as usize, bottom, y);
    for batch in (first as u32..batches.length()).filter_map(|index| batches.item(index)) {
        let shown: Vec<Element> =
            children(&batch).into_iter().filter(|row| !row.class_list().contains("is-folded")).collect();
        let middle = |index: usize| {
            let row = shown[index].get_bounding_client_rect();
            row.top() + row.height() / 2.0
        };
        if let Some(row) = shown.get(landing_index(shown.len(), middle, y)) {
            return Some(row.clone());
        }
    }
    None
}
