//! The laws of merging, as properties.

use proptest::prelude::*;

use super::*;
use crate::item::PostDisplay;

fn sentence() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof!["[a-c]{1,2}", Just("\n\n".to_owned()), Just("語".to_owned())], 0..10)
        .prop_map(|words| words.join(" "))
}

/// A text with some of its words replaced, taken out, or followed by new ones.
fn changed(base: &str, by: &str, changes: &[(usize, u8)]) -> String {
    let mut words: Vec<String> = base.split(' ').map(str::to_owned).collect();
    for (number, (at, how)) in changes.iter().enumerate() {
        let at = at % words.len();
        match how % 3 {
            0 => words[at] = format!("{by}{number}"),
            1 => words[at].push_str(&format!(" {by}{number}")),
            _ => words[at].clear(),
        }
    }
    words.join(" ")
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    proptest::collection::vec((0usize..12, any::<u8>()), 0..4)
}

fn count(text: &str, word: &str) -> usize {
    text.split_whitespace().filter(|other| *other == word).count()
}

proptest! {
    #[test]
    fn what_only_one_changed_is_as_they_have_it(base in sentence(), side in sentence()) {
        prop_assert_eq!(merge_text(&base, &side, &base), Some(side.clone()));
        prop_assert_eq!(merge_text(&base, &base, &side), Some(side.clone()));
        prop_assert_eq!(merge_text(&base, &side, &side), Some(side));
    }

    #[test]
    fn no_word_that_either_wrote_is_missing(base in sentence(), mine in changes(), theirs in changes()) {
        let (mine, theirs) = (changed(&base, "mine", &mine), changed(&base, "theirs", &theirs));
        let Some(merged) = merge_text(&base, &mine, &theirs) else { return Ok(()) };
        for word in mine.split_whitespace().filter(|word| word.starts_with("mine")) {
            prop_assert_eq!(count(&merged, word), count(&mine, word), "{} in {}", word, merged);
        }
        for word in theirs.split_whitespace().filter(|word| word.starts_with("theirs")) {
            prop_assert_eq!(count(&merged, word), count(&theirs, word), "{} in {}", word, merged);
        }
    }

    #[test]
    fn what_both_left_stays(base in sentence(), mine in changes(), theirs in changes()) {
        let (mine, theirs) = (changed(&base, "mine", &mine), changed(&base, "theirs", &theirs));
        let Some(merged) = merge_text(&base, &mine, &theirs) else { return Ok(()) };
        for word in base.split_whitespace() {
            let least = (count(&mine, word) + count(&theirs, word)).saturating_sub(count(&base, word));
            prop_assert!(count(&merged, word) >= least, "{} in {}", word, merged);
        }
    }

    /// Two type at the end of one text, in whatever chunks their words arrive; the second is fitted onto the first.
    #[test]
    fn two_who_type_at_once_both_have_their_sentence_whole(base in "[a-c ]{0,8}", chunks in proptest::collection::vec((any::<bool>(), "[d-m]{1,3}", any::<bool>()), 1..20)) {
        let (mut story, mut typed) = (base.clone(), [String::new(), String::new()]);
        // Each side types on the story as it last saw it, and sends what it has typed since.
        let mut seen = [base.clone(), base];
        for (second, word, space) in chunks {
            let by = usize::from(second);
            let word = if second { word.to_uppercase() } else { word };
            let chunk = if space { format!(" {word}") } else { word };
            let at = match typed[by].is_empty() {
                true => seen[by].len(),
                false => seen[by].find(&typed[by]).expect("whole") + typed[by].len(),
            };
            let mut mine = seen[by].clone();
            mine.insert_str(at, &chunk);
            typed[by].push_str(&chunk);
            match merge_text(&seen[by], &mine, &story) {
                Some(merged) => story = merged,
                None => return Ok(()),
            }
            // The other sees it only when they send themselves.
            seen[by] = story.clone();
            prop_assert!(story.contains(&typed[by]), "{:?} in {:?}", typed[by], story);
        }
        for typed in typed {
            prop_assert!(story.contains(&typed), "{typed:?} in {story:?}");
        }
    }
}

#[test]
fn words_at_different_places_are_both_changed() {
    let merged = merge_text("one two three", "ONE two three", "one two THREE, four");
    assert_eq!(merged.as_deref(), Some("ONE two THREE, four"));
    let merged = merge_text("first\n\nsecond\n\nthird", "first, longer\n\nsecond\n\nthird!", "first\n\nother\n\nthird");
    assert_eq!(merged.as_deref(), Some("first, longer\n\nother\n\nthird!"));
}

#[test]
fn two_sentences_at_one_place_follow_each_other() {
    let merged = merge_text("Base.", "Base. A spokes", "Base. The ferry");
    assert_eq!(merged.as_deref(), Some("Base. A spokes The ferry"));
    // What either types next belongs to what they typed before.
    let next = merge_text("Base. A spokes", "Base. A spokesman", "Base. A spokes The ferry");
    assert_eq!(next.as_deref(), Some("Base. A spokesman The ferry"));
    let next = merge_text("Base. The ferry", "Base. The ferry was", "Base. A spokesman The ferry");
    assert_eq!(next.as_deref(), Some("Base. A spokesman The ferry was"));
    assert_eq!(merge_text("", "Mine", "Theirs").as_deref(), Some("Mine\n\nTheirs"));
}

#[test]
fn the_same_words_changed_twice_are_for_a_person_to_choose() {
    assert_eq!(merge_text("a red door", "a blue door", "a green door"), None);
    assert_eq!(merge_text("a red door", "a door", "a dark red door").as_deref(), Some("a dark door"));
    assert_eq!(merge_text("a big red door", "a door", "a big dark red door"), None);
    assert_eq!(merge_line("", "My title", "Their title"), None);
    assert_eq!(merge_line("A title", "My title", "The title"), None);
}

#[test]
fn scripts_without_spaces_are_merged_sign_by_sign() {
    assert_eq!(merge_text("船は遅れた", "船はとても遅れた", "船は遅れた。霧").as_deref(), Some("船はとても遅れた。霧"));
}

#[test]
fn a_posts_comment_and_a_pictures_description_are_merged_apart() {
    let post = crate::ids::PostId::fresh();
    let body = |note: &str, trim: bool| ItemBody::Post {
        post,
        display: PostDisplay { note: note.to_owned(), trim, ..PostDisplay::default() },
    };
    let merged = merge_body(&body("one two", false), &body("one two", true), &body("one two three", false));
    assert_eq!(merged, Some(body("one two three", true)));
    assert_eq!(merge_body(&body("one", false), &body("mine", false), &body("theirs", false)), None);
}

#[test]
fn very_long_texts_are_merged_too() {
    let base: Vec<String> = (0..4_000).map(|number| number.to_string()).collect();
    let base = base.join(" ");
    let (mine, theirs) = (format!("mine {base}"), format!("{base} theirs"));
    assert_eq!(merge_text(&base, &mine, &theirs), Some(format!("mine {base} theirs")));
}
