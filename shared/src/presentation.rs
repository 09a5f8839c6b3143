//! How a story looks to its readers, as far as its curator may choose.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::edit::{Change, Changes};
use crate::story::StoryDocument;

/// The least contrast of an accent with what it stands on: WCAG 2.2, level AA, for text.
pub const LEAST_CONTRAST: f64 = 4.5;

/// What an accent stands on by day; the same as in `style/tokens.css`.
const LIGHT_PAPERS: [Color; 2] = [Color([0xfb, 0xfa, 0xf7]), Color([0xff, 0xfe, 0xfc])];
/// What an accent stands on by night.
const DARK_PAPERS: [Color; 2] = [Color([0x17, 0x16, 0x13]), Color([0x1f, 0x1d, 0x19])];
/// The tint of the accent that marks an item somebody was led to, likewise.
const TINT: f64 = 0.09;

/// A story's look. The default is Sheaf's own, and is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Presentation {
    /// How the items stand.
    pub layout: Layout,
    /// The colour of links and marks; Sheaf's own without.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, example = "#9a4a1c"))]
    pub accent: Option<Color>,
    /// The letters of the title and of the curator's words.
    pub typeface: Typeface,
    /// Light or dark.
    pub scheme: Scheme,
    /// Whether title and introduction are left to what stands around the story.
    pub hide_header: bool,
    /// Whether the line about who and when is left out.
    pub hide_byline: bool,
}

/// How the items of a story stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One below the other.
    #[default]
    List,
    /// Side by side, pictures and videos first.
    Grid,
    /// One at a time.
    Slides,
    /// Author, time and words, for quoting.
    Transcript,
}

impl Layout {
    /// Every layout, in the order to offer them.
    pub const ALL: [Self; 4] = [Self::List, Self::Grid, Self::Slides, Self::Transcript];

    /// The name in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Grid => "grid",
            Self::Slides => "slides",
            Self::Transcript => "transcript",
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Grid => "Grid",
            Self::Slides => "Slides",
            Self::Transcript => "Transcript",
        }
    }

    /// The layout of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.key() == key)
    }
}

/// The letters of the title and of the curator's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Typeface {
    /// With serifs, as in books.
    #[default]
    Serif,
    /// Without.
    Sans,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// As the reader's device is set.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Presentation {
    /// Whether it is Sheaf's own look.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Checks that the accent can be read wherever it is used.
    ///
    /// # Errors
    /// When it cannot: how far it is off, and what to do.
    pub fn check(&self) -> Result<(), FaintAccent> {
        let Some(accent) = self.accent else { return Ok(()) };
        let papers = if self.scheme == Scheme::Dark { DARK_PAPERS } else { LIGHT_PAPERS };
        let contrast = accent.least_contrast(papers);
        if contrast < LEAST_CONTRAST { Err(FaintAccent { accent, contrast, scheme: self.scheme }) } else { Ok(()) }
    }

    /// The accent by day and by night. A colour that is dark enough for light paper is too dark for dark paper, so
    /// where the reader's device decides, it is made as much lighter for the night as it must be.
    #[must_use]
    pub fn accents(&self) -> Option<(Color, Color)> {
        let accent = self.accent?;
        Some((accent, if self.scheme == Scheme::Auto { accent.by_night() } else { accent }))
    }
}

/// An accent that could not be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "The accent {accent} is too close to the {}: its contrast is {} to 1, and words need at least {LEAST_CONTRAST} to \
     1. Choose a {} colour{}.",
    if *.scheme == Scheme::Dark { "dark paper" } else { "light paper" },
    rounded_down(*.contrast),
    if *.scheme == Scheme::Dark { "lighter" } else { "darker" },
    if *.scheme == Scheme::Auto { "; it is lightened for dark paper by itself" } else { "" },
)]
pub struct FaintAccent {
    accent: Color,
    contrast: f64,
    scheme: Scheme,
}

/// With one decimal, and never so that what is too little looks like enough.
fn rounded_down(contrast: f64) -> f64 {
    (contrast * 10.0).floor() / 10.0
}

/// A colour as screens mix it: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color([u8; 3]);

/// What was given is no colour.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no colour. Write it as # and six digits from 0 to f: #9a4a1c.")]
pub struct NotAColor(pub String);

impl Color {
    /// How bright it looks, from 0 to 1: the relative luminance of WCAG.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast with another colour, from 1 to 21, as WCAG reckons it.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The least contrast with papers, plain and tinted with this very colour.
    fn least_contrast(self, papers: [Self; 2]) -> f64 {
        let contrasts = papers.map(|paper| self.contrast(paper).min(self.contrast(paper.mixed(self, TINT))));
        contrasts[0].min(contrasts[1])
    }

    /// This with a share of another in it.
    fn mixed(self, other: Self, share: f64) -> Self {
        let mut mixed = [0; 3];
        for (mixed, (own, other)) in mixed.iter_mut().zip(self.0.into_iter().zip(other.0)) {
            let value = f64::from(own) * (1.0 - share) + f64::from(other) * share;
            // Between two bytes there is a byte.
            *mixed = (0..=u8::MAX).find(|byte| f64::from(*byte) + 0.5 >= value).unwrap_or(u8::MAX);
        }
        Self(mixed)
    }

    /// The colour with just enough white in it to be read on dark paper.
    fn by_night(self) -> Self {
        let white = Self([u8::MAX; 3]);
        let lightened = (0..=20).map(|step| self.mixed(white, f64::from(step) / 20.0));
        lightened.into_iter().find(|color| color.least_contrast(DARK_PAPERS) >= LEAST_CONTRAST).unwrap_or(white)
    }

    /// The six digits, without the `#`.
    #[must_use]
    pub fn digits(self) -> String {
        let [red, green, blue] = self.0;
        format!("{red:02x}{green:02x}{blue:02x}")
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.digits())
    }
}

impl FromStr for Color {
    type Err = NotAColor;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let no_color = || NotAColor(written.chars().take(40).collect());
        let digits = written.strip_prefix('#').ok_or_else(no_color)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(no_color());
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).map_err(|_| no_color())?.to_be_bytes();
        Ok(Self([red, green, blue]))
    }
}

impl TryFrom<String> for Color {
    type Error = NotAColor;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        written.parse()
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

impl Changes {
    /// The changes with a new look; nothing when it is the same.
    #[must_use]
    pub fn of_presentation(document: &StoryDocument, presentation: Presentation) -> Self {
        Self { presentation: Change::between(document.presentation.clone(), presentation), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn color(written: &str) -> Color {
        written.parse().expect("a colour")
    }

    fn with(accent: &str, scheme: Scheme) -> Presentation {
        Presentation { accent: Some(color(accent)), scheme, ..Presentation::default() }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((color("#000000").contrast(color("#ffffff")) - 21.0).abs() < 1e-9);
        assert!((color("#777777").contrast(color("#ffffff")) - 4.48).abs() < 0.005);
        assert!((color("#123456").contrast(color("#123456")) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn our_own_accents_pass() {
        for (accent, scheme) in [("#9a4a1c", Scheme::Auto), ("#9a4a1c", Scheme::Light), ("#e8a66b", Scheme::Dark)] {
            assert_eq!(with(accent, scheme).check(), Ok(()), "{accent}");
        }
    }

    #[test]
    fn a_faint_accent_is_refused_in_words() {
        let words = with("#e8a66b", Scheme::Auto).check().expect_err("too light").to_string();
        assert!(words.starts_with("The accent #e8a66b is too close to the light paper: its contrast is "), "{words}");
        assert!(words.ends_with("Choose a darker colour; it is lightened for dark paper by itself."), "{words}");
        let words = with("#9a4a1c", Scheme::Dark).check().expect_err("too dark").to_string();
        assert!(words.contains("the dark paper") && words.ends_with("Choose a lighter colour."), "{words}");
    }

    #[test]
    fn only_colours_are_colours() {
        assert_eq!(color("#9A4a1C").to_string(), "#9a4a1c");
        for no_color in ["", "#", "9a4a1c", "#9a4a1", "#9a4a1cc", "#+a4a1c", "red", "#ééé"] {
            assert!(no_color.parse::<Color>().is_err(), "{no_color}");
        }
    }

    #[test]
    fn the_default_is_not_written() {
        let plain = serde_json::to_value(StoryDocument::default()).expect("serialises");
        assert!(plain.get("presentation").is_none(), "{plain}");
        let mut document = StoryDocument::default();
        document.presentation.layout = Layout::Grid;
        let json = serde_json::to_value(&document).expect("serialises");
        assert_eq!(serde_json::from_value::<StoryDocument>(json).expect("reads"), document);
    }

    proptest! {
        #[test]
        fn what_passes_by_day_can_be_read_by_night(channels: [u8; 3]) {
            let look = Presentation { accent: Some(Color(channels)), ..Presentation::default() };
            prop_assume!(look.check().is_ok());
            let (day, night) = look.accents().expect("an accent");
            prop_assert!(day.least_contrast(LIGHT_PAPERS) >= LEAST_CONTRAST);
            prop_assert!(night.least_contrast(DARK_PAPERS) >= LEAST_CONTRAST);
        }
    }
}
