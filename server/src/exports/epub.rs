//! A story as a book: EPUB 3, one file for each section.

use std::io::{Cursor, Write as _};

use anyhow::Context as _;
use shared::ids::MediaId;
use shared::item::{Item, ItemBody};
use shared::mention;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::body::{Body, STYLE};
use super::markup::{Place, text};
use super::pictures::{Pictures, extension};
use super::story::Carried;

const CONTAINER: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"#;

/// A file of the book: what its heading says, and its items.
struct Chapter<'a> {
    title: String,
    items: Vec<&'a Item>,
}

/// Writes the book.
///
/// # Errors
/// When it grows beyond what a zip can hold.
pub fn write(story: &Carried, pictures: &Pictures) -> anyhow::Result<Vec<u8>> {
    let chapters = chapters(story);
    let picture = |id| pictures.get(id).map(|picture| file_name(id, &picture.mime));
    let item = |id| {
        let chapter = chapters.iter().position(|chapter| chapter.items.iter().any(|item| item.id == id))?;
        Some(chapter_name(chapter) + &mention::in_page(id))
    };
    let body = Body { story, place: Place { picture: &picture, item: &item } };
    let mut book = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut put = |name: &str, options, bytes: &[u8]| -> anyhow::Result<()> {
        book.start_file(name, options).with_context(|| format!("writing {name}"))?;
        Ok(book.write_all(bytes)?)
    };
    // The first file, and not compressed: that is how an EPUB is known.
    put("mimetype", plain, b"application/epub+zip")?;
    put("META-INF/container.xml", packed, CONTAINER.as_bytes())?;
    put("OEBPS/content.opf", packed, package(story, pictures, chapters.len()).as_bytes())?;
    put("OEBPS/nav.xhtml", packed, navigation(story, &chapters).as_bytes())?;
    put("OEBPS/style.css", packed, STYLE.as_bytes())?;
    for (number, chapter) in chapters.iter().enumerate() {
        let opening = if number == 0 { body.opening() } else { String::new() };
        let closing = if number + 1 == chapters.len() { body.closing() } else { String::new() };
        let items: String = chapter.items.iter().map(|item| body.item(item)).collect();
        let page = page(story, &chapter.title, &format!("{opening}{items}{closing}"));
        put(&format!("OEBPS/{}", chapter_name(number)), packed, page.as_bytes())?;
    }
    for (id, picture) in pictures.iter() {
        put(&format!("OEBPS/{}", file_name(id, &picture.mime)), plain, &picture.bytes)?;
    }
    Ok(book.finish()?.into_inner())
}

/// The story cut before each heading.
fn chapters(story: &Carried) -> Vec<Chapter<'_>> {
    let mut chapters = vec![Chapter { title: story.title().to_owned(), items: Vec::new() }];
    for item in story.version.document.ordered() {
        if let ItemBody::Heading { text } = &item.body {
            let title = if text.trim().is_empty() { "…" } else { text.trim() };
            chapters.push(Chapter { title: title.to_owned(), items: Vec::new() });
        }
        if let Some(last) = chapters.last_mut() {
            last.items.push(item);
        }
    }
    chapters
}

fn chapter_name(number: usize) -> String {
    format!("part-{number}.xhtml")
}

fn file_name(id: MediaId, mime: &str) -> String {
    format!("pictures/{id}.{}", extension(mime))
}

fn page(story: &Carried, title: &str, body: &str) -> String {
    let language = story.language();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\"><head><title>{}</title>\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head><body>{body}</body></html>\n",
        text(title)
    )
}

fn navigation(story: &Carried, chapters: &[Chapter<'_>]) -> String {
    let entries: String = chapters
        .iter()
        .enumerate()
        .map(|(number, chapter)| format!("<li><a href=\"{}\">{}</a></li>", chapter_name(number), text(&chapter.title)))
        .collect();
    page(story, "Contents", &format!("<nav epub:type=\"toc\" id=\"toc\"><h1>Contents</h1><ol>{entries}</ol></nav>"))
}

fn package(story: &Carried, pictures: &Pictures, chapters: usize) -> String {
    let cover = story.version.document.cover.as_ref().map(|cover| cover.id);
    let mut manifest = String::new();
    for (id, picture) in pictures.iter() {
        let cover = if cover == Some(id) { " properties=\"cover-image\"" } else { "" };
        let href = file_name(id, &picture.mime);
        manifest.push_str(&format!("<item id=\"m{id}\" href=\"{href}\" media-type=\"{}\"{cover}/>", picture.mime));
    }
    let mut spine = String::new();
    for number in 0..chapters {
        let href = chapter_name(number);
        manifest.push_str(&format!("<item id=\"p{number}\" href=\"{href}\" media-type=\"application/xhtml+xml\"/>"));
        spine.push_str(&format!("<itemref idref=\"p{number}\"/>"));
    }
    let source =
        if story.is_published { format!("<dc:source>{}</dc:source>", text(&story.url())) } else { String::new() };
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
         unique-identifier=\"id\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:identifier id=\"id\">{}</dc:identifier><dc:title>{}</dc:title><dc:language>{}</dc:language>\
         <dc:creator>{}</dc:creator>{source}<meta property=\"dcterms:modified\">{}</meta></metadata><manifest>\
         <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>{manifest}</manifest>\
         <spine>{spine}</spine></package>\n",
        text(&story.url()),
        text(story.title()),
        story.language(),
        text(if story.curator.trim().is_empty() { &story.handle } else { &story.curator }),
        story.at.format("%Y-%m-%dT%H:%M:%SZ"),
    )
}
