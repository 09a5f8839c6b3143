//! Writing XML: text that XML can hold, and elements with text in them.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

/// Writes to memory.
pub type XmlWriter = Writer<Vec<u8>>;

/// A document whose root element `write` makes.
///
/// # Errors
/// What `write` fails with.
pub fn document(write: impl FnOnce(&mut XmlWriter) -> io::Result<()>) -> io::Result<String> {
    let mut writer = Writer::new(br#"<?xml version="1.0" encoding="utf-8"?>"#.to_vec());
    write(&mut writer)?;
    String::from_utf8(writer.into_inner()).map_err(io::Error::other)
}

/// An element with nothing but text in it.
///
/// # Errors
/// The writer's.
pub fn text_element(writer: &mut XmlWriter, name: &str, text: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&xml_text(text)))?;
    Ok(())
}

/// An element with nothing but attributes.
///
/// # Errors
/// The writer's.
pub fn empty_element(writer: &mut XmlWriter, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let values: Vec<(&str, Cow<'_, str>)> = attributes.iter().map(|(name, value)| (*name, xml_text(value))).collect();
    let attributes = values.iter().map(|(name, value)| (*name, value.as_ref()));
    writer.create_element(name).with_attributes(attributes).write_empty()?;
    Ok(())
}

/// Text without the characters that XML has no way to write.
#[must_use]
pub fn xml_text(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(allowed) {
        text.into()
    } else {
        text.chars().filter(|c| allowed(*c)).collect::<String>().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::Event;

    #[test]
    fn what_xml_cannot_write_is_left_out() {
        assert_eq!(xml_text("a\u{0}b\u{8}c\u{ffff}\td"), "abc\td");
        assert_eq!(xml_text("日本 \u{1f33e}"), "日本 \u{1f33e}");
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in ".*", value in ".*") {
            let xml = document(|writer| {
                writer.create_element("feed").write_inner_content(|writer| {
                    text_element(writer, "title", &text)?;
                    empty_element(writer, "link", &[("href", &value)])
                })?;
                Ok(())
            });
            let xml = xml.expect("writes");
            let mut reader = quick_xml::Reader::from_str(&xml);
            let mut names = Vec::new();
            loop {
                match reader.read_event().expect("well-formed") {
                    Event::Start(start) => names.push(start.name().as_ref().to_owned()),
                    Event::Empty(empty) => {
                        prop_assert_eq!(empty.attributes().count(), 1);
                        names.push(empty.name().as_ref().to_owned());
                    }
                    Event::Eof => break,
                    _ => {}
                }
            }
            prop_assert_eq!(names, ["feed", "title", "link"]);
        }
    }
}
