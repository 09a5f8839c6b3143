//! What was copied in a word processor or on a web page, as clean Markdown.
//!
//! Copied markup is of three makes: plain HTML from web pages; Word's, whose lists are paragraphs with the class
//! `MsoListParagraph` and a marker in a span of the style `mso-list:Ignore`; and Google Docs', which wraps everything
//! in a `<b>` that is not bold and writes bold as a style of spans.

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown};

use crate::error::{AppError, AppResult};
use crate::extract::Json;
use crate::session::SignedIn;

/// What carries no words, or is not for reading.
const SKIPPED: [&str; 12] =
    ["script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "img", "video", "button"];

/// `POST /studio/api/paste`: markup, and the Markdown that says the same.
pub(super) async fn paste(_: SignedIn, Json(html): Json<String>) -> AppResult<Json<String>> {
    let converted = tokio::task::spawn_blocking(move || markdown(&html)).await.map_err(anyhow::Error::from)?;
    let unreadable = |_| AppError::Invalid("What was pasted could not be read. Paste it as plain text.".to_owned());
    Ok(Json(converted.map_err(unreadable)?))
}

/// Markup as Markdown: words, emphasis, links, headings, lists, quotations.
fn markdown(html: &str) -> std::io::Result<String> {
    let options = Options {
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    let converter = HtmlToMarkdown::builder()
        .options(options)
        .skip_tags(SKIPPED.to_vec())
        .add_handler(vec!["b"], bold)
        .add_handler(vec!["span"], span)
        .add_handler(vec!["a"], link)
        .build();
    Ok(tidy(&converter.convert(html)?))
}

/// An attribute, in lower case and without spaces.
fn attribute(element: &Element<'_>, name: &str) -> String {
    let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.to_lowercase().replace(char::is_whitespace, "")).unwrap_or_default()
}

fn bold(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    if attribute(&element, "style").contains("font-weight:normal") {
        return Some(handlers.walk_children(element.node));
    }
    handlers.fallback(element)
}

fn span(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let style = attribute(&element, "style");
    let inner = handlers.walk_children(element.node).content;
    let words = inner.trim();
    if style.contains("mso-list:ignore") {
        let is_number = words.starts_with(|character: char| character.is_ascii_digit());
        return Some(if is_number { NUMBERED } else { BULLET }.into());
    }
    let mark = match (is_bold(&style), style.contains("font-style:italic")) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => "",
    };
    if mark.is_empty() || words.is_empty() {
        return Some(inner.trim_matches('\n').into());
    }
    // Marks must touch the words they mark.
    let (start, end) = (inner.len() - inner.trim_start().len(), inner.trim_end().len());
    Some([&inner[..start], mark, words, mark, &inner[end..]].concat().into())
}

fn is_bold(style: &str) -> bool {
    ["font-weight:bold", "font-weight:600", "font-weight:700", "font-weight:800"]
        .iter()
        .any(|bold| style.contains(bold))
}

/// Only addresses of the web and of mail are links; of others the words stay.
fn link(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let address = attribute(&element, "href");
    if ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)) {
        return handlers.fallback(element);
    }
    Some(handlers.walk_children(element.node))
}

/// Stands for a marker of Word's until [`tidy`]: no text that was copied holds these characters of private use.
const BULLET: &str = "\u{e000}";
const NUMBERED: &str = "\u{e001}";

/// Word's list entries as lists, non-breaking blanks as blanks, no more than one empty line.
fn tidy(markdown: &str) -> String {
    let mut tidied: Vec<String> = Vec::new();
    let mut in_list = false;
    for line in markdown.replace('\u{a0}', " ").lines().map(str::trim_end) {
        let entry = line.trim_start();
        let marked = entry
            .strip_prefix(BULLET)
            .map(|rest| ("- ", rest))
            .or_else(|| entry.strip_prefix(NUMBERED).map(|rest| ("1. ", rest)));
        if let Some((marker, rest)) = marked {
            if in_list && tidied.last().is_some_and(String::is_empty) {
                tidied.pop();
            }
            in_list = true;
            tidied.push([marker, rest.trim_start()].concat());
        } else if line.is_empty() {
            if tidied.last().is_some_and(|last| !last.is_empty()) {
                tidied.push(String::new());
            }
        } else {
            in_list = false;
            tidied.push(line.to_owned());
        }
    }
    tidied.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        markdown(html).expect("it is read")
    }

    #[test]
    fn web_pages_keep_what_markdown_can_say() {
        let html = "<h2>Round-up</h2><p>One <strong>bold</strong> and <em>soft</em> <a href=\"https://a.example/x\">link</a>.</p>\
                    <ul><li>first</li><li>second</li></ul><blockquote><p>Said.</p></blockquote>";
        assert_eq!(
            read(html),
            "## Round-up\n\nOne **bold** and *soft* [link](https://a.example/x).\n\n- first\n- second\n\n> Said."
        );
    }

    #[test]
    fn word_lists_become_lists() {
        let entry = |words: &str| {
            format!(
                "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]>\
                 <span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt'>&nbsp;&nbsp; </span>\
                 </span></span><![endif]>{words}<o:p></o:p></p>"
            )
        };
        let html = format!(
            "<html><head><style>p.MsoNormal {{ margin:0 }}</style></head><body><!--StartFragment-->\
             <p class=MsoNormal>Before <b>it</b><o:p></o:p></p>{}{}<p class=MsoNormal>After</p><!--EndFragment--></body></html>",
            entry("one"),
            entry("two")
        );
        assert_eq!(read(&html), "Before **it**\n\n- one\n- two\n\nAfter");
    }

    #[test]
    fn google_docs_says_bold_by_style() {
        let html = "<b style=\"font-weight:normal;\" id=\"docs-internal-guid-1\"><p dir=\"ltr\">\
                    <span style=\"font-weight:400\">Plain </span><span style=\"font-weight:700\">strong </span>\
                    <span style=\"font-style:italic\">soft</span></p></b>";
        assert_eq!(read(html), "Plain **strong** *soft*");
    }

    #[test]
    fn nothing_that_runs_comes_in() {
        let html = "<p onclick=\"x()\">Words<script>alert(1)</script><img src=x onerror=alert(2)>\
                    <a href=\"javascript:alert(3)\">here</a></p>";
        assert_eq!(read(html), "Wordshere");
    }
}
