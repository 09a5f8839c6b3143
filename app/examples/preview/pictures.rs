//! Pictures drawn by arithmetic, as bitmaps: a sky over hills in some colours.

use std::fs;
use std::io::Result;
use std::path::Path;

use shared::ids::MediaId;
use shared::media::Picture;
use uuid::Uuid;

/// Sizes of the pictures, by number. The last is never written: it is missing.
const SIZES: [(u32, u32); 10] = [
    (1200, 800),
    (800, 1200),
    (1000, 1000),
    (1600, 700),
    (640, 480),
    (96, 96),
    (96, 96),
    (96, 96),
    (320, 200),
    (900, 600),
];

/// The number of the picture that could not be copied.
pub const MISSING: u32 = 9;

pub fn picture(number: u32, alt: &str) -> Picture {
    let (width, height) = SIZES[number as usize];
    Picture { id: id(number), width: Some(width), height: Some(height), alt: alt.to_owned() }
}

pub fn id(number: u32) -> MediaId {
    MediaId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

pub fn write_all(folder: &Path) -> Result<()> {
    for number in 0..MISSING {
        let (width, height) = SIZES[number as usize];
        fs::write(folder.join(id(number).to_string()), bitmap(width, height, number))?;
    }
    Ok(())
}

/// A 24-bit bitmap, rows from the bottom up.
fn bitmap(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let row = (width * 3).next_multiple_of(4);
    let mut bytes = b"BM".to_vec();
    for field in [54 + row * height, 0, 54, 40, width, height, 1 | 24 << 16, 0, row * height, 2835, 2835, 0, 0] {
        bytes.extend(field.to_le_bytes());
    }
    for y in 0..height {
        let start = bytes.len();
        for x in 0..width {
            bytes.extend(color(x as f32 / width as f32, y as f32 / height as f32, seed as f32));
        }
        bytes.resize(start + row as usize, 0);
    }
    bytes
}

fn color(x: f32, y: f32, seed: f32) -> [u8; 3] {
    let hill = |base: f32, waves: f32| base + 0.07 * (x * waves + seed * 2.1).sin() + 0.03 * (x * waves * 2.7).cos();
    let near = ((x - 0.7).powi(2) + (y - 0.74).powi(2)).sqrt() < 0.07;
    let [red, green, blue] = match () {
        () if y < hill(0.22, 5.0) => [60.0, 70.0 + seed * 8.0, 62.0],
        () if y < hill(0.42, 3.0) => [110.0, 116.0, 92.0 + seed * 6.0],
        () if near => [250.0, 226.0, 170.0],
        () => [226.0 - seed * 7.0, 170.0 + 60.0 * y, 120.0 + 110.0 * y],
    };
    [blue as u8, green as u8, red as u8]
}
