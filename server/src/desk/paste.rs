//! What was copied in a word processor or on a web page, as clean Markdown.
//!
//! Copied markup is of three makes: plain HTML from web pages; Word's, whose lists are paragraphs with the class
//! `MsoListParagraph` and a marker in a span of the style `mso-list:Ignore`; and Google Docs', which wraps everything
//! in a `<b>` that is not bold and writes bold as a style of spans. Our Markdown has no tables: each row of one
//! becomes a line, its cells with bars between them.

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
        .add_handler(vec!["td", "th"], cell)
        .add_handler(vec!["tr"], row)
        .add_handler(vec!["table", "tbody", "thead", "tfoot"], rows)
        .build();
    Ok(tidy(&converter.convert(html)?))
}

/// An attribute, without spaces.
fn attribute(element: &Element<'_>, name: &str) -> String {
    let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.replace(char::is_whitespace, "")).unwrap_or_default()
}

/// An element's style, in lower case and without spaces.
fn style(element: &Element<'_>) -> String {
    attribute(element, "style").to_lowercase()
}

/// Whether a style says so itself: `mso-bidi-font-weight:normal` says nothing of `font-weight`.
fn declares(style: &str, declarations: &[&str]) -> bool {
    style.split(';').any(|declared| declarations.contains(&declared))
}

fn bold(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    if declares(&style(&element), &["font-weight:normal", "font-weight:400"]) {
        return Some(handlers.walk_children(element.node));
    }
    handlers.fallback(element)
}

fn span(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let style = style(&element);
    let inner = handlers.walk_children(element.node).content;
    let words = inner.trim();
    if style.contains("mso-list:ignore") {
        let is_number = words.starts_with(|character: char| character.is_ascii_digit());
        return Some(if is_number { NUMBERED } else { BULLET }.into());
    }
    let is_bold = declares(&style, &["font-weight:bold", "font-weight:600", "font-weight:700", "font-weight:800"]);
    let mark = match (is_bold, declares(&style, &["font-style:italic"])) {
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

/// Only addresses of the web and of mail are links; of others the words stay. A link that says its own address is that
/// address, which a story takes for a post or a card.
fn link(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let address = attribute(&element, "href");
    let scheme = address.to_lowercase();
    let words = handlers.walk_children(element.node);
    if !["https://", "http://", "mailto:"].iter().any(|known| scheme.starts_with(known)) {
        return Some(words);
    }
    if words.content.trim().replace('\\', "").trim_end_matches('/') == address.trim_end_matches('/') {
        return Some(["<", &address, ">"].concat().into());
    }
    handlers.fallback(element)
}

/// A cell of a table, for [`row`]; a heading's words are bold.
fn cell(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let words = inner.trim();
    let is_plain_heading = element.tag == "th" && !words.is_empty() && !words.contains(['*', '\n']);
    let mark = if is_plain_heading { "**" } else { "" };
    Some([CELL, mark, words, mark].concat().into())
}

/// A row of a table. What has a single cell, or whole tables in its cells, is there for the looks of a page.
fn row(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let cells: Vec<&str> = inner.split(CELL).skip(1).collect();
    if cells.len() < 2 || inner.contains(ROW) {
        return Some(["\n\n", &cells.join("\n\n"), "\n\n"].concat().into());
    }
    let cells: Vec<String> = cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    Some(["\n", ROW, &cells.join(" | "), "\n"].concat().into())
}

fn rows(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    Some(["\n\n", &handlers.walk_children(element.node).content, "\n\n"].concat().into())
}

/// Stands for a marker of Word's until [`tidy`]: no text that was copied holds these characters of private use.
const BULLET: &str = "\u{e000}";
const NUMBERED: &str = "\u{e001}";
/// What begins a row of a table, until [`tidy`].
const ROW: &str = "\u{e002}";
/// What begins a cell, until [`row`].
const CELL: &str = "\u{e003}";

/// Word's list entries as lists, the rows of a table as lines of one paragraph, non-breaking blanks as blanks, no more
/// than one empty line.
fn tidy(markdown: &str) -> String {
    let mut tidied: Vec<String> = Vec::new();
    let (mut in_list, mut in_table) = (false, false);
    for line in markdown.replace('\u{a0}', " ").lines().map(str::trim_end) {
        let entry = line.trim_start();
        if let Some(row) = entry.strip_prefix(ROW) {
            if in_table {
                while tidied.last().is_some_and(String::is_empty) {
                    tidied.pop();
                }
                // Two spaces keep the lines of a paragraph apart.
                tidied.last_mut().into_iter().for_each(|above| above.push_str("  "));
            }
            (in_list, in_table) = (false, true);
            tidied.push(row.to_owned());
            continue;
        }
        in_table &= line.is_empty();
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
            tidied.push(plain_addresses(line));
        }
    }
    tidied.join("\n").trim().to_owned()
}

/// A line whose addresses are as they were: in Markdown's links they need no escapes, and in none they would have them.
fn plain_addresses(line: &str) -> String {
    let plain = |word: &str| if word.starts_with("http") { word.replace('\\', "") } else { word.to_owned() };
    line.split(' ').map(plain).collect::<Vec<_>>().join(" ")
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
    fn word_says_bold_and_means_it() {
        let html = "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Bold</b> and \
                    <span style='mso-bidi-font-weight:bold'>not</span><o:p></o:p></p>";
        assert_eq!(read(html), "**Bold** and not");
    }

    #[test]
    fn the_rows_of_a_table_are_lines() {
        let cell = |words: &str| format!("<td width=100 valign=top><p class=MsoNormal>{words}<o:p></o:p></p></td>");
        let row = |one: &str, two: &str| format!("<tr style='mso-yfti-irow:0'>\n {}\n {}\n</tr>", cell(one), cell(two));
        let html = format!(
            "<p>Before</p><table class=MsoTableGrid border=1>{}{}{}</table><p>After</p>",
            row("<b style='mso-bidi-font-weight:normal'>Port</b>", "<b>Boats</b>"),
            row("Harbour", "12"),
            row("Quay", "&nbsp;")
        );
        assert_eq!(read(&html), "Before\n\n**Port** | **Boats**  \nHarbour | 12  \nQuay |\n\nAfter");
        let docs = "<b style=\"font-weight:normal\"><table><tbody><tr><td><p><span>One</span></p></td><td><p>a</p><p>b</p></td></tr>\
                    </tbody></table></b>";
        assert_eq!(read(docs), "One | a b");
        assert_eq!(
            read("<table><thead><tr><th>A</th><th>B</th></tr></thead><tr><td>1</td><td>2</td></tr></table>"),
            "**A** | **B**  \n1 | 2"
        );
    }

    #[test]
    fn tables_for_the_looks_of_a_page_are_not_shown() {
        let html = "<table><tr><td><h2>News</h2><p>One.</p><table><tr><td>a</td><td>b</td></tr></table><p>Two.</p></td></tr></table>";
        assert_eq!(read(html), "## News\n\nOne.\n\na | b\n\nTwo.");
    }

    #[test]
    fn links_that_say_their_address_are_addresses() {
        let html = "<ul><li><a href=\"https://a.example/a_b_c\">https://a.example/a_b_c</a></li>\
                    <li><a href=\"https://a.example/Two\">Two</a></li></ul><p>https://b.example/x_y_z</p>";
        assert_eq!(
            read(html),
            "- <https://a.example/a_b_c>\n- [Two](https://a.example/Two)\n\nhttps://b.example/x_y_z"
        );
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
