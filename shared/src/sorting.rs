//! Sorting, compiled once.
//!
//! The standard library's sort is fast and large, and is compiled anew for every type and comparison: a tenth of the
//! editor's download was sorting. Here places are sorted, by a comparison behind a trait object, and then what stands at
//! them is taken along.

use std::cmp::Ordering;

/// The items in order; those that are equal keep theirs.
#[must_use]
pub fn sorted<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut places: Vec<usize> = (0..items.len()).collect();
    sort_places(&mut places, &|a, b| compare(&items[a], &items[b]));
    let mut taken: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| taken[place].take()).collect()
}

fn sort_places(places: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    places.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::sorted;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in proptest::collection::vec((0u8..5, any::<u8>()), 0..60)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(sorted(items, |a, b| a.0.cmp(&b.0)), expected);
        }
    }
}
