//! A post as a story shows it: the snapshot with what the curator added to it and left out of it.

use std::borrow::Cow;

use crate::html::SafeHtml;
use crate::item::PostDisplay;
use crate::media::Attachment;
use crate::post::Post;

impl Post {
    /// The post with a story's choices about it: the curator's descriptions in the place of its pictures', media left
    /// out, a thread's repetition trimmed. The note is not part of the post; show it under it.
    #[must_use]
    pub fn shown_as(&self, display: &PostDisplay) -> Cow<'_, Self> {
        if display.alts.is_empty() && !display.hide_media && !display.trim {
            return Cow::Borrowed(self);
        }
        let mut shown = self.clone();
        for picture in shown.pictures_mut() {
            if let Some(alt) = display.alts.get(&picture.id) {
                picture.alt.clone_from(alt);
            }
        }
        for attachment in &mut shown.attachments {
            if let Attachment::Video { still: Some(still), alt } = attachment
                && let Some(ours) = display.alts.get(&still.id)
            {
                alt.clone_from(ours);
            }
        }
        if display.hide_media {
            shown.attachments.clear();
            shown.card = None;
        }
        if display.trim {
            shown.quote = None;
            shown.text = trimmed(&shown.text);
        }
        Cow::Owned(shown)
    }
}

/// The name of the class that [`mark_repetition`] gives to what trimming takes away.
pub const REPEATED: &str = "repeated";

/// Words with marks around what trimming takes away, so that a style sheet can show them trimmed: the preview of what
/// readers will see.
#[must_use]
pub fn mark_repetition(html: &SafeHtml) -> SafeHtml {
    let Some(Parts { open, mentions, kept, numbering, close }) = parts(html.as_str()) else { return html.clone() };
    let marked = |words: &str| match words {
        "" => String::new(),
        words => format!("<span class=\"{REPEATED}\">{words}</span>"),
    };
    SafeHtml::from_sanitised([open, &marked(mentions), kept, &marked(numbering), close].concat())
}

/// Words without the mentions they begin with and the numbering they end with; untouched when nothing else is left.
fn trimmed(html: &SafeHtml) -> SafeHtml {
    match parts(html.as_str()) {
        Some(Parts { open, kept, close, .. }) => SafeHtml::from_sanitised([open, kept, close].concat()),
        None => html.clone(),
    }
}

/// A text taken apart; put together again it is the same.
struct Parts<'a> {
    open: &'a str,
    /// Repetition at the beginning.
    mentions: &'a str,
    kept: &'a str,
    /// Repetition at the end.
    numbering: &'a str,
    close: &'a str,
}

/// What a text consists of; nothing when it is all repetition.
fn parts(text: &str) -> Option<Parts<'_>> {
    let (open, rest) = text.strip_prefix("<p>").map_or(("", text), |rest| ("<p>", rest));
    let (rest, close) = rest.strip_suffix("</p>").map_or((rest, ""), |rest| (rest, "</p>"));
    let after = without_mentions(rest);
    let kept = without_numbering(after);
    let (mentions, numbering) = (&rest[..rest.len() - after.len()], &after[kept.len()..]);
    let says_something = !SafeHtml::from_sanitised(kept.to_owned()).to_text().is_empty();
    says_something.then_some(Parts { open, mentions, kept, numbering, close })
}

/// Cuts off links and words that begin with `@`, as answers do.
fn without_mentions(mut html: &str) -> &str {
    loop {
        let start = html.trim_start();
        let after_link = start.strip_prefix("<a ").and_then(|link| {
            let (_, words) = link.split_once('>')?;
            let (words, after) = words.split_once("</a>")?;
            words.starts_with('@').then_some(after)
        });
        let after_word = || {
            let word = start.strip_prefix('@')?;
            let end = word.find([' ', '<']).unwrap_or(word.len());
            (end > 0).then(|| &word[end..])
        };
        match after_link.or_else(after_word) {
            Some(after) => html = after,
            None => return if start.len() < html.len() { start } else { html },
        }
    }
}

/// Cuts off "3/7", "(3/7)", "[3/7]" or "3/" at the end.
fn without_numbering(html: &str) -> &str {
    let end = html.trim_end();
    let last = end.rfind([' ', '>', '\n']).map_or(0, |before| before + 1);
    let word = end[last..].trim_matches(['(', ')', '[', ']']);
    let is_number = |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    match word.split_once('/') {
        Some((first, second)) if !first.is_empty() && is_number(first) && is_number(second) => {
            let kept = end[..last].trim_end();
            kept.strip_suffix("<br>").unwrap_or(kept).trim_end()
        }
        _ => html,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trim(html: &str) -> String {
        trimmed(&SafeHtml::from_sanitised(html.to_owned())).as_str().to_owned()
    }

    #[test]
    fn what_is_marked_is_what_is_trimmed() {
        let marked = |html: &str| mark_repetition(&SafeHtml::from_sanitised(html.to_owned())).as_str().to_owned();
        let mention = "<a href=\"https://a.example/@ada\">@ada</a>";
        assert_eq!(
            marked(&format!("<p>{mention} Yes.<br>2/3</p>")),
            format!("<p><span class=\"repeated\">{mention} </span>Yes.<span class=\"repeated\"><br>2/3</span></p>")
        );
        assert_eq!(marked("<p>Words</p>"), "<p>Words</p>");
        assert_eq!(marked(&format!("<p>{mention}</p>")), format!("<p>{mention}</p>"));
        assert_eq!(marked("One 2/7"), "One<span class=\"repeated\"> 2/7</span>");
    }

    #[test]
    fn mentions_at_the_beginning_are_repetition() {
        let mention = "<a href=\"https://a.example/@ada\" rel=\"nofollow\">@ada</a>";
        assert_eq!(trim(&format!("<p>{mention} {mention} Yes, {mention}!</p>")), format!("<p>Yes, {mention}!</p>"));
        assert_eq!(trim("<p>@ada @bo.example Agreed.</p>"), "<p>Agreed.</p>");
        assert_eq!(trim(&format!("<p>{mention}</p>")), format!("<p>{mention}</p>"));
        assert_eq!(trim("<p>mail@ada</p>"), "<p>mail@ada</p>");
    }

    #[test]
    fn numbering_at_the_end_is_repetition() {
        assert_eq!(trim("<p>Words (2/7)</p>"), "<p>Words</p>");
        assert_eq!(trim("<p>Words<br>3/</p>"), "<p>Words</p>");
        assert_eq!(trim("<p>One</p><p>Two 12/12</p>"), "<p>One</p><p>Two</p>");
        for stays in ["<p>Open 24/7x</p>", "<p>see /7</p>", "<p>2/7</p>", "<p>and/or</p>"] {
            assert_eq!(trim(stays), stays);
        }
    }
}
