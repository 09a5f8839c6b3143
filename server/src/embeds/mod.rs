//! Stories on other people's sites: the code to paste, and oEmbed for those who paste only the link.

use shared::html::escape;
use shared::presentation::Layout;

mod ancestors;
pub mod oembed;
pub mod plain;
pub mod share;

pub use ancestors::FrameAncestors;

/// Width that a frame asks for, in pixels, where the site does not say.
pub const WIDTH: u32 = 640;
/// Height that a frame asks for, in pixels; the story scrolls inside.
pub const HEIGHT: u32 = 720;

/// A story's address that asks for a layout.
#[must_use]
pub fn in_layout(story_url: &str, layout: Layout) -> String {
    format!("{story_url}?layout={}", layout.key())
}

/// The address of a story's variant for frames, in the layout that the story's address asks for.
#[must_use]
pub fn embed_url(story_url: &str) -> String {
    match story_url.split_once('?') {
        Some((story, query)) => format!("{story}/embed?{query}"),
        None => format!("{story_url}/embed"),
    }
}

/// Markup of a story for elsewhere: what leads to a place in its page leads there from another site, too.
#[must_use]
pub fn leading_to(story_url: &str, html: &str) -> String {
    html.replace("href=\"#", &format!("href=\"{}#", escape(story_url)))
}

/// The address of the oEmbed answer about a story.
#[must_use]
pub fn oembed_url(base_url: &str, story_url: &str, format: &str) -> String {
    let url: String = url::form_urlencoded::byte_serialize(story_url.as_bytes()).collect();
    format!("{base_url}/oembed?url={url}&format={format}")
}

/// The addresses of the oEmbed answer, as JSON and as XML.
#[must_use]
pub fn oembed_urls(base_url: &str, story_url: &str) -> (String, String) {
    (oembed_url(base_url, story_url, "json"), oembed_url(base_url, story_url, "xml"))
}

/// HTML to paste into another site, at the usual size.
#[must_use]
pub fn embed_html(story_url: &str, title: &str) -> String {
    sized_embed_html(story_url, &embed_url(story_url), title, WIDTH, HEIGHT)
}

/// HTML to paste into another site; `src` is the page in the frame.
///
/// One blockquote with a link, which stays when frames are stripped or this server is gone, then one frame with only
/// those attributes that WordPress lets pass. Other sites keep the style too, and there the frame is not wider than a
/// phone: Ghost does not see to that by itself.
#[must_use]
pub fn sized_embed_html(story_url: &str, src: &str, title: &str, width: u32, height: u32) -> String {
    let (title, link, src) = (escape(title), escape(story_url), escape(src));
    format!(
        "<blockquote><a href=\"{link}\">{title}</a></blockquote><iframe src=\"{src}\" width=\"{width}\" \
         height=\"{height}\" title=\"{title}\" frameborder=\"0\" marginwidth=\"0\" marginheight=\"0\" \
         style=\"max-width:100%\"></iframe>"
    )
}

/// HTML for sites that allow scripts: the frame, always as high as the story; without the script a link.
#[must_use]
pub fn script_html(base_url: &str, story_url: &str, title: &str) -> String {
    let (title, link, script) = (escape(title), escape(story_url), escape(&format!("{base_url}/embed.js")));
    format!(
        "<p class=\"sheaf-story\"><a href=\"{link}\">{title}</a> <script async src=\"{script}\" \
         data-story=\"{link}\"></script></p>"
    )
}
