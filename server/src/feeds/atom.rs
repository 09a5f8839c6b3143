//! Atom, RFC 4287.

use std::io;

use app::parts::time::machine;
use quick_xml::events::BytesText;

use super::{Entry, Feed, Person};
use crate::xml::{self, XmlWriter, empty_element, text_element, xml_text};

/// The media type.
pub const TYPE: &str = "application/atom+xml; charset=utf-8";

/// The feed as a document.
pub fn write(feed: &Feed) -> io::Result<String> {
    xml::document(|writer| {
        let root = writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        root.write_inner_content(|writer| {
            head(writer, feed)?;
            feed.entries.iter().try_for_each(|entry| self::entry(writer, entry))
        })?;
        Ok(())
    })
}

fn head(writer: &mut XmlWriter, feed: &Feed) -> io::Result<()> {
    text_element(writer, "id", &feed.id)?;
    text_element(writer, "title", &feed.title)?;
    if !feed.subtitle.is_empty() {
        text_element(writer, "subtitle", &feed.subtitle)?;
    }
    text_element(writer, "updated", &machine(feed.updated()))?;
    let (atom, json) = &feed.addresses;
    for (rel, kind, href) in [
        ("self", "application/atom+xml", atom),
        ("alternate", "text/html", &feed.page),
        ("alternate", "application/feed+json", json),
    ] {
        empty_element(writer, "link", &[("rel", rel), ("type", kind), ("href", href)])?;
    }
    text_element(writer, "icon", &feed.icon)?;
    text_element(writer, "generator", "Sheaf")?;
    person(writer, &feed.author)
}

fn person(writer: &mut XmlWriter, person: &Person) -> io::Result<()> {
    writer.create_element("author").write_inner_content(|writer| {
        text_element(writer, "name", &person.name)?;
        if person.url.is_empty() { Ok(()) } else { text_element(writer, "uri", &person.url) }
    })?;
    Ok(())
}

fn entry(writer: &mut XmlWriter, entry: &Entry) -> io::Result<()> {
    writer.create_element("entry").write_inner_content(|writer| {
        text_element(writer, "id", &entry.id)?;
        text_element(writer, "title", &entry.title)?;
        text_element(writer, "published", &machine(entry.published))?;
        text_element(writer, "updated", &machine(entry.updated))?;
        empty_element(writer, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)])?;
        person(writer, &entry.author)?;
        if !entry.summary.is_empty() {
            text_element(writer, "summary", &entry.summary)?;
        }
        let content = writer.create_element("content").with_attribute(("type", "html"));
        content.write_text_content(BytesText::new(&xml_text(&entry.html)))?;
        Ok(())
    })?;
    Ok(())
}
