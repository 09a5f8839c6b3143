//! A story as one page that opens from a disk: style and pictures are inside, and it asks nobody for anything.

use shared::ids::MediaId;

use super::body::{Body, STYLE};
use super::markup::{Place, text};
use super::pictures::Pictures;
use super::story::Carried;

/// The page may show what is in it, and nothing else.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// Writes the page.
#[must_use]
pub fn write(story: &Carried, pictures: &Pictures) -> String {
    document(story.language(), story.title(), POLICY, &body(story, &|id| pictures.data_url(id)))
}

/// What stands on a page of a story; `picture` says where its pictures are.
#[must_use]
pub fn body(story: &Carried, picture: &dyn Fn(MediaId) -> Option<String>) -> String {
    let body = Body { story, place: Place { picture, item: &|item| story.mention(item) } };
    let mut html = format!("<main>{}\n", body.opening());
    for item in story.version.document.ordered() {
        html.push_str(&body.item(item));
    }
    html.push_str("</main>\n");
    html.push_str(&body.closing());
    html
}

/// A page with its style in it.
#[must_use]
pub fn document(language: &str, title: &str, policy: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"/>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>{}</title>\
         <style>{STYLE}\
         @media (prefers-color-scheme: dark) {{ body {{ background: #171613; color: #ece7dc; }} \
         a {{ color: #e9b872; }} .quiet, figcaption {{ color: #b3ab9c; }} }}</style></head><body>\n{body}</body></html>\n",
        text(title),
    )
}
