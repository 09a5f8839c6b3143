//! Words as the index has them, so that what people type finds what people wrote.
//!
//! SQLite's tokenizer parts words at blanks and signs, and takes care of case and of Latin accents. This adds what it
//! does not know: scripts without blanks between words are indexed sign by sign (a word is then found as a phrase), and
//! Arabic is found however its vowels and its alefs are written.

/// A text, folded.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / 4);
    for character in text.chars().filter(|character| !is_arabic_mark(*character)) {
        if is_written_without_blanks(character) {
            folded.extend([' ', character, ' ']);
        } else {
            folded.push(plain(character));
        }
    }
    folded
}

/// The hashtags of a text, without `#` and folded, a line each.
#[must_use]
pub fn tags(text: &str) -> String {
    let mut tags = String::new();
    for after in text.split(['#', '＃']).skip(1) {
        let tag: String = after.chars().take_while(|next| next.is_alphanumeric() || *next == '_').collect();
        if !tag.is_empty() {
            tags.push_str(&fold(&tag));
            tags.push('\n');
        }
    }
    tags
}

/// The words of a search, each as a phrase for the index; empty when nothing in it is a word.
#[must_use]
pub fn phrases(typed: &str) -> Vec<String> {
    let phrase = |word: &str| {
        let folded = fold(word).replace('"', " ");
        let folded = folded.trim();
        folded.contains(char::is_alphanumeric).then(|| format!("\"{folded}\""))
    };
    typed.split_whitespace().filter_map(phrase).collect()
}

/// Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer.
const fn is_written_without_blanks(character: char) -> bool {
    matches!(character,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Vowels, which are seldom written, and the stroke that stretches words.
const fn is_arabic_mark(character: char) -> bool {
    matches!(character, '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}')
}

/// Letters that are written one way or the other.
const fn plain(character: char) -> char {
    match character {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_without_blanks_are_read_sign_by_sign() {
        assert_eq!(phrases("写真 tram"), ["\"写  真\"", "\"tram\""]);
        assert_eq!(fold("café 写真"), "café  写  真 ");
    }

    #[test]
    fn arabic_is_one_word_with_vowels_and_without() {
        assert_eq!(fold("مُحَمَّد"), fold("محمد"));
        assert_eq!(fold("أحمد"), fold("احمد"));
        assert_eq!(fold("مدرسة"), fold("مدرسه"));
    }

    #[test]
    fn signs_alone_are_no_search() {
        assert_eq!(phrases("\" * -- ()"), Vec::<String>::new());
        assert_eq!(phrases("say \"hi\""), ["\"say\"", "\"hi\""]);
    }

    #[test]
    fn hashtags_are_taken_whole() {
        assert_eq!(tags("On #Harbour_Chat, and #two#three; # none"), "Harbour_Chat\ntwo\nthree\n");
    }
}
