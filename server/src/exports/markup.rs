//! Sanitised markup written anew so that it is good HTML and good XML at once: every element closed, no named
//! entities, blocks never within lines of text.

use std::fmt::Write as _;

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};
use shared::html::{SafeHtml, escape};
use shared::ids::{ItemId, MediaId};
use shared::mention;
use url::Url;

use crate::xml::xml_text;

/// Where things are, in the file that is written; `None` for what is not there.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The address of a picture.
    pub picture: &'a dyn Fn(MediaId) -> Option<String>,
    /// Where a mention of an item leads.
    pub item: &'a dyn Fn(ItemId) -> Option<String>,
}

/// Text for an element or an attribute.
#[must_use]
pub fn text(words: &str) -> String {
    escape(&xml_text(words))
}

/// An address that any reader takes: of the web or of mail, written as RFC 3986 has it.
#[must_use]
pub fn address(href: &str) -> Option<String> {
    let url = Url::parse(href.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        return None;
    }
    let mut written = String::with_capacity(url.as_str().len());
    for character in url.as_str().chars() {
        match character {
            // Within the name of a host these are an IPv6 address, which a story can do without.
            '[' | ']' | '|' | '^' | '`' | '{' | '}' | '"' | '<' | '>' | '\\' | ' ' => {
                let _ = write!(written, "%{:02X}", u32::from(character));
            }
            _ => written.push(character),
        }
    }
    Some(written)
}

/// What is open.
struct Open {
    close: &'static str,
    /// Whether only words may stand in it.
    is_line: bool,
    is_list: bool,
}

/// Writes markup anew. It goes through the tree without recursion: depth is the sender's choice.
#[must_use]
pub fn rewrite(html: &SafeHtml, place: Place<'_>) -> String {
    let tree = Html::parse_fragment(html.as_str());
    let mut writer = Writer { written: String::with_capacity(html.as_str().len()), open: Vec::new(), lines: 0, place };
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => writer.open(element),
                Node::Text(words) => writer.words(words),
                _ => {}
            },
            Edge::Close(node) => {
                if node.value().is_element() {
                    writer.close();
                }
            }
        }
    }
    writer.written
}

struct Writer<'a> {
    written: String,
    open: Vec<Open>,
    /// How many of the open ones hold only words.
    lines: usize,
    place: Place<'a>,
}

impl Writer<'_> {
    fn words(&mut self, words: &str) {
        if !self.in_list() {
            self.written.push_str(&text(words));
        } else if !words.trim().is_empty() {
            let _ = write!(self.written, "<li>{}</li>", text(words));
        }
    }

    fn in_list(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_list)
    }

    fn push(&mut self, close: &'static str, is_line: bool, is_list: bool) {
        self.lines += usize::from(is_line);
        self.open.push(Open { close, is_line, is_list });
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.lines -= usize::from(open.is_line);
            self.written.push_str(open.close);
        }
    }

    fn open(&mut self, element: &Element) {
        match (element.name(), self.in_list()) {
            ("li", true) => {
                self.written.push_str("<li>");
                self.push("</li>", false, false);
            }
            // Something that is no entry in a list, and an entry that is in none.
            (_, true) => self.entry(element),
            ("li", false) => self.block("<p>", "</p>", true, false),
            ("img", _) => self.picture(element),
            ("br", _) => {
                self.written.push_str("<br/>");
                self.push("", false, false);
            }
            ("hr", _) => self.block("<hr/>", "", false, false),
            ("a", _) => self.link(element),
            (name, _) => self.tag(name, element),
        }
    }

    fn entry(&mut self, element: &Element) {
        match element.name() {
            "img" | "br" | "hr" => self.push("", false, false),
            _ => {
                self.written.push_str("<li>");
                self.push("</li>", false, false);
            }
        }
    }

    /// A block; within a line of words only a new line.
    fn block(&mut self, open: &str, close: &'static str, is_line: bool, is_list: bool) {
        if self.lines > 0 {
            self.written.push_str("<br/>");
            self.push("", false, false);
        } else {
            self.written.push_str(open);
            self.push(close, is_line, is_list);
        }
    }

    fn tag(&mut self, name: &str, element: &Element) {
        match name {
            "p" => self.block("<p>", "</p>", true, false),
            "pre" => self.block("<pre>", "</pre>", true, false),
            "blockquote" => self.block("<blockquote>", "</blockquote>", false, false),
            "ul" => self.block("<ul>", "</ul>", false, true),
            "ol" => {
                let start =
                    element.attr("start").and_then(|start| start.parse::<u32>().ok()).filter(|start| *start > 1);
                let open = start.map_or_else(|| "<ol>".to_owned(), |start| format!("<ol start=\"{start}\">"));
                self.block(&open, "</ol>", false, true);
            }
            "h3" => self.block("<h3>", "</h3>", true, false),
            "h4" => self.block("<h4>", "</h4>", true, false),
            "h5" => self.block("<h5>", "</h5>", true, false),
            "h6" => self.block("<h6>", "</h6>", true, false),
            "strong" | "b" => self.inline("<strong>", "</strong>"),
            "em" | "i" => self.inline("<em>", "</em>"),
            "del" => self.inline("<del>", "</del>"),
            "code" => self.inline("<code>", "</code>"),
            _ => self.push("", false, false),
        }
    }

    fn inline(&mut self, open: &str, close: &'static str) {
        self.written.push_str(open);
        self.push(close, true, false);
    }

    /// A link to the web or to an item of the story; what leads elsewhere is only its words.
    fn link(&mut self, element: &Element) {
        let href = element.attr("href").unwrap_or_default();
        let open = match mention::target(href) {
            Some(item) => (self.place.item)(item).map(|href| format!("<a href=\"{}\">", text(&href))),
            None => address(href).map(|href| format!("<a href=\"{}\" rel=\"nofollow noopener\">", text(&href))),
        };
        match open {
            Some(open) => {
                self.written.push_str(&open);
                self.push("</a>", true, false);
            }
            None => self.push("", false, false),
        }
    }

    /// A picture of ours within words is an emoji; without the picture its name says as much.
    fn picture(&mut self, element: &Element) {
        let alt = element.attr("alt").unwrap_or_default();
        let id = element.attr("src").and_then(|src| src.strip_prefix("/media/")).and_then(|id| id.parse().ok());
        let _ = match id.and_then(self.place.picture) {
            Some(src) => {
                let (src, alt) = (text(&src), text(alt));
                write!(self.written, "<img class=\"emoji\" src=\"{src}\" alt=\"{alt}\" width=\"20\" height=\"20\"/>")
            }
            None => write!(self.written, "{}", text(alt)),
        };
        self.push("", false, false);
    }
}

#[cfg(test)]
mod unit {
    use super::*;
    use proptest::prelude::*;

    fn rewritten(html: &str) -> String {
        let place = Place { picture: &|_| None, item: &|item| Some(format!("part-2.xhtml#item-{item}")) };
        rewrite(&SafeHtml::from_sanitised(html.to_owned()), place)
    }

    #[test]
    fn usual_markup_stays() {
        assert_eq!(
            rewritten("<p>a<br>b&nbsp;&amp; <b>c</b></p><hr>"),
            "<p>a<br/>b\u{a0}&amp; <strong>c</strong></p><hr/>"
        );
        assert_eq!(rewritten("<ol start=\"3\">\n<li>x</li></ol>"), "<ol start=\"3\"><li>x</li></ol>");
    }

    #[test]
    fn a_mention_leads_to_its_place() {
        let id = "01980000-0000-7000-8000-000000000001";
        assert_eq!(
            rewritten(&format!("<a href=\"#item-{id}\">x</a>")),
            format!("<a href=\"part-2.xhtml#item-{id}\">x</a>")
        );
    }

    #[test]
    fn only_links_to_the_web_stay() {
        let link = |href: &str| rewritten(&format!("<a href=\"{href}\">x</a>"));
        assert_eq!(link("https://e.org/a|b c"), "<a href=\"https://e.org/a%7Cb%20c\" rel=\"nofollow noopener\">x</a>");
        for bad in ["javascript:alert(1)", "data:text/html,x", "#", "/x", "java&#10;script:x"] {
            assert_eq!(link(bad), "x", "{bad}");
        }
    }

    #[test]
    fn blocks_never_stand_in_lines() {
        assert_eq!(rewritten("<b><p>x</p></b>"), "<strong><br/>x</strong>");
        assert_eq!(rewritten("<li>x</li>"), "<p>x</p>");
        assert_eq!(rewritten("<ul>x<em>y</em></ul>"), "<ul><li>x</li><li>y</li></ul>");
    }

    #[test]
    fn an_emoji_that_is_not_here_is_its_name() {
        assert_eq!(rewritten("<p><img src=\"/media/x\" alt=\":<b>:\" onerror=\"y\"></p>"), "<p>:&lt;b&gt;:</p>");
    }

    proptest! {
        #[test]
        fn whatever_comes_in_is_well_formed(html in "(<(/?)(p|b|ul|li|a href=\"x\"|img|script|pre|svg|br|blockquote)>|[a&\u{0}\u{8}\u{202e}<\"' ])*") {
            let written = format!("<x>{}</x>", rewritten(&html));
            let mut reader = quick_xml::Reader::from_str(&written);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => prop_assert!(false, "{error}: {written}"),
                }
            }
            prop_assert!(!written.contains("<script") && !written.contains("<svg"));
        }
    }
}
