use bytes::Bytes;
use proptest::prelude::*;

use super::drawing::{HEIGHT, WIDTH, Words, draw};

fn card(title: &str, files: &[Bytes]) -> image::RgbImage {
    let png = draw(&Words { title, curator: "Ada", host: "stories.example" }, files).expect("draws");
    image::load_from_memory(&png).expect("a picture").to_rgb8()
}

/// How many pixels are dark: letters.
fn ink(card: &image::RgbImage) -> usize {
    card.pixels().filter(|pixel| pixel.0.iter().all(|part| *part < 96)).count()
}

fn red_picture() -> Bytes {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(30, 10, image::Rgb([200, 0, 0]));
    picture.write_to(&mut png, image::ImageFormat::Png).expect("writes");
    png.into_inner().into()
}

#[test]
fn a_card_has_its_size_and_more_ink_for_more_words() {
    let (short, long) = (card("Tea", &[]), card("Tea in the harbour, and what came of it", &[]));
    assert_eq!((short.width(), short.height()), (WIDTH, HEIGHT));
    assert!(ink(&short) > 500 && ink(&long) > ink(&short), "{} {}", ink(&short), ink(&long));
}

#[test]
fn pictures_stand_at_the_right_and_broken_ones_are_left_out() {
    let red = image::Rgb([200, 0, 0]);
    let (picture, broken) = (red_picture(), Bytes::from_static(b"no picture"));
    for files in [vec![picture.clone()], vec![broken, picture.clone()], vec![picture; 4]] {
        let card = card("Tea", &files);
        assert_eq!(*card.get_pixel(WIDTH - 1, 0), red);
        assert_eq!(*card.get_pixel(WIDTH - 1, HEIGHT - 1), red);
        assert_ne!(*card.get_pixel(0, HEIGHT - 1), red);
    }
}

#[test]
fn nothing_reaches_over_the_margin() {
    let wide = "W".repeat(300);
    for title in [
        wide.as_str(),
        "日本語の文章はスペースがないので、どこでも改行できます。",
        "مرحبا بالعالم، هذه قصة طويلة عن الميناء والشاي",
    ] {
        let card = card(title, &[]);
        let margin = |x: u32| (0..HEIGHT).all(|y| card.get_pixel(x, y).0.iter().all(|part| *part > 200));
        assert!((WIDTH - 56..WIDTH).all(margin), "{title}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_title_can_be_drawn(title in "(\\PC|[\\x00-\\x1f<>&\"'\u{300}-\u{310}\u{202a}-\u{202e}\u{200d}]){0,80}") {
        draw(&Words { title: &title, curator: &title, host: "stories.example" }, &[]).expect("draws");
    }
}
