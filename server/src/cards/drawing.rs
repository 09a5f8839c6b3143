//! Drawing a card: the words as SVG, which shapes every script, and the pictures beside them.

use std::fmt::Write as _;

use anyhow::Context;
use bytes::Bytes;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{FilterType as Resizing, overlay};
use image::{ExtendedColorType, ImageEncoder as _, RgbaImage};
use resvg::{tiny_skia, usvg};
use shared::html::escape;
use shared::item::first_words;
use shared::story::{is_right_to_left, shown_title};

use super::fonts::fonts;
use super::lines::{is_mark, runs, wrap};
use crate::xml::xml_text;

/// Width of a card in pixels.
pub const WIDTH: u32 = 1200;
/// Height of a card in pixels.
pub const HEIGHT: u32 = 630;
/// Width of the mosaic.
const MOSAIC: u32 = 470;
/// Room around the words.
const MARGIN: f32 = 64.0;
/// The sizes a title is set in, the largest that fits, with the most lines of each.
const SIZES: [(f32, usize); 5] = [(76.0, 3), (64.0, 4), (54.0, 5), (46.0, 6), (38.0, 8)];

/// Fonts for emoji, wanted first to last.
const EMOJI: &str = "'Noto Color Emoji', 'Noto Emoji', Twemoji, 'Twitter Color Emoji', 'Apple Color Emoji', \
                     'Segoe UI Emoji', sans-serif";

/// What a card says.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The story's title.
    pub title: &'a str,
    /// The curator's name.
    pub curator: &'a str,
    /// Where the story is.
    pub host: &'a str,
}

/// The card as a PNG file.
///
/// # Errors
/// Only when the library refuses what is made here.
pub fn draw(words: &Words<'_>, files: &[Bytes]) -> anyhow::Result<Vec<u8>> {
    // A picture that does not decode is left out: the card matters more.
    let pictures: Vec<_> = files.iter().filter_map(|file| image::load_from_memory(file).ok()).collect();
    let width = if pictures.is_empty() { WIDTH } else { WIDTH - MOSAIC };
    let mut card = set(words, width)?;
    for (picture, tile) in pictures.iter().zip(tiles(pictures.len())) {
        let picture = picture.resize_to_fill(tile.width, tile.height, Resizing::Triangle).to_rgba8();
        overlay(&mut card, &picture, i64::from(tile.x), i64::from(tile.y));
    }
    let pixels = image::DynamicImage::ImageRgba8(card).to_rgb8();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive).write_image(
        &pixels,
        WIDTH,
        HEIGHT,
        ExtendedColorType::Rgb8,
    )?;
    Ok(png)
}

struct Tile {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

/// Where pictures stand, with a hair of paper between them.
fn tiles(pictures: usize) -> Vec<Tile> {
    const GAP: u32 = 6;
    let left = WIDTH - MOSAIC;
    let (half_width, half_height) = ((MOSAIC - GAP) / 2, (HEIGHT - GAP) / 2);
    let (right, below) = (left + half_width + GAP, half_height + GAP);
    let tile = |x, y, width, height| Tile { x, y, width, height };
    match pictures {
        0 => Vec::new(),
        1 => vec![tile(left, 0, MOSAIC, HEIGHT)],
        2 => vec![tile(left, 0, MOSAIC, half_height), tile(left, below, MOSAIC, half_height)],
        3 => vec![
            tile(left, 0, MOSAIC, half_height),
            tile(left, below, half_width, half_height),
            tile(right, below, half_width, half_height),
        ],
        _ => vec![
            tile(left, 0, half_width, half_height),
            tile(right, 0, half_width, half_height),
            tile(left, below, half_width, half_height),
            tile(right, below, half_width, half_height),
        ],
    }
}

/// The words on paper, in the part of the card that is `width` wide.
fn set(words: &Words<'_>, width: u32) -> anyhow::Result<RgbaImage> {
    let options = usvg::Options { fontdb: fonts(), ..usvg::Options::default() };
    let room = f32::from(u16::try_from(width)?) - 2.0 * MARGIN;
    let parse = |scale| usvg::Tree::from_str(&svg(words, room, scale), &options);
    let mut tree = parse(1.0)?;
    // Lines were broken by rough widths. What came out too wide is set smaller, all in the same proportion.
    let widest = ["title", "curator", "host"]
        .iter()
        .filter_map(|id| Some(tree.node_by_id(id)?.abs_bounding_box().width()))
        .fold(0.0, f32::max);
    if widest > room {
        tree = parse(room / widest)?;
    }
    let mut pixmap = tiny_skia::Pixmap::new(WIDTH, HEIGHT).context("a card has a size")?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    // Every pixel has the paper under it, so none is transparent and colours are as they are.
    RgbaImage::from_raw(WIDTH, HEIGHT, pixmap.take()).context("a card has its pixels")
}

fn svg(words: &Words<'_>, room: f32, scale: f32) -> String {
    let title = clean(words.title, 300);
    let title = shown_title(&title);
    let fitting = SIZES.iter().map(|(size, most)| (*size, wrap(title, room / size, *most)));
    let fits = |(_, lines): &(f32, Vec<String>)| !lines.last().is_some_and(|line| line.ends_with('…'));
    let smallest = || (SIZES[4].0, wrap(title, room / SIZES[4].0, SIZES[4].1));
    let (size, lines) = fitting.clone().find(fits).unwrap_or_else(smallest);
    let right_to_left = is_right_to_left(title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"sans-serif\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fbfaf7\"/>\
         <rect x=\"{MARGIN}\" y=\"{MARGIN}\" width=\"72\" height=\"8\" fill=\"#9a5b00\"/><g id=\"title\">"
    );
    for (number, line) in lines.iter().enumerate() {
        let y = MARGIN + 40.0 + size * (0.9 + 1.18 * f32::from(u8::try_from(number).unwrap_or(u8::MAX)));
        let at = (if right_to_left { MARGIN + room } else { MARGIN }, y);
        text(&mut svg, line, at, size * scale, "#1d1b17\" font-weight=\"700", right_to_left);
    }
    svg.push_str("</g>");
    let curator = format!("By {}", clean(words.curator, 40));
    let host = clean(words.host, 48);
    let below = |up: f32| (MARGIN, 630.0 - MARGIN - up);
    svg.push_str("<g id=\"curator\">");
    text(&mut svg, &curator, below(40.0), 32.0 * scale, "#1d1b17", false);
    svg.push_str("</g><g id=\"host\">");
    text(&mut svg, &host, below(0.0), 24.0 * scale, "#5f5a50", false);
    svg.push_str("</g></svg>");
    svg
}

/// One line. The library lays lines out from left to right, so one of the other kind is put into an isolate.
fn text(svg: &mut String, line: &str, (x, y): (f32, f32), size: f32, fill: &str, right_to_left: bool) {
    let line: String = runs(&xml_text(line))
        .into_iter()
        .map(|(is_emoji, run)| {
            let run = escape(run);
            if is_emoji { format!("<tspan font-family=\"{EMOJI}\">{run}</tspan>") } else { run }
        })
        .collect();
    let (anchor, line) = if right_to_left { ("end", format!("\u{2067}{line}\u{2069}")) } else { ("start", line) };
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\" text-anchor=\"{anchor}\">{line}</text>"
    );
}

/// Words for one line: without what steers the direction of text, and with few marks on a letter.
fn clean(words: &str, most: usize) -> String {
    let mut marks = 0;
    let kept = words.chars().filter(|character| {
        marks = if is_mark(*character) { marks + 1 } else { 0 };
        let steers = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        marks <= 2 && !steers && (!character.is_control() || character.is_whitespace())
    });
    let words: String = kept.collect();
    first_words(&words.split_whitespace().collect::<Vec<_>>().join(" "), most)
}
