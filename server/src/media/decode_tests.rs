use image::codecs::gif::GifEncoder;
use image::{Frame, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

/// Left half red, right half blue.
fn two_halves(width: u32, height: u32) -> DynamicImage {
    let colour = |x| if x < width / 2 { Rgb([220, 30, 30]) } else { Rgb([30, 30, 220]) };
    RgbImage::from_fn(width, height, |x, _| colour(x)).into()
}

/// An EXIF segment that says "turn by 90 degrees" and where the picture was taken.
fn exif_segment() -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // Orientation = 6
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26"); // GPS directory at 38
    tiff.extend(b"\0\0\0\0");
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0"); // GPSLatitudeRef = N
    tiff.extend(b"GPS 51.5074N 0.1278W");
    let mut segment = vec![0xff, 0xe1];
    segment.extend(u16::try_from(tiff.len() + 8).expect("short").to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(tiff);
    segment
}

fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    [&jpeg[..2], &exif_segment(), &jpeg[2..]].concat()
}

fn png_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(data);
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length, name.as_slice(), data, &sum.sum().to_be_bytes()].concat()
}

/// A few dozen bytes that claim to be a picture of this size.
fn png_that_claims(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), png_chunk(b"IHDR", &header), png_chunk(b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1])]
        .concat()
}

#[test]
fn orientation_is_applied_and_the_place_is_forgotten() {
    let taken = with_exif(&encoded(&two_halves(80, 40), ImageFormat::Jpeg));
    assert!(taken.windows(8).any(|bytes| bytes == b"GPS 51.5"), "the test picture has a place");
    let kept = reencode(&taken).expect("a picture");
    assert_eq!((kept.width, kept.height, kept.mime), (40, 80, "image/jpeg"));
    for trace in [b"Exif".as_slice(), b"GPS", b"51.5074"] {
        assert!(!kept.bytes.windows(trace.len()).any(|bytes| bytes == trace), "{trace:?} is still there");
    }
    let upright = image::load_from_memory(&kept.bytes).expect("decodes").to_rgb8();
    assert!(upright.get_pixel(20, 10).0[0] > 150, "left is now at the top");
    assert!(upright.get_pixel(20, 70).0[2] > 150, "right is now at the bottom");
}

#[test]
fn what_is_no_picture_is_refused_whatever_its_name() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#;
    for bytes in [b"Just some text in a file called picture.png".as_slice(), b"", svg, b"BM6\0\0\0\0\0\0\0\x36\0\0\0"] {
        let error = reencode(bytes).expect_err("refused");
        assert!(matches!(error, MediaError::NotAPicture), "{error}");
        assert!(error.to_string().starts_with("This file is not a picture Sheaf can read (JPEG, PNG, GIF or WebP)"));
    }
}

#[test]
fn a_few_bytes_that_claim_many_pixels_are_refused_before_decoding() {
    let bomb = png_that_claims(60_000, 60_000);
    assert!(bomb.len() < 100);
    let error = reencode(&bomb).expect_err("refused");
    assert!(matches!(error, MediaError::TooManyPixels), "{error:?}");
    let narrow = reencode(&png_that_claims(u32::MAX >> 1, 1)).expect_err("refused");
    assert!(matches!(narrow, MediaError::TooManyPixels), "{narrow:?}");
}

#[test]
fn more_bytes_than_the_limit_are_refused() {
    assert!(matches!(reencode(&vec![0; MAX_BYTES + 1]), Err(MediaError::TooLarge)));
}

#[test]
fn half_a_picture_is_refused() {
    // The JPEG decoder fills what is missing with grey; a thumbnail's own end in the EXIF data must not count.
    let jpeg = encoded(&two_halves(200, 200), ImageFormat::Jpeg);
    let mut with_thumbnail = jpeg[..2].to_vec();
    with_thumbnail.extend([0xff, 0xe1, 0, 8, b'E', b'x', 0xff, 0xd9, 0, 0]);
    with_thumbnail.extend(&jpeg[2..jpeg.len() - 40]);
    let png = encoded(&two_halves(200, 200), ImageFormat::Png);
    let webp = encoded(&two_halves(200, 200), ImageFormat::WebP);
    for half in
        [&jpeg[..jpeg.len() * 2 / 3], &with_thumbnail, &png[..png.len() / 2], &webp[..webp.len() / 2], &jpeg[..3]]
    {
        let error = reencode(half).expect_err("refused");
        assert!(matches!(error, MediaError::Damaged), "{error:?}");
    }
}

#[test]
fn what_is_see_through_stays_so() {
    let image = RgbaImage::from_fn(20, 20, |x, _| Rgba([200, 90, 20, if x < 10 { 0 } else { 255 }]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let kept = reencode(&encoded(&image.clone().into(), format)).expect("a picture");
        assert_eq!(kept.mime, "image/png");
        assert_eq!(image::load_from_memory(&kept.bytes).expect("decodes").to_rgba8().get_pixel(2, 2).0[3], 0);
    }
}

#[test]
fn large_pictures_are_scaled_down_and_small_ones_left() {
    let large = reencode(&encoded(&two_halves(2000, 1000), ImageFormat::Jpeg)).expect("a picture");
    assert_eq!((large.width, large.height), (1600, 800));
    let small = reencode(&encoded(&two_halves(48, 48), ImageFormat::Jpeg)).expect("a picture");
    assert_eq!((small.width, small.height), (48, 48));
}

#[test]
fn drawings_stay_without_loss_and_photographs_become_small() {
    let drawing = reencode(&encoded(&two_halves(300, 300), ImageFormat::Png)).expect("a picture");
    assert_eq!(drawing.mime, "image/png");
    let mut seed = 1_u32;
    let mut noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed.to_be_bytes()[0]
    };
    let photograph = RgbImage::from_fn(300, 300, |_, _| Rgb([noise(), noise(), noise()]));
    let photograph = reencode(&encoded(&photograph.into(), ImageFormat::Png)).expect("a picture");
    assert_eq!(photograph.mime, "image/jpeg");
}

#[test]
fn of_an_animation_the_first_frame_is_kept() {
    let mut gif = Vec::new();
    let frame = |colour| Frame::new(RgbaImage::from_pixel(30, 30, Rgba(colour)));
    let mut encoder = GifEncoder::new(&mut gif);
    encoder.encode_frames([frame([250, 0, 0, 255]), frame([0, 0, 250, 255])]).expect("encodes");
    drop(encoder);
    let kept = reencode(&gif).expect("a picture");
    let first = image::load_from_memory(&kept.bytes).expect("decodes").to_rgb8();
    assert!(first.get_pixel(15, 15).0[0] > 200, "{:?}", first.get_pixel(15, 15));
}
