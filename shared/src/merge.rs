//! Fits together what two people did to one text, word by word: a three-way merge after diff3.
//!
//! Each side's text is compared with the one both began with. Where the two changed different words, both changes
//! are made. Where both put words in the same place, both are kept, one after the other. Only where they changed the
//! same words is there no answer, and a person must choose.
//!
//! Laws, tested below: no word that either wrote is missing; what only one side changed is that side's; and what one
//! goes on typing stays behind what they typed before.

use std::ops::Range;

use crate::item::ItemBody;
use crate::media::Picture;

/// The most pairs of words that are compared. Beyond, everything between the first and the last change is one change.
const MOST_PAIRS: usize = 1 << 20;

/// Words of `base` that one side replaced, and by which of its own.
#[derive(Debug)]
struct Hunk {
    from: Range<usize>,
    to: Range<usize>,
}

/// A text in Markdown with both sides' changes; `None` where both changed the same words.
///
/// Where both inserted in one place, `mine` comes first. So whoever is fitted onto the other stands before it, and what
/// either writes next is no longer in one place with the other's.
#[must_use]
pub fn merge_text(base: &str, mine: &str, theirs: &str) -> Option<String> {
    if mine == theirs || base == theirs {
        return Some(mine.to_owned());
    }
    let (base_words, mine_words, their_words) = (words(base), words(mine), words(theirs));
    let (ours, others) = (hunks(&base_words, &mine_words), hunks(&base_words, &their_words));
    let mut merged = String::new();
    let (mut our, mut other, mut at) = (0, 0, 0);
    loop {
        let (hunk, side) = match (ours.get(our), others.get(other)) {
            (None, None) => break,
            (Some(mine), Some(theirs)) if mine.from == theirs.from => {
                our += 1;
                other += 1;
                let (written, added) = (&mine_words[mine.to.clone()], &their_words[theirs.to.clone()]);
                if written != added {
                    if !mine.from.is_empty() {
                        return None;
                    }
                    write(&mut merged, &base_words[at..mine.from.start]);
                    at = mine.from.start;
                    write(&mut merged, written);
                    part(&mut merged, added, base);
                }
                (theirs, &their_words)
            }
            (Some(mine), Some(theirs)) if mine.from.end > theirs.from.start && theirs.from.end > mine.from.start => {
                return None;
            }
            (Some(mine), theirs) if theirs.is_none_or(|theirs| mine.from.end <= theirs.from.start) => {
                our += 1;
                (mine, &mine_words)
            }
            (_, theirs) => {
                other += 1;
                (theirs?, &their_words)
            }
        };
        write(&mut merged, &base_words[at..hunk.from.start]);
        write(&mut merged, &side[hunk.to.clone()]);
        at = hunk.from.end;
    }
    write(&mut merged, &base_words[at..]);
    Some(merged)
}

fn write(text: &mut String, words: &[&str]) {
    for word in words {
        text.push_str(word);
    }
}

/// Parts words from those that come next, where neither side has.
fn part(text: &mut String, next: &[&str], base: &str) {
    let is_parted = |sign: Option<char>| sign.is_none_or(char::is_whitespace);
    if !is_parted(text.chars().next_back()) && !is_parted(next.first().and_then(|word| word.chars().next())) {
        text.push_str(if base.trim().is_empty() { "\n\n" } else { " " });
    }
}

/// A line with both sides' changes. Two that were written where there was none are two titles, not one: no answer.
#[must_use]
pub fn merge_line(base: &str, mine: &str, theirs: &str) -> Option<String> {
    if base.trim().is_empty() && ![theirs, mine].contains(&base) && mine != theirs {
        return None;
    }
    merge_text(base, mine, theirs)
}

/// An item's body with both sides' changes, each of its fields by itself.
#[must_use]
pub fn merge_body(base: &ItemBody, mine: &ItemBody, theirs: &ItemBody) -> Option<ItemBody> {
    use ItemBody::{Heading, Picture as Shown, Post, Text};
    let mut merged = theirs.clone();
    match (base, mine, &mut merged) {
        (Text { markdown: base }, Text { markdown: mine }, Text { markdown }) => {
            *markdown = merge_text(base, mine, markdown)?;
        }
        (Heading { text: base }, Heading { text: mine }, Heading { text }) => *text = merge_line(base, mine, text)?,
        (
            Shown { picture: base, caption: base_caption },
            Shown { picture: mine, caption: my_caption },
            Shown { picture, caption },
        ) => {
            *picture = merge_picture(base, mine, picture)?;
            *caption = merge_line(base_caption, my_caption, caption)?;
        }
        (Post { post: old, display: base }, Post { post: my_post, display: mine }, Post { post, display })
            if old == post && my_post == post =>
        {
            display.note = merge_text(&base.note, &mine.note, &display.note)?;
            if display.alts == base.alts {
                display.alts.clone_from(&mine.alts);
            } else if mine.alts != base.alts && mine.alts != display.alts {
                return None;
            }
            // A switch that either has turned is turned.
            display.hide_media ^= base.hide_media != mine.hide_media && display.hide_media == base.hide_media;
            display.trim ^= base.trim != mine.trim && display.trim == base.trim;
        }
        _ => return None,
    }
    Some(merged)
}

/// A picture with both sides' changes to its description.
#[must_use]
pub fn merge_picture(base: &Picture, mine: &Picture, theirs: &Picture) -> Option<Picture> {
    let alt = merge_line(&base.alt, &mine.alt, &theirs.alt)?;
    (base.id == mine.id && base.id == theirs.id).then(|| Picture { alt, ..theirs.clone() })
}

/// The words of a text and each of the spaces between them. In scripts that are written without spaces, every sign.
fn words(text: &str) -> Vec<&str> {
    let stands_alone = |sign: char| sign.is_whitespace() || matches!(sign, '\u{2e80}'..='\u{faff}');
    let mut words = Vec::new();
    let (mut start, mut alone) = (0, true);
    for (at, sign) in text.char_indices() {
        let now = stands_alone(sign);
        if at > start && (now || alone) {
            words.push(&text[start..at]);
            start = at;
        }
        alone = now;
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// What one side changed, in order; between two hunks is at least one word that stayed.
fn hunks(base: &[&str], side: &[&str]) -> Vec<Hunk> {
    let most = base.len().min(side.len());
    let mut start = 0;
    while start < most && base[start] == side[start] {
        start += 1;
    }
    let mut end = 0;
    while end < most - start && base[base.len() - 1 - end] == side[side.len() - 1 - end] {
        end += 1;
    }
    let (from, to) = (start..base.len() - end, start..side.len() - end);
    if from.is_empty() && to.is_empty() {
        return Vec::new();
    }
    if from.len() * to.len() > MOST_PAIRS {
        return vec![Hunk { from, to }];
    }
    between(base, side, from, to)
}

/// The hunks within two stretches of words, by a longest common subsequence.
fn between(base: &[&str], side: &[&str], from: Range<usize>, to: Range<usize>) -> Vec<Hunk> {
    let width = to.len() + 1;
    // How long it is from here on; at most 1,024, as the shorter of the two.
    let mut lengths = vec![0u16; (from.len() + 1) * width];
    let place = |row: usize, column: usize| (row - from.start) * width + column - to.start;
    for row in from.clone().rev() {
        for column in to.clone().rev() {
            lengths[place(row, column)] = if base[row] == side[column] {
                lengths[place(row + 1, column + 1)] + 1
            } else {
                lengths[place(row + 1, column)].max(lengths[place(row, column + 1)])
            };
        }
    }
    let mut hunks = Vec::new();
    let (mut row, mut column) = (from.start, to.start);
    let (mut row_kept, mut column_kept) = (row, column);
    loop {
        let is_over = row == from.end || column == to.end;
        if is_over || base[row] == side[column] {
            let (row_next, column_next) = if is_over { (from.end, to.end) } else { (row, column) };
            if (row_kept, column_kept) != (row_next, column_next) {
                hunks.push(Hunk { from: row_kept..row_next, to: column_kept..column_next });
            }
            if is_over {
                return hunks;
            }
            (row, column) = (row + 1, column + 1);
            (row_kept, column_kept) = (row, column);
        } else if lengths[place(row + 1, column)] >= lengths[place(row, column + 1)] {
            row += 1;
        } else {
            column += 1;
        }
    }
}

#[cfg(test)]
#[path = "merge_laws.rs"]
mod laws;
