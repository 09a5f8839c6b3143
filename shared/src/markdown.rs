//! The curator's own words: CommonMark, rendered the same by the editor and by the published page.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use crate::html::SafeHtml;

/// Renders Markdown to markup that is safe to publish.
///
/// Raw HTML is shown as the text it is, pictures become links to themselves (a story's pictures are items, copied and
/// described), headings start at level 3 because a story's own headings are level 2, and links go to the web,
/// to mail or within the page; of a link that leads nowhere the words remain.
#[must_use]
pub fn render(markdown: &str) -> SafeHtml {
    let parser = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH);
    let mut rendered = String::with_capacity(markdown.len() * 3 / 2);
    let mut links = Vec::new();
    html::push_html(&mut rendered, parser.filter_map(|event| tame(event, &mut links)));
    SafeHtml::from_sanitised(rendered)
}

/// What becomes of a part of the text. `links` says of each link that is open whether it leads somewhere.
fn tame<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Option<Event<'a>> {
    Some(match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::Link { link_type, dest_url, title, id } | Tag::Image { link_type, dest_url, title, id }) => {
            let leads = is_safe_link(&dest_url) && &*dest_url != "#";
            links.push(leads);
            return leads.then_some(Event::Start(Tag::Link { link_type, dest_url, title, id }));
        }
        Event::End(TagEnd::Link | TagEnd::Image) => {
            return links.pop().unwrap_or(true).then_some(Event::End(TagEnd::Link));
        }
        Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
            Event::Start(Tag::Heading { level: lowered(level), id: None, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lowered(level))),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        other => other,
    })
}

fn lowered(level: pulldown_cmark::HeadingLevel) -> pulldown_cmark::HeadingLevel {
    use pulldown_cmark::HeadingLevel::{H3, H4, H5, H6};
    match level as usize {
        1 => H3,
        2 => H4,
        3 => H5,
        _ => H6,
    }
}

/// Whether a link may be published: `http`, `https`, `mailto`, or within the page.
///
/// Browsers ignore tabs and line ends inside a scheme, so anything with a control character is refused.
#[must_use]
pub fn is_safe_link(link: &str) -> bool {
    let lowercase = link.trim().to_ascii_lowercase();
    !lowercase.contains(char::is_control)
        && ["http://", "https://", "mailto:", "#"].iter().any(|prefix| lowercase.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rendered(markdown: &str) -> String {
        render(markdown).as_str().trim().to_owned()
    }

    #[test]
    fn usual_writing_works() {
        assert_eq!(
            rendered("Some *words*, **strong** and [a link](https://example.org)."),
            "<p>Some <em>words</em>, <strong>strong</strong> and <a href=\"https://example.org\">a link</a>.</p>"
        );
        assert_eq!(rendered("- one\n- two"), "<ul>\n<li>one</li>\n<li>two</li>\n</ul>");
    }

    #[test]
    fn raw_html_is_shown_not_run() {
        let html = rendered("<script>alert(1)</script>\n\nand <b onclick=x>this</b>");
        assert!(!html.contains("<script") && !html.contains("<b "), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn script_links_lead_nowhere() {
        for link in ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "java\tscript:x"] {
            assert_eq!(rendered(&format!("[x](<{link}>)")), "<p>x</p>", "{link}");
        }
    }

    #[test]
    fn pictures_become_links_and_headings_step_down() {
        assert_eq!(rendered("![alt](https://e.org/a.png)"), "<p><a href=\"https://e.org/a.png\">alt</a></p>");
        assert_eq!(rendered("# Title"), "<h3>Title</h3>");
    }

    proptest! {
        #[test]
        fn no_input_yields_an_unexpected_tag(markdown in "[<>a-z/\\[\\]()!*_`#&; \n\"'=:-]{0,80}") {
            let html = rendered(&markdown);
            for tag in html.split('<').skip(1) {
                let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                prop_assert!(
                    ["p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "br", "del",
                     "h3", "h4", "h5", "h6"].contains(&name.as_str()),
                    "unexpected <{}> in {}", name, html
                );
            }
        }
    }
}
