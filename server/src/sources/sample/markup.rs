//! The markup of the sample chat's posts: its file has plain text, and what looks like a hashtag, a mention or an
//! address becomes a link.

use shared::html::{SafeHtml, escape};

/// Turns plain text into paragraphs with links. `person` gives the page of somebody who is mentioned, if they exist.
pub fn to_html(text: &str, person: impl Fn(&str) -> Option<String>) -> SafeHtml {
    let link = |word: &str| linked(word, &person);
    let paragraph = |text: &str| {
        let lines: Vec<String> = text.lines().map(|line| line.split_inclusive(' ').map(link).collect()).collect();
        format!("<p>{}</p>", lines.join("<br>"))
    };
    // Safe: everything that stands between the tags written here is escaped.
    SafeHtml::from_sanitised(text.split("\n\n").map(paragraph).collect())
}

/// A word as markup; it may have punctuation before and behind what is linked.
fn linked(word: &str, person: impl Fn(&str) -> Option<String>) -> String {
    let Some(start) = word.find(['#', '@']).or_else(|| word.find("https://")) else { return escape(word) };
    let (before, rest) = word.split_at(start);
    let (target, behind) = rest.split_at(length_of_target(rest));
    match address(target, person) {
        Some(address) => {
            let label = target.strip_prefix("https://").unwrap_or(target);
            format!("{}{}{}", escape(before), anchor(&address, label), escape(behind))
        }
        None => escape(word),
    }
}

/// How much of the text is the hashtag, mention or address that it begins with.
fn length_of_target(text: &str) -> usize {
    if text.starts_with("https://") {
        return text.trim_end_matches(|last: char| !last.is_alphanumeric() && last != '/').len();
    }
    let sign = 1;
    text[sign..].find(|next: char| !next.is_alphanumeric() && next != '_').map_or(text.len(), |length| sign + length)
}

fn address(target: &str, person: impl Fn(&str) -> Option<String>) -> Option<String> {
    if target.starts_with("https://") {
        return Some(target.to_owned());
    }
    match target.split_at(1) {
        ("#", tag) if !tag.is_empty() => Some(format!("https://chat.example/tags/{}", tag.to_lowercase())),
        ("@", name) => person(name),
        _ => None,
    }
}

fn anchor(address: &str, label: &str) -> String {
    format!(r#"<a href="{}" rel="nofollow noopener ugc">{}</a>"#, escape(address), escape(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let person = |name: &str| (name == "ada").then(|| "https://chat.example/@ada".to_owned());
        to_html(text, person).as_str().replace(r#" rel="nofollow noopener ugc""#, "")
    }

    #[test]
    fn hashtags_mentions_and_addresses_become_links() {
        assert_eq!(
            html("@ada see (#Harbour), https://example.org/a."),
            "<p><a href=\"https://chat.example/@ada\">@ada</a> see \
             (<a href=\"https://chat.example/tags/harbour\">#Harbour</a>), \
             <a href=\"https://example.org/a\">example.org/a</a>.</p>"
        );
    }

    #[test]
    fn what_only_looks_like_a_link_stays_text() {
        assert_eq!(html("# @nobody a@b & <b>"), "<p># @nobody a@b &amp; &lt;b&gt;</p>");
        assert_eq!(
            html("https://example.org/\"><script>"),
            "<p><a href=\"https://example.org/&quot;&gt;&lt;script\">example.org/&quot;&gt;&lt;script</a>&gt;</p>"
        );
    }

    #[test]
    fn blank_lines_part_paragraphs_and_line_ends_stay() {
        assert_eq!(html("one\ntwo\n\nthree"), "<p>one<br>two</p><p>three</p>");
    }
}
