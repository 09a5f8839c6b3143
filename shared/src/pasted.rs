//! What a pasted text is made of: links, each on its way to become a post or a card, and words between them.

use crate::markdown::is_safe_link;

/// A piece of a pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The address of a page or a post.
    Link(String),
    /// Lines that are more than links.
    Words(String),
}

/// Takes a pasted text apart: each line of nothing but links gives its links, with or without a list's marker before
/// them and brackets around them; the lines between are kept together as they are. Nothing is lost and the order stays.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // Where the words that are not in a piece yet begin, and the line that is looked at.
    let (mut from, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let links = links_of(line);
        if !links.is_empty() {
            pieces.extend(words(&text[from..at]));
            pieces.extend(links.into_iter().map(Piece::Link));
            from = at + line.len();
        }
        at += line.len();
    }
    pieces.extend(words(&text[from..]));
    pieces
}

fn words(text: &str) -> Option<Piece> {
    // The first line may be indented on purpose.
    let text = text.trim_end();
    let from = text.find(|character: char| !character.is_whitespace())?;
    let from = text[..from].rfind('\n').map_or(0, |line_end| line_end + 1);
    Some(Piece::Words(text[from..].to_owned()))
}

/// The links of a line that says nothing else; none when it does.
fn links_of(line: &str) -> Vec<String> {
    let mut links = Vec::new();
    for (at, word) in line.split_whitespace().enumerate() {
        match address(word) {
            Some(address) => links.push(address),
            None if at == 0 && is_marker(word) => {}
            None => return Vec::new(),
        }
    }
    links
}

/// Whether it is what an entry of a list begins with: `-`, `•`, `1.`, `12)`, `a)`.
fn is_marker(word: &str) -> bool {
    match word.as_bytes() {
        [number @ .., b'.' | b')' | b':'] => {
            (1..5).contains(&number.len()) && number.iter().all(|digit| digit.is_ascii_alphanumeric() || *digit == b'(')
        }
        [b'-' | b'*' | b'+' | b'>' | b'|'] => true,
        // Dots, dashes and shapes: three bytes each, but the one in the middle.
        [0xe2, _, _] | [0xc2, 0xb7] => true,
        _ => false,
    }
}

/// Whether a line begins as if it were a link, and is none: `htps:/a.example`, `http//a.example`.
#[must_use]
pub fn is_broken_link(line: &str) -> bool {
    let Some(word) = line.split_whitespace().find(|word| !is_marker(word)) else { return false };
    let looks = word.contains(":/") || (word.starts_with("http") && word.contains('.'));
    looks && !word.contains("](") && address(word).is_none()
}

/// The address that a word is, without the brackets and commas that people put around it.
#[must_use]
pub fn address(word: &str) -> Option<String> {
    let word = word.trim_start_matches(['<', '(', '[', '"', '\'', '“', '‘', '«']);
    let word = word.trim_end_matches(['>', ']', '"', '\'', '”', '’', '»', ',', ';', '.', '!', '?', ':']);
    // A closing bracket belongs to the address when its opening one does: …/wiki/Rust_(language)
    let word = if word.contains('(') { word } else { word.trim_end_matches(')') };
    let scheme = word.get(..8).unwrap_or(word).to_ascii_lowercase();
    let begins = |with: &str| scheme.starts_with(with) && word.len() > with.len();
    if (begins("https://") || begins("http://")) && is_safe_link(word) || begins("at://") {
        Some(word.to_owned())
    } else if begins("www.") {
        Some(["https://", word].concat())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn link(url: &str) -> Piece {
        Piece::Link(url.to_owned())
    }

    fn text(words: &str) -> Piece {
        Piece::Words(words.to_owned())
    }

    #[test]
    fn one_bad_line_costs_no_link() {
        let pasted = "https://a.example/1\nhtps:/bad link\r\nhttps://a.example/2\n\n(from the list)\n";
        let expected =
            [link("https://a.example/1"), text("htps:/bad link"), link("https://a.example/2"), text("(from the list)")];
        assert_eq!(pieces(pasted), expected);
    }

    #[test]
    fn links_in_lists_and_beside_each_other_are_links() {
        let pasted = "1. https://a.example/1\n- https://a.example/2\n  • <https://a.example/3>\n12) www.b.example,\n\
                      https://a.example/5 (http://a.example/6) http://a.example/wiki/Rust_(language)\nat://did:plc:x/app.bsky.feed.post/y";
        let expected = [
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
            "https://www.b.example",
            "https://a.example/5",
            "http://a.example/6",
            "http://a.example/wiki/Rust_(language)",
            "at://did:plc:x/app.bsky.feed.post/y",
        ];
        assert_eq!(pieces(pasted), expected.map(link));
    }

    #[test]
    fn words_keep_their_lines() {
        let prose = "See https://a.example/ for more.\n\n  - one\n  - two\n\nhttps://a.example is good";
        assert_eq!(pieces(prose), [text(prose)]);
        assert_eq!(pieces("\n  indented\n"), [text("  indented")]);
        assert_eq!(pieces(" \n \n"), []);
        for hostile in ["javascript:alert(1)", "data:text/html,x", "https://a.example/\tb", "https://"] {
            assert_eq!(pieces(hostile), [text(hostile)]);
        }
    }

    #[test]
    fn broken_links_are_told_from_words() {
        for broken in ["htps:/bad link", "- https//a.example", "1. http:a.example/x", "ttps://a.example"] {
            assert!(is_broken_link(broken), "{broken}");
        }
        for fine in ["words", "https://a.example and more", "http is a protocol", "[a](https://a.example) said", ""] {
            assert!(!is_broken_link(fine), "{fine}");
        }
    }

    /// Words as a paste may hold them, without what is taken off around an address.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let word = prop_oneof![
            "[a-zé日]{1,5}",
            "https://[a-z]{1,5}\\.example/[a-z0-9]{0,4}",
            Just("htps:/bad".to_owned()),
            Just("-".to_owned()),
            Just("3.".to_owned()),
        ];
        let line = prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "));
        prop::collection::vec(line, 0..12)
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_the_order_stays(lines in lines()) {
            let pasted = lines.join("\n");
            let pieces = pieces(&pasted);
            let told = pieces.iter().map(|piece| match piece {
                Piece::Link(words) | Piece::Words(words) => words.as_str(),
            });
            let told = told.collect::<Vec<_>>().join("\n");
            // Of a line of links its marker alone may go.
            let kept = |line: &&String| links_of(line).is_empty();
            let expected: Vec<String> = lines.iter().flat_map(|line| {
                if kept(&line) { line.split_whitespace().map(str::to_owned).collect() } else { links_of(line) }
            }).collect();
            prop_assert_eq!(told.split_whitespace().collect::<Vec<_>>(), expected);
            for line in &lines {
                for word in line.split_whitespace().filter(|word| !is_marker(word)) {
                    prop_assert!(told.contains(word), "{} is lost", word);
                }
            }
        }

        #[test]
        fn anything_can_be_pasted(text in "\\PC*") {
            let _ = pieces(&text);
        }
    }
}
