//! From the bytes somebody sent to a picture that is safe to serve.
//!
//! Nothing of a file survives but its pixels: it is decoded within limits, turned upright, scaled down and encoded
//! anew, so neither metadata (where and by whom it was taken) nor anything hidden behind the pixels is passed on.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::MediaError;

/// The most bytes a picture may come with.
pub const MAX_BYTES: usize = shared::media::MAX_PICTURE_BYTES;
/// The most megapixels it may have; what the decoder needs grows with them, whatever the file's size.
pub const MAX_MEGAPIXELS: u32 = 40;
/// The longest side that is kept: twice the width of a story's column, for sharp screens.
const MAX_SIDE: u32 = 1600;
/// What decoding may allocate: [`MAX_MEGAPIXELS`] at 8 bytes a pixel, and some room to work.
const MAX_ALLOCATION: u64 = 400_000_000;
/// Where JPEG artefacts stop being seen.
const JPEG_QUALITY: u8 = 85;

/// A picture as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub mime: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Decodes, turns upright, scales down and encodes anew. Of an animation the first frame is kept.
///
/// This takes up to seconds of a processor: call it where blocking is fine.
///
/// # Errors
/// The bytes are no picture, a damaged one, or more than the limits allow.
pub fn reencode(bytes: &[u8]) -> Result<Encoded, MediaError> {
    if bytes.len() > MAX_BYTES {
        return Err(MediaError::TooLarge);
    }
    let format = sniff(bytes)?;
    if format == ImageFormat::Jpeg && !jpeg_has_end(bytes) {
        return Err(MediaError::Damaged);
    }
    let image = decode(bytes, format)?;
    let image = if image.width().max(image.height()) > MAX_SIDE {
        image.resize(MAX_SIDE, MAX_SIDE, FilterType::CatmullRom)
    } else {
        image
    };
    encode(image, format)
}

/// Looks at a picture that is to stay as it is: its type, width and height.
///
/// # Errors
/// The bytes are no picture of the two kinds that are kept, a damaged one, or more than the limits allow.
pub fn examine(bytes: &[u8]) -> Result<(&'static str, u32, u32), MediaError> {
    if bytes.len() > MAX_BYTES {
        return Err(MediaError::TooLarge);
    }
    let format = sniff(bytes)?;
    let mime = match format {
        ImageFormat::Jpeg if jpeg_has_end(bytes) => "image/jpeg",
        ImageFormat::Jpeg => return Err(MediaError::Damaged),
        ImageFormat::Png => "image/png",
        _ => return Err(MediaError::NotAPicture),
    };
    let image = decode(bytes, format)?;
    Ok((mime, image.width(), image.height()))
}

/// The format by the first bytes; what the file is called and what its sender says about it do not count.
fn sniff(bytes: &[u8]) -> Result<ImageFormat, MediaError> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP)) => Ok(format),
        _ => Err(MediaError::NotAPicture),
    }
}

/// Whether a JPEG's pixels have an end. The decoder forgives what is missing and fills it with grey.
///
/// A thumbnail in the metadata has an end of its own, so the search begins behind the metadata, where the first scan
/// starts.
fn jpeg_has_end(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xda;
    const END_OF_IMAGE: [u8; 2] = [0xff, 0xd9];
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xff, marker, high, low, ..] = *rest {
        if marker == START_OF_SCAN {
            return rest.windows(2).any(|pair| pair == END_OF_IMAGE);
        }
        // Fill bytes may stand before a marker.
        let length = if marker == 0xff { 1 } else { 2 + usize::from(u16::from_be_bytes([high, low])) };
        rest = rest.get(length..).unwrap_or_default();
    }
    false
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, MediaError> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| undecodable(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > u64::from(MAX_MEGAPIXELS) * 1_000_000 {
        return Err(MediaError::TooManyPixels);
    }
    // A broken orientation tag is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| undecodable(&error))?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn undecodable(error: &ImageError) -> MediaError {
    tracing::debug!(%error, "A picture could not be decoded");
    match error {
        ImageError::Limits(_) => MediaError::TooManyPixels,
        _ => MediaError::Damaged,
    }
}

fn encode(image: DynamicImage, from: ImageFormat) -> Result<Encoded, MediaError> {
    let (width, height) = (image.width(), image.height());
    let (bytes, mime) = if is_see_through(&image) {
        (to_png(&DynamicImage::ImageRgba8(image.into_rgba8()))?, "image/png")
    } else {
        smallest(&DynamicImage::ImageRgb8(image.into_rgb8()), from)?
    };
    Ok(Encoded { bytes, mime, width, height })
}

fn is_see_through(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

/// JPEG, unless it came in a format for drawings and screen shots and is smaller without loss.
fn smallest(image: &DynamicImage, from: ImageFormat) -> Result<(Vec<u8>, &'static str), MediaError> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    image.write_with_encoder(encoder).map_err(|error| MediaError::Store(error.into()))?;
    if matches!(from, ImageFormat::Png | ImageFormat::Gif) {
        let png = to_png(image)?;
        if png.len() <= jpeg.len() {
            return Ok((png, "image/png"));
        }
    }
    Ok((jpeg, "image/jpeg"))
}

fn to_png(image: &DynamicImage) -> Result<Vec<u8>, MediaError> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, PngFilter::Adaptive);
    image.write_with_encoder(encoder).map_err(|error| MediaError::Store(error.into()))?;
    Ok(png)
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
