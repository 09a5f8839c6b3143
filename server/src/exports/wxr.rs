//! A story as WordPress eXtended RSS, for “Tools → Import → WordPress”: a post with its words, and its pictures as
//! attachments that WordPress copies.

use std::io;

use quick_xml::events::BytesCData;
use shared::html::escape;
use shared::ids::MediaId;

use super::body::Body;
use super::markup::Place;
use super::pictures::{Pictures, extension};
use super::story::Carried;
use crate::xml::{XmlWriter, document, text_element, xml_text};

const NAMESPACES: [(&str, &str); 5] = [
    ("version", "2.0"),
    ("xmlns:excerpt", "http://wordpress.org/export/1.2/excerpt/"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:wp", "http://wordpress.org/export/1.2/"),
];

/// Writes the file.
///
/// # Errors
/// Never, unless memory runs out.
pub fn write(story: &Carried, pictures: &Pictures) -> io::Result<String> {
    let picture = |id: MediaId| pictures.mime(id).map(|mime| picture_url(story, id, mime));
    let body = Body { story, place: Place { picture: &picture, item: &|item| story.mention(item) } };
    // The title and who wrote it are the theme's to show.
    let mut html = body.introduction();
    for item in story.version.document.ordered() {
        html.push_str(&body.item(item));
    }
    html.push_str(&body.closing());
    let html = dressed(&html);
    document(|writer| {
        writer.create_element("rss").with_attributes(NAMESPACES).write_inner_content(|writer| {
            writer.create_element("channel").write_inner_content(|writer| channel(writer, story, pictures, &html))?;
            Ok(())
        })?;
        Ok(())
    })
}

/// With what themes have no style for: a picture is not wider than the page, nor is a word; a post is set off from the
/// curator's words, and has no class that a theme takes for its own.
fn dressed(html: &str) -> String {
    let html = html.replace("<img class=\"shown\"", "<img style=\"max-width:100%;height:auto\"").replace(
        "<article class=\"post\"",
        "<article class=\"sheaf-post\" style=\"margin-block:24px;border-inline-start:2px solid #c9c2b4;\
         padding-inline-start:16px\"",
    );
    format!("<div style=\"overflow-wrap:anywhere\">{html}</div>")
}

/// With an extension: WordPress's importer takes what is before it for the name under which a picture's other sizes go
/// too. Where there is none it takes the whole address, and each picture of the post then leads to a file that is not
/// there.
fn picture_url(story: &Carried, id: MediaId, mime: &str) -> String {
    format!("{}/media/{id}.{}", story.base_url, extension(mime))
}

fn channel(writer: &mut XmlWriter, story: &Carried, pictures: &Pictures, html: &str) -> io::Result<()> {
    text_element(writer, "title", story.title())?;
    text_element(writer, "link", &story.base_url)?;
    text_element(writer, "description", "")?;
    text_element(writer, "language", story.language())?;
    text_element(writer, "wp:wxr_version", "1.2")?;
    text_element(writer, "wp:base_site_url", &story.base_url)?;
    text_element(writer, "wp:base_blog_url", &story.base_url)?;
    writer.create_element("wp:author").write_inner_content(|writer| {
        text_element(writer, "wp:author_login", &story.handle)?;
        text_element(writer, "wp:author_display_name", &story.curator)
    })?;
    writer.create_element("item").write_inner_content(|writer| post(writer, story, html))?;
    for (number, (id, mime)) in pictures.iter_types().enumerate() {
        let url = picture_url(story, id, mime);
        writer
            .create_element("item")
            .write_inner_content(|writer| attachment(writer, story, (id, &url), number + 2))?;
    }
    Ok(())
}

fn post(writer: &mut XmlWriter, story: &Carried, html: &str) -> io::Result<()> {
    // WordPress takes a post's title for markup, and lets an administrator's import run scripts in it.
    text_element(writer, "title", &escape(story.title()))?;
    text_element(writer, "link", &story.url())?;
    text_element(writer, "pubDate", &story.at.to_rfc2822())?;
    text_element(writer, "dc:creator", &story.handle)?;
    guid(writer, &story.url())?;
    text_element(writer, "description", "")?;
    cdata(writer, "content:encoded", html)?;
    cdata(writer, "excerpt:encoded", "")?;
    text_element(writer, "wp:post_id", "1")?;
    dates(writer, story)?;
    text_element(writer, "wp:comment_status", "closed")?;
    text_element(writer, "wp:ping_status", "closed")?;
    text_element(writer, "wp:post_name", &story.slug)?;
    text_element(writer, "wp:status", if story.is_published { "publish" } else { "draft" })?;
    text_element(writer, "wp:post_parent", "0")?;
    text_element(writer, "wp:menu_order", "0")?;
    text_element(writer, "wp:post_type", "post")?;
    text_element(writer, "wp:post_password", "")?;
    text_element(writer, "wp:is_sticky", "0")
}

fn attachment(writer: &mut XmlWriter, story: &Carried, (id, url): (MediaId, &str), number: usize) -> io::Result<()> {
    text_element(writer, "title", &id.to_string())?;
    text_element(writer, "link", url)?;
    text_element(writer, "dc:creator", &story.handle)?;
    guid(writer, url)?;
    cdata(writer, "content:encoded", "")?;
    text_element(writer, "wp:post_id", &number.to_string())?;
    dates(writer, story)?;
    text_element(writer, "wp:post_name", &id.to_string())?;
    text_element(writer, "wp:status", "inherit")?;
    text_element(writer, "wp:post_parent", "1")?;
    text_element(writer, "wp:post_type", "attachment")?;
    text_element(writer, "wp:attachment_url", url)
}

fn dates(writer: &mut XmlWriter, story: &Carried) -> io::Result<()> {
    let at = story.at.format("%Y-%m-%d %H:%M:%S").to_string();
    text_element(writer, "wp:post_date", &at)?;
    text_element(writer, "wp:post_date_gmt", &at)
}

fn guid(writer: &mut XmlWriter, url: &str) -> io::Result<()> {
    let guid = writer.create_element("guid").with_attribute(("isPermaLink", "false"));
    guid.write_text_content(quick_xml::events::BytesText::new(&xml_text(url)))?;
    Ok(())
}

/// Markup as text; WordPress reads it from sections of this kind only.
fn cdata(writer: &mut XmlWriter, name: &str, html: &str) -> io::Result<()> {
    let html = xml_text(html);
    writer.create_element(name).write_inner_content(|writer| {
        for part in BytesCData::escaped(&html) {
            writer.write_event(quick_xml::events::Event::CData(part))?;
        }
        Ok(())
    })?;
    Ok(())
}
