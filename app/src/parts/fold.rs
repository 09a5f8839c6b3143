//! A content warning: the author asked for a fold, so readers open it themselves.

use std::fmt;

use leptos::prelude::*;
use shared::media::Attachment;

/// What is behind a fold, in words: "text, 2 pictures and a link".
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// Whether there are words.
    pub words: bool,
    /// The pictures, films and sound.
    pub attachments: &'a [Attachment],
    /// Whether there is a link card.
    pub card: bool,
    /// Whether another post is quoted.
    pub quote: bool,
}

impl Contents<'_> {
    fn parts(&self) -> Vec<String> {
        let count = |is: fn(&Attachment) -> bool| self.attachments.iter().filter(|attachment| is(attachment)).count();
        [
            self.words.then(|| "text".to_owned()),
            counted(count(|a| matches!(a, Attachment::Picture(_))), "a picture", "pictures"),
            counted(count(|a| matches!(a, Attachment::Video { .. })), "a film", "films"),
            counted(count(|a| matches!(a, Attachment::Audio { .. })), "a recording", "recordings"),
            self.card.then(|| "a link".to_owned()),
            self.quote.then(|| "a quoted post".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(one.to_owned()),
        count => Some(format!("{count} {many}")),
    }
}

impl fmt::Display for Contents<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts().as_slice() {
            [] => Ok(()),
            [only] => f.write_str(only),
            [first @ .., last] => write!(f, "{} and {last}", first.join(", ")),
        }
    }
}

/// Shows its children at once, or behind a warning if there is one.
#[component]
pub fn Fold(
    /// The author's warning.
    warning: Option<String>,
    /// What is behind it, in words.
    hides: String,
    /// What to show.
    children: Children,
) -> impl IntoView {
    match warning {
        None => children().into_any(),
        Some(warning) => view! {
            <details class="fold">
                <summary>
                    <span>"Content warning"</span>
                    " "
                    <b dir="auto">{warning}</b>
                    " "
                    <span class="fold-hides">{hides}</span>
                </summary>
                {children()}
            </details>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::ids::MediaId;
    use shared::media::Picture;

    #[test]
    fn a_fold_says_what_is_behind_it() {
        let picture =
            || Attachment::Picture(Picture { id: MediaId::fresh(), width: None, height: None, alt: "".into() });
        let attachments = [picture(), picture(), Attachment::Audio { alt: String::new() }];
        let contents = Contents { words: true, attachments: &attachments, card: true, quote: false };
        assert_eq!(contents.to_string(), "text, 2 pictures, a recording and a link");
        assert_eq!(
            Contents { words: false, attachments: &attachments[..1], card: false, quote: false }.to_string(),
            "a picture"
        );
    }
}
