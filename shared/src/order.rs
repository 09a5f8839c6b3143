//! Where an item stands among the others: fractional keys, so that moving one item changes one record.
//!
//! The keys come from the `fractional_index` crate (the scheme of David Greenspan's and Figma's fractional
//! indexing): between any two keys there is room for another, and they sort as plain text.

use std::fmt;

use fractional_index::FractionalIndex;
use serde::{Deserialize, Serialize};

/// The most bytes a key may have in its text form. Bisecting one gap adds a byte every eight times, so nobody
/// reaches this by hand; it bounds what a client may send.
const MAX_TEXT: usize = 2048;

/// An item's place: compares as text, in the store as well as here.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "80"))]
#[serde(try_from = "String", into = "String")]
pub struct OrderKey(String);

/// A text that is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an order key.")]
pub struct BadOrderKey(String);

impl TryFrom<String> for OrderKey {
    type Error = BadOrderKey;

    fn try_from(text: String) -> Result<Self, BadOrderKey> {
        let canonical = text.len() <= MAX_TEXT
            && text.is_ascii()
            && FractionalIndex::from_string(&text).is_ok_and(|index| index.to_string() == text);
        if canonical { Ok(Self(text)) } else { Err(BadOrderKey(crate::item::first_words(&text, 40))) }
    }
}

impl From<OrderKey> for String {
    fn from(key: OrderKey) -> Self {
        key.0
    }
}

impl fmt::Debug for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl OrderKey {
    /// The text form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `count` keys in ascending order, all after `left` and before `right`, spread evenly so that they stay short.
    ///
    /// `None` when there is no room, that is when `left` is not before `right`.
    #[must_use]
    pub fn spread(left: Option<&Self>, right: Option<&Self>, count: usize) -> Option<Vec<Self>> {
        let index = |key: &Self| FractionalIndex::from_string(&key.0).ok();
        let left = left.map(index);
        let right = right.map(index);
        if left == Some(None) || right == Some(None) {
            return None;
        }
        let mut keys = Vec::with_capacity(count);
        fill(left.flatten().as_ref(), right.flatten().as_ref(), count, &mut keys)?;
        Some(keys)
    }
}

fn fill(
    left: Option<&FractionalIndex>,
    right: Option<&FractionalIndex>,
    count: usize,
    keys: &mut Vec<OrderKey>,
) -> Option<()> {
    if count == 0 {
        return Some(());
    }
    let middle = FractionalIndex::new(left, right)?;
    // With an end to respect, halve the gap; at the open end there is none, and each key follows the one before.
    let before = if right.is_some() { (count - 1) / 2 } else { 0 };
    fill(left, Some(&middle), before, keys)?;
    keys.push(OrderKey(middle.to_string()));
    if right.is_some() {
        return fill(Some(&middle), right, count - 1 - before, keys);
    }
    let followers = std::iter::successors(Some(middle), |last| Some(FractionalIndex::new_after(last)));
    keys.extend(followers.skip(1).take(count - 1).map(|key| OrderKey(key.to_string())));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(left: Option<&OrderKey>, right: Option<&OrderKey>) -> OrderKey {
        OrderKey::spread(left, right, 1).expect("room").remove(0)
    }

    #[test]
    fn a_long_story_keeps_short_keys() {
        let appended = OrderKey::spread(None, None, 2235).expect("room");
        assert!(appended.iter().map(|key| key.as_str().len()).max() < Some(64));
        let squeezed = OrderKey::spread(Some(&appended[0]), Some(&appended[1]), 2235).expect("room");
        assert!(squeezed.iter().map(|key| key.as_str().len()).max() < Some(32));
    }

    #[test]
    fn there_is_no_room_between_equal_or_swapped_keys() {
        let first = one(None, None);
        let second = one(Some(&first), None);
        assert_eq!(OrderKey::spread(Some(&first), Some(&first), 1), None);
        assert_eq!(OrderKey::spread(Some(&second), Some(&first), 1), None);
    }

    #[test]
    fn only_canonical_keys_are_read() {
        for bad in ["", "zz", "8", "80ff", "FF80", "8F80", &"81".repeat(2000)] {
            assert!(OrderKey::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn inserting_anywhere_keeps_the_order(places in proptest::collection::vec((0.0..1.0f64, 1usize..5), 1..60)) {
            let mut keys: Vec<OrderKey> = Vec::new();
            for (place, count) in places {
                let at = (place * (keys.len() + 1) as f64) as usize;
                let left = at.checked_sub(1).map(|index| keys[index].clone());
                let right = keys.get(at).cloned();
                let new = OrderKey::spread(left.as_ref(), right.as_ref(), count).expect("room");
                prop_assert_eq!(new.len(), count);
                keys.splice(at..at, new);
            }
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", keys);
            for key in keys {
                prop_assert_eq!(OrderKey::try_from(String::from(key.clone())), Ok(key));
            }
        }
    }
}
