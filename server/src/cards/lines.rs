//! Text in lines: SVG knows none.

/// The text in not more than `most` lines of about `width` ems; the last ends with an ellipsis when something is left.
pub fn wrap(text: &str, width: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut used = 0.0;
    for piece in pieces(text) {
        let needed = ems(piece.trim_end());
        let is_first = lines.last().is_some_and(String::is_empty);
        if used + needed > width && !is_first {
            if lines.len() == most {
                return with_ellipsis(lines, width);
            }
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
        used += ems(piece);
    }
    lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

fn with_ellipsis(mut lines: Vec<String>, width: f32) -> Vec<String> {
    if let Some(line) = lines.last_mut() {
        while ems(line) + 1.0 > width && line.chars().count() > 1 {
            line.pop();
        }
        line.truncate(line.trim_end().trim_end_matches(JOINER).len());
        line.push('…');
    }
    lines
}

/// The longest stretch without a place to break; longer words are cut.
const LONGEST: usize = 24;
const JOINER: char = '\u{200d}';

/// The text cut where a line may end: after spaces, around characters that fill a square, inside endless words.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut length, mut before) = (0, 0, None);
    for (at, character) in text.char_indices() {
        let clings = clings(character) || before == Some(JOINER);
        let square = is_square(character) && !is_closing(character);
        let after_space = before.is_some_and(char::is_whitespace) && !character.is_whitespace();
        let after_square = before.is_some_and(is_square) && !character.is_whitespace() && !is_closing(character);
        if at > start && !clings && (square || after_space || after_square || length >= LONGEST) {
            pieces.push(&text[start..at]);
            (start, length) = (at, 0);
        }
        length += 1;
        before = Some(character);
    }
    pieces.extend((start < text.len()).then(|| &text[start..]));
    pieces
}

/// Whether a character belongs to the one before it.
fn clings(character: char) -> bool {
    is_mark(character)
        || matches!(character, JOINER | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// The text cut where emoji begin and end, each part with whether it is emoji. The library does not find the font of an
/// emoji that is made of several characters by itself.
pub fn runs(text: &str) -> Vec<(bool, &str)> {
    let mut runs = Vec::new();
    let (mut start, mut within) = (0, false);
    for (at, character) in text.char_indices() {
        let is_one = is_emoji(character) || (within && clings(character));
        if is_one != within {
            runs.extend((at > start).then(|| (within, &text[start..at])));
            (start, within) = (at, is_one);
        }
    }
    runs.extend((start < text.len()).then(|| (within, &text[start..])));
    runs
}

fn is_emoji(character: char) -> bool {
    matches!(character, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}')
}

/// Marks that stack above and below a letter.
pub fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// East Asian characters and pictures: as wide as they are high.
fn is_square(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// What does not begin a line in East Asian text.
fn is_closing(character: char) -> bool {
    matches!(character, '、' | '。' | '」' | '』' | '）' | '】' | '》' | '！' | '？' | '：' | '；' | '，' | '．' | 'ー')
}

/// About how wide a text is; what is drawn is measured afterwards.
fn ems(text: &str) -> f32 {
    text.chars().map(width).sum()
}

fn width(character: char) -> f32 {
    match character {
        _ if clings(character) => 0.0,
        _ if is_square(character) => 1.0,
        ' ' | 'i' | 'j' | 'l' | 'I' | 't' | 'f' | 'r' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 0.33,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        _ if character.is_uppercase() => 0.72,
        _ => 0.58,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(wrap("one two three four", 6.0, 9), ["one two", "three four"]);
        assert_eq!(wrap("", 6.0, 3), [""]);
    }

    #[test]
    fn squares_break_anywhere_but_before_what_closes() {
        assert_eq!(wrap("日本語の文。章", 5.0, 9), ["日本語の", "文。章"]);
    }

    #[test]
    fn families_stay_together() {
        let family = "👩\u{200d}👩\u{200d}👧";
        assert_eq!(wrap(&format!("{family}{family}"), 3.5, 9), [family, family]);
    }

    #[test]
    fn emoji_are_told_from_words() {
        let family = "👩\u{1f3fd}\u{200d}🚀";
        assert_eq!(runs(&format!("a {family}🇯🇵 b")), [(false, "a "), (true, &*format!("{family}🇯🇵")), (false, " b")]);
        assert_eq!(runs("می\u{200d}خ"), [(false, "می\u{200d}خ")]);
    }

    #[test]
    fn what_does_not_fit_is_marked() {
        assert_eq!(wrap("one two three four", 6.0, 1), ["one two…"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_while_there_is_room(text in "\\PC{0,60}") {
            let words = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(words(&wrap(&text, 10.0, usize::MAX).concat()), words(&text));
        }

        #[test]
        fn there_are_never_more_lines_than_wanted(text in "\\PC{0,200}", most in 1..4_usize) {
            prop_assert!(wrap(&text, 5.0, most).len() <= most);
        }
    }
}
