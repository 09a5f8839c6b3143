//! What the buttons over a text do to its Markdown. Positions are byte offsets; the browser counts UTF-16 units.

use std::ops::Range;

use shared::ids::ItemId;
use shared::mention;

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Strong words.
    Bold,
    /// Stressed words.
    Italic,
    /// A link.
    Link,
    /// A list, one entry per line.
    List,
    /// A quotation.
    Quote,
}

/// A text and what is selected in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Markdown.
    pub text: String,
    /// In bytes.
    pub selection: Range<usize>,
}

impl Passage {
    /// The passage with a selection as browsers count it.
    #[must_use]
    pub fn from_utf16(text: String, selection: Range<usize>) -> Self {
        let byte = |units: usize| byte_offset(&text, units);
        let (start, end) = (byte(selection.start), byte(selection.end));
        Self { selection: start..end.max(start), text }
    }

    /// The selection as browsers count it.
    #[must_use]
    pub fn selection_utf16(&self) -> Range<usize> {
        let units = |byte: usize| self.text[..byte].encode_utf16().count();
        units(self.selection.start)..units(self.selection.end)
    }

    /// The passage with the mark set, or taken away where it is.
    #[must_use]
    pub fn marked(self, mark: Mark) -> Self {
        match mark {
            Mark::Bold => self.toggled("**", |stars| stars >= 2),
            Mark::Italic => self.toggled("*", |stars| stars % 2 == 1),
            Mark::Link => self.linked(),
            Mark::List => self.prefixed("- "),
            Mark::Quote => self.prefixed("> "),
        }
    }

    /// Sets stars around the selection, or takes them away when `is_set` says so of the stars that are there.
    fn toggled(self, stars: &str, is_set: fn(usize) -> bool) -> Self {
        let Range { start, end } = self.trimmed();
        let (before, inner, after) = (&self.text[..start], &self.text[start..end], &self.text[end..]);
        let around = trailing_stars(before).min(leading_stars(after));
        let length = stars.len();
        if is_set(around) {
            let text = [&before[..start - length], inner, &after[length..]].concat();
            return Self { text, selection: start - length..end - length };
        }
        let text = [before, stars, inner, stars, after].concat();
        Self { text, selection: start + length..end + length }
    }

    /// Makes the selection a link, and selects what is still to be filled in: the address, or the words when the
    /// selection is an address itself.
    fn linked(self) -> Self {
        let Range { start, end } = self.trimmed();
        let (before, inner, after) = (&self.text[..start], &self.text[start..end], &self.text[end..]);
        let is_address = inner.starts_with("https://") || inner.starts_with("http://");
        let (words, address) = match (is_address, inner.is_empty()) {
            (true, _) => ("link text", inner),
            (false, true) => ("link text", "https://"),
            (false, false) => (inner, "https://"),
        };
        let text = [before, "[", words, "](", address, ")", after].concat();
        let words_at = start + 1;
        let address_at = words_at + words.len() + 2;
        let selection = if is_address || inner.is_empty() {
            words_at..words_at + words.len()
        } else {
            address_at..address_at + address.len()
        };
        Self { text, selection }
    }

    /// Makes the selection a mention of an item, or writes one with its name; the cursor stands behind it.
    #[must_use]
    pub fn mentioning(self, name: &str, item: ItemId) -> Self {
        let Range { start, end } = self.trimmed();
        let (before, inner, after) = (&self.text[..start], &self.text[start..end], &self.text[end..]);
        let written = match inner {
            "" => mention::write(name, item),
            inner => ["[", inner, "](", &mention::in_page(item), ")"].concat(),
        };
        let behind = start + written.len();
        Self { text: [before, &written, after].concat(), selection: behind..behind }
    }

    /// Begins every selected line with a sign, or takes it away when all have it.
    fn prefixed(self, sign: &str) -> Self {
        let start = self.text[..self.selection.start].rfind('\n').map_or(0, |line_end| line_end + 1);
        let end = self.text[self.selection.end..].find('\n').map_or(self.text.len(), |next| self.selection.end + next);
        let lines: Vec<&str> = self.text[start..end].split('\n').collect();
        let all_have_it = lines.iter().all(|line| line.starts_with(sign));
        let changed: Vec<String> = lines
            .iter()
            .map(|line| match line.strip_prefix(sign) {
                Some(rest) if all_have_it => rest.to_owned(),
                Some(_) => (*line).to_owned(),
                None => format!("{sign}{line}"),
            })
            .collect();
        let changed = changed.join("\n");
        let end_of_change = start + changed.len();
        let selection = if self.selection.is_empty() { end_of_change..end_of_change } else { start..end_of_change };
        Self { text: [&self.text[..start], &changed, &self.text[end..]].concat(), selection }
    }

    /// The selection without the spaces at its ends: marks must touch the words they mark.
    fn trimmed(&self) -> Range<usize> {
        let selected = &self.text[self.selection.clone()];
        let start = self.selection.start + (selected.len() - selected.trim_start().len());
        let end = self.selection.start + selected.trim_end().len();
        if start < end { start..end } else { self.selection.end..self.selection.end }
    }
}

fn trailing_stars(text: &str) -> usize {
    text.len() - text.trim_end_matches('*').len()
}

fn leading_stars(text: &str) -> usize {
    text.len() - text.trim_start_matches('*').len()
}

fn byte_offset(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (byte, character) in text.char_indices() {
        if seen >= units {
            return byte;
        }
        seen += character.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a passage whose selection is written between `‹` and `›`.
    fn passage(written: &str) -> Passage {
        let start = written.find('‹').expect("a start");
        let without = written.replacen('‹', "", 1);
        let end = without.find('›').expect("an end");
        Passage { text: without.replacen('›', "", 1), selection: start..end }
    }

    fn written(passage: &Passage) -> String {
        let Range { start, end } = passage.selection;
        format!("{}‹{}›{}", &passage.text[..start], &passage.text[start..end], &passage.text[end..])
    }

    fn marked(mark: Mark, before: &str) -> String {
        written(&passage(before).marked(mark))
    }

    #[test]
    fn bold_and_italic_are_set_and_taken_away() {
        assert_eq!(marked(Mark::Bold, "some ‹words› here"), "some **‹words›** here");
        assert_eq!(marked(Mark::Bold, "some **‹words›** here"), "some ‹words› here");
        assert_eq!(marked(Mark::Italic, "some **‹words›** here"), "some ***‹words›*** here");
        assert_eq!(marked(Mark::Italic, "***‹words›***"), "**‹words›**");
        assert_eq!(marked(Mark::Bold, "***‹words›***"), "*‹words›*");
        assert_eq!(marked(Mark::Italic, "a ‹b ›c"), "a *‹b›* c");
        assert_eq!(marked(Mark::Bold, "‹›"), "**‹›**");
    }

    #[test]
    fn a_link_selects_what_is_missing() {
        assert_eq!(marked(Mark::Link, "see ‹this›"), "see [this](‹https://›)");
        assert_eq!(marked(Mark::Link, "‹https://example.org›"), "[‹link text›](https://example.org)");
        assert_eq!(marked(Mark::Link, "see ‹›"), "see [‹link text›](https://)");
    }

    #[test]
    fn a_mention_takes_the_selected_words_or_a_name() {
        let item = ItemId(uuid::Uuid::nil());
        let link = "(#item-00000000-0000-0000-0000-000000000000)";
        let mentioned = |before: &str| written(&passage(before).mentioning("Ada [x]", item));
        assert_eq!(mentioned("as ‹›said"), format!("as [Ada \\[x\\]]{link}‹›said"));
        assert_eq!(mentioned("as ‹**she** ›said"), format!("as [**she**]{link}‹› said"));
    }

    #[test]
    fn lists_and_quotes_go_by_line() {
        assert_eq!(marked(Mark::List, "one\nt‹wo\nthr›ee\nfour"), "one\n‹- two\n- three›\nfour");
        assert_eq!(marked(Mark::List, "‹- two\n- three›"), "‹two\nthree›");
        assert_eq!(marked(Mark::Quote, "wo‹›rds"), "> words‹›");
        assert_eq!(marked(Mark::Quote, "‹› "), ">  ‹›");
    }

    #[test]
    fn selections_are_counted_as_browsers_do() {
        let text = "🎉 日本 x";
        let passage = Passage::from_utf16(text.to_owned(), 3..5);
        assert_eq!(&passage.text[passage.selection.clone()], "日本");
        assert_eq!(passage.selection_utf16(), 3..5);
        assert_eq!(Passage::from_utf16("ab".to_owned(), 9..9).selection, 2..2);
    }
}
