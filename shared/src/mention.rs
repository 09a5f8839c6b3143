//! Mentions: links in the curator's words to another item of the same story.
//!
//! A mention is a link of CommonMark to the item's anchor in the page, `[words](#item-ID)`, so it reads well as it is
//! written and works wherever the story stands as a page. What stands elsewhere (a frame, a feed, a chapter of a book)
//! leads it there, and a mention of something that is no longer in the story is only its words.

use std::borrow::Cow;

use crate::ids::ItemId;
use crate::item::ItemBody;
use crate::story::StoryDocument;

/// How the destination of a mention begins.
const BEGINS: &str = "](#item-";
/// The length of an identifier.
const ID: usize = 36;

/// The name an item can be linked to by, within the page of its story.
#[must_use]
pub fn anchor(item: ItemId) -> String {
    ["item-", &item.to_string()].concat()
}

/// Where a mention leads within the page of its story: `#item-ID`.
#[must_use]
pub fn in_page(item: ItemId) -> String {
    ["#", &anchor(item)].concat()
}

/// The item that a link leads to: `#item-ID`.
#[must_use]
pub fn target(href: &str) -> Option<ItemId> {
    href.strip_prefix("#item-")?.parse().ok()
}

/// A mention as it is written. Signs in the words that would end the link, or begin other markup in it, stay words.
#[must_use]
pub fn write(words: &str, item: ItemId) -> String {
    let mut written = String::from("[");
    for character in words.chars() {
        match character {
            '\n' | '\r' => written.push(' '),
            '[' | ']' | '\\' | '`' | '*' | '_' | '<' | '&' | '~' => written.extend(['\\', character]),
            _ => written.push(character),
        }
    }
    [&written, "](", &in_page(item), ")"].concat()
}

/// The words with each mention leading where `lead` says; one without a place to lead to becomes a link to nowhere,
/// which [`crate::markdown::render`] shows as its words.
#[must_use]
pub fn lead<'a>(markdown: &'a str, to: &impl Fn(ItemId) -> Option<String>) -> Cow<'a, str> {
    if !markdown.contains(BEGINS) {
        return Cow::Borrowed(markdown);
    }
    let mut led = String::with_capacity(markdown.len());
    let mut pieces = markdown.split(BEGINS);
    led.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        match piece.get(..ID).and_then(|id| Some((id.parse().ok()?, &piece[ID..]))) {
            Some((item, rest)) => {
                let place = to(item);
                led.extend(["](", place.as_deref().unwrap_or("#"), rest]);
            }
            None => led.extend([BEGINS, piece]),
        }
    }
    Cow::Owned(led)
}

impl StoryDocument {
    /// The story with the mentions in all its words leading where `to` says, and those of items it does not have
    /// leading nowhere.
    #[must_use]
    pub fn leading_mentions(mut self, to: impl Fn(ItemId) -> String) -> Self {
        let mentioning = |words: &String| words.contains(BEGINS);
        let texts = |body: &ItemBody| match body {
            ItemBody::Text { markdown } => mentioning(markdown),
            ItemBody::Post { display, .. } => mentioning(&display.note),
            _ => false,
        };
        if !mentioning(&self.introduction) && !self.items.values().any(|item| texts(&item.body)) {
            return self;
        }
        let there: std::collections::BTreeSet<ItemId> = self.items.keys().copied().collect();
        let leads = |item| there.contains(&item).then(|| to(item));
        let settle = |words: &mut String| *words = lead(words, &leads).into_owned();
        settle(&mut self.introduction);
        for item in self.items.values_mut() {
            match &mut item.body {
                ItemBody::Text { markdown } => settle(markdown),
                ItemBody::Post { display, .. } => settle(&mut display.note),
                _ => {}
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::render;

    fn item(number: u128) -> ItemId {
        ItemId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn a_mention_is_a_link_within_the_page() {
        let mention = write("Ada", item(1));
        assert_eq!(mention, "[Ada](#item-00000000-0000-0000-0000-000000000001)");
        let html = render(&mention);
        assert_eq!(html.as_str().trim(), "<p><a href=\"#item-00000000-0000-0000-0000-000000000001\">Ada</a></p>");
    }

    #[test]
    fn it_leads_elsewhere_or_is_only_its_words() {
        let text = format!("As {} and {} said, [see](#below).", write("Ada", item(1)), write("Bo", item(2)));
        let led = lead(&text, &|id| (id == item(1)).then(|| "https://s.example/@a/b#x".to_owned()));
        assert_eq!(
            render(&led).as_str().trim(),
            "<p>As <a href=\"https://s.example/@a/b#x\">Ada</a> and Bo said, <a href=\"#below\">see</a>.</p>"
        );
        assert!(
            matches!(lead("nothing [here](#item-x)", &|_| None), Cow::Owned(same) if same == "nothing [here](#item-x)")
        );
    }

    proptest! {
        /// Whatever somebody is called, a mention is one link with exactly those words.
        #[test]
        fn any_words_can_be_mentioned(words in "[\\PC\n\\[\\]()*_`<>&\\\\!~#-]{1,30}") {
            prop_assume!(!words.trim().is_empty());
            let html = render(&format!("x {}", write(&words, item(7))));
            let html = html.as_str();
            prop_assert_eq!(html.matches("<a href=\"#item-").count(), 1, "{}", html);
            let inner = html.split("\">").nth(1).and_then(|rest| rest.split("</a>").next()).unwrap_or_default();
            prop_assert!(!inner.contains('<'), "{}", html);
        }

        /// Leading mentions elsewhere changes nothing but where they lead.
        #[test]
        fn leading_changes_only_destinations(before in "[ a*\\[\\]()#\n]{0,20}", after in "[ a*\\[\\]()#\n]{0,20}", there: bool) {
            let text = format!("x{before}{}{after}", write("Ada", item(1)));
            let led = lead(&text, &|id| there.then(|| format!("#{}", anchor(id))));
            if there {
                prop_assert_eq!(&*led, &text);
            } else {
                prop_assert_eq!(render(&led).to_text(), render(&text).to_text());
            }
        }
    }
}
