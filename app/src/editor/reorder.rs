//! The arithmetic of dragging, without a browser: where a thing would land, and when the story scrolls by itself.

/// How far the pointer travels before a press becomes a drag.
pub const THRESHOLD: f64 = 5.0;
/// How near the edge of the story the pointer makes it scroll.
const EDGE: f64 = 72.0;
/// The fastest it scrolls, in pixels per frame.
const FASTEST: f64 = 18.0;

/// The index, among `count` rows from top to bottom, before which something at height `y` lands: that of the first row
/// whose middle is below. Asks for few middles, so that they can be measured afresh on every move.
#[must_use]
pub fn landing_index(count: usize, middle: impl Fn(usize) -> f64, y: f64) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let index = usize::midpoint(low, high);
        if middle(index) < y { low = index + 1 } else { high = index }
    }
    low
}

/// How far to scroll in this frame when the pointer is at `y` in a view from `top` to `bottom`: faster towards the
/// edge, up when negative.
#[must_use]
pub fn scroll_step(y: f64, top: f64, bottom: f64) -> f64 {
    let edge = EDGE.min((bottom - top) / 4.0);
    let into = |distance: f64| ((edge - distance) / edge).clamp(0.0, 1.0).powi(2) * FASTEST;
    into(bottom - y) - into(y - top)
}

/// Whether the pointer has travelled far enough to mean a drag.
#[must_use]
pub fn has_travelled(from: (f64, f64), to: (f64, f64), threshold: f64) -> bool {
    (to.0 - from.0).hypot(to.1 - from.1) >= threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_lands_before_the_first_row_whose_middle_is_below() {
        let middles = [10.0, 30.0, 90.0];
        let landing = |y: f64| landing_index(middles.len(), |index| middles[index], y);
        assert_eq!([0.0, 9.0, 11.0, 30.0, 31.0, 89.0, 91.0, 1e9].map(landing), [0, 0, 1, 1, 2, 2, 3, 3]);
        assert_eq!(landing_index(0, |_| 0.0, 5.0), 0);
    }

    #[test]
    fn long_stories_need_few_measurements() {
        let asked = std::cell::Cell::new(0);
        let middle = |index: usize| {
            asked.set(asked.get() + 1);
            index as f64 * 100.0
        };
        assert_eq!(landing_index(2235, middle, 150_001.0), 1501);
        assert!(asked.get() <= 12, "{}", asked.get());
    }

    #[test]
    fn the_story_scrolls_near_its_edges_only() {
        assert_eq!(scroll_step(400.0, 0.0, 800.0), 0.0);
        assert!(scroll_step(790.0, 0.0, 800.0) > scroll_step(740.0, 0.0, 800.0));
        assert!(scroll_step(10.0, 0.0, 800.0) < 0.0);
        assert!(scroll_step(2000.0, 0.0, 800.0) <= FASTEST);
        assert_eq!(scroll_step(50.0, 0.0, 100.0), 0.0);
    }

    #[test]
    fn a_trembling_hand_does_not_drag() {
        assert!(!has_travelled((0.0, 0.0), (3.0, 3.0), THRESHOLD));
        assert!(has_travelled((0.0, 0.0), (3.0, 4.0), THRESHOLD));
    }
}
