//! Fits together what two people did to one text, word by word: a three-way merge after diff3.
//!
//! Each side's text is compared with the one both began with. Where the two changed different words, both changes
//! are made. Where both put words in the same place, both are kept, one after the other. Only where they changed the
//! same words is there no answer, and a person must choose.
//!
//! Laws, tested below: no word that either wrote is missing; what only one side changed is that side's; and what one
//! goes on typing stays behind what they typed before.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::item::{ItemBody, PostDisplay};
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
    let [base_words, mine_words, their_words] = [base, mine, theirs].map(words);
    let (ours, others) = (hunks(&base_words, &mine_words), hunks(&base_words, &their_words));
    let (mut ours, mut others) = (ours.iter().peekable(), others.iter().peekable());
    let mut merged = String::new();
    let mut at = 0;
    loop {
        let (hunk, side) = match (ours.peek().copied(), others.peek().copied()) {
            (None, None) => break,
            (Some(our), Some(other)) if our.from == other.from => {
                let (written, other_written) = (&mine_words[our.to.clone()], &their_words[other.to.clone()]);
                if written != other_written {
                    if !our.from.is_empty() {
                        return None;
                    }
                    merged.extend(base_words[at..our.from.start].iter().copied());
                    at = our.from.start;
                    merged.extend(written.iter().copied());
                    let next = other_written.first().copied().unwrap_or_default();
                    if !merged.ends_with(char::is_whitespace) && !next.starts_with(char::is_whitespace) {
                        merged.push_str(if base.trim().is_empty() { "\n\n" } else { " " });
                    }
                }
                ours.next();
                others.next();
                (other, &their_words)
            }
            (Some(our), Some(other)) if our.from.end > other.from.start && other.from.end > our.from.start => {
                return None;
            }
            (Some(our), other) if other.is_none_or(|other| our.from.end <= other.from.start) => {
                ours.next();
                (our, &mine_words)
            }
            (_, Some(other)) => {
                others.next();
                (other, &their_words)
            }
            (Some(_), None) => return None,
        };
        merged.extend(base_words[at..hunk.from.start].iter().copied());
        merged.extend(side[hunk.to.clone()].iter().copied());
        at = hunk.from.end;
    }
    merged.extend(base_words[at..].iter().copied());
    Some(merged)
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
    Some(match (base, mine, theirs) {
        (Text { markdown: base }, Text { markdown: mine }, Text { markdown: theirs }) => {
            Text { markdown: merge_text(base, mine, theirs)? }
        }
        (Heading { text: base }, Heading { text: mine }, Heading { text: theirs }) => {
            Heading { text: merge_line(base, mine, theirs)? }
        }
        (
            Shown { picture: base, caption: base_caption },
            Shown { picture: mine, caption },
            Shown { picture: theirs, caption: their_caption },
        ) => Shown {
            picture: merge_picture(base, mine, theirs)?,
            caption: merge_line(base_caption, caption, their_caption)?,
        },
        (
            Post { post, display: base },
            Post { post: my_post, display: mine },
            Post { post: their_post, display: theirs },
        ) if post == my_post && post == their_post => Post { post: *post, display: merge_display(base, mine, theirs)? },
        _ => return None,
    })
}

/// A picture with both sides' changes to its description.
#[must_use]
pub fn merge_picture(base: &Picture, mine: &Picture, theirs: &Picture) -> Option<Picture> {
    let alt = merge_line(&base.alt, &mine.alt, &theirs.alt)?;
    (base.id == mine.id && base.id == theirs.id).then(|| Picture { alt, ..theirs.clone() })
}

fn merge_display(base: &PostDisplay, mine: &PostDisplay, theirs: &PostDisplay) -> Option<PostDisplay> {
    let mut alts = BTreeMap::new();
    for id in mine.alts.keys().chain(theirs.alts.keys()) {
        let [base, mine, theirs] = [base, mine, theirs].map(|display| display.alts.get(id).map_or("", String::as_str));
        let merged = merge_line(base, mine, theirs)?;
        if !merged.is_empty() {
            alts.insert(*id, merged);
        }
    }
    // A switch that either has turned is turned.
    let switch = |base: bool, mine: bool, theirs: bool| if mine == base { theirs } else { mine };
    Some(PostDisplay {
        note: merge_text(&base.note, &mine.note, &theirs.note)?,
        alts,
        hide_media: switch(base.hide_media, mine.hide_media, theirs.hide_media),
        trim: switch(base.trim, mine.trim, theirs.trim),
    })
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
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(one, other)| one == other).count();
    let start = same(&mut base.iter().zip(side));
    let end = same(&mut base[start..].iter().rev().zip(side[start..].iter().rev()));
    let (from, to) = (start..base.len() - end, start..side.len() - end);
    if from.is_empty() && to.is_empty() {
        return Vec::new();
    }
    if from.len() * to.len() > MOST_PAIRS {
        return vec![Hunk { from, to }];
    }
    let kept = longest_common(&base[from.clone()], &side[to.clone()]);
    let mut hunks = Vec::new();
    let (mut base_at, mut side_at) = (start, start);
    let stays = kept.into_iter().map(|(base, side)| (start + base, start + side));
    for (base_next, side_next) in stays.chain([(from.end, to.end)]) {
        if (base_at, side_at) != (base_next, side_next) {
            hunks.push(Hunk { from: base_at..base_next, to: side_at..side_next });
        }
        (base_at, side_at) = (base_next + 1, side_next + 1);
    }
    hunks
}

/// The places of the words of a longest common subsequence, in both.
fn longest_common(one: &[&str], other: &[&str]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    // How long it is from here on; at most 1,024, as the shorter of the two.
    let mut lengths = vec![0u16; (one.len() + 1) * width];
    for row in (0..one.len()).rev() {
        for column in (0..other.len()).rev() {
            let here = row * width + column;
            lengths[here] = if one[row] == other[column] {
                lengths[here + width + 1] + 1
            } else {
                lengths[here + width].max(lengths[here + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut common = Vec::new();
    while row < one.len() && column < other.len() {
        let here = row * width + column;
        if one[row] == other[column] {
            common.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if lengths[here + width] >= lengths[here + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    common
}

#[cfg(test)]
#[path = "merge_laws.rs"]
mod laws;
