//! How long a story takes to read.

use shared::item::ItemBody;

use super::PublicStory;

/// Words a reader takes in per minute: the middle of what studies of silent reading find.
const WORDS_PER_MINUTE: usize = 230;
/// Seconds a picture is looked at.
const SECONDS_PER_PICTURE: usize = 5;

/// Minutes to read the whole story, at least one.
pub fn minutes(story: &PublicStory) -> usize {
    let (mut words, mut pictures) = (count_words(&story.document.introduction), 0);
    for item in story.document.items.values() {
        match &item.body {
            ItemBody::Text { markdown: text } | ItemBody::Heading { text } => words += count_words(text),
            ItemBody::Picture { .. } => pictures += 1,
            ItemBody::Post { post, .. } => {
                let shown = story.posts.get(post).filter(|post| post.is_public());
                words += shown.map_or(0, |post| count_words(post.text.as_str()));
                pictures += shown.map_or(0, |post| post.attachments.len());
            }
            ItemBody::Divider => {}
        }
    }
    let seconds = words * 60 / WORDS_PER_MINUTE + pictures * SECONDS_PER_PICTURE;
    seconds.div_ceil(60).max(1)
}

/// Counts words outside tags. Scripts without spaces are counted by signs, two for a word.
fn count_words(markup: &str) -> usize {
    let (mut words, mut signs) = (0, 0);
    let (mut in_tag, mut in_word) = (false, false);
    for character in markup.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => continue,
            _ if is_sign(character) => {
                signs += 1;
                in_word = false;
                continue;
            }
            _ if character.is_alphanumeric() => {
                words += usize::from(!in_word);
                in_word = true;
                continue;
            }
            '\'' | '’' | '-' => continue,
            _ => {}
        }
        in_word = false;
    }
    words + signs / 2
}

/// Hiragana, katakana and Chinese characters.
fn is_sign(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_the_markup() {
        assert_eq!(count_words("<p>It’s <a href=\"https://example.org/a b\">a link</a>, well-made</p>"), 4);
        assert_eq!(count_words("one<br>two"), 2);
        assert_eq!(count_words("日本語の文"), 2);
        assert_eq!(count_words(""), 0);
    }
}
