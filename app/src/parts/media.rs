//! Pictures, films and sound of a post, and the picture of a person.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use shared::ids::MediaId;
use shared::media::{Attachment, Picture};
use shared::post::Author;

use super::icon::{Icon, IconName};
use super::link::{host, web_address};

/// How many pictures stand in the grid; more are behind a fold below it.
const GRID: usize = 4;

/// The pictures that could not be copied; their descriptions show instead. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingPictures(Arc<BTreeSet<MediaId>>);

impl MissingPictures {
    /// Whether a picture is among them.
    #[must_use]
    pub fn contains(&self, picture: &Picture) -> bool {
        self.0.contains(&picture.id)
    }
}

impl From<BTreeSet<MediaId>> for MissingPictures {
    fn from(ids: BTreeSet<MediaId>) -> Self {
        Self(Arc::new(ids))
    }
}

/// The picture of a person, or the first letter of their name.
#[component]
pub fn Avatar(
    /// The person.
    author: Author,
    /// The pictures that could not be copied.
    #[prop(optional)]
    missing: MissingPictures,
) -> impl IntoView {
    let letter = initial(&author.name).or_else(|| initial(&author.handle)).unwrap_or_else(|| "·".to_owned());
    match author.avatar.filter(|picture| !missing.contains(picture)) {
        // The name stands beside it, so the picture says nothing new to those who do not see it.
        Some(picture) => view! {
            <img class="avatar" src=picture.src() alt="" width="40" height="40" loading="lazy" decoding="async"/>
        }
        .into_any(),
        None => view! { <span class="avatar" aria-hidden="true">{letter}</span> }.into_any(),
    }
}

fn initial(name: &str) -> Option<String> {
    let letter = name.chars().find(|character| character.is_alphanumeric())?;
    Some(letter.to_uppercase().collect())
}

/// What a post shows besides its words: a grid of pictures, then films and sound, which play at the original.
#[component]
pub fn Attachments(
    /// In the order of the post.
    attachments: Vec<Attachment>,
    /// The page of the original.
    url: Option<String>,
    /// The pictures that could not be copied.
    #[prop(optional)]
    missing: MissingPictures,
) -> impl IntoView {
    let mut pictures = Vec::new();
    let mut recordings = Vec::new();
    for attachment in attachments {
        match attachment {
            Attachment::Picture(picture) => pictures.push(picture),
            Attachment::Video { still, alt } => {
                let still = still.filter(|still| !missing.contains(still));
                recordings.push(view! { <Recording verb="Watch" icon=IconName::Play still alt url=url.clone()/> });
            }
            Attachment::Audio { alt } => {
                recordings
                    .push(view! { <Recording verb="Listen" icon=IconName::Listen still=None alt url=url.clone()/> });
            }
        }
    }
    view! {
        <Pictures pictures missing/>
        {recordings}
    }
}

/// Up to four pictures in a grid; the others behind a fold.
#[component]
fn Pictures(pictures: Vec<Picture>, missing: MissingPictures) -> impl IntoView {
    let mut first = pictures;
    let rest = first.split_off(first.len().min(GRID));
    let more = (!rest.is_empty()).then(|| {
        let label = format!("{} more {}", rest.len(), if rest.len() == 1 { "picture" } else { "pictures" });
        view! {
            <details class="more-pictures">
                <summary>{label}</summary>
                {grid(rest, &missing)}
            </details>
        }
    });
    view! {
        {grid(first, &missing)}
        {more}
    }
}

fn grid(pictures: Vec<Picture>, missing: &MissingPictures) -> Option<impl IntoView + use<>> {
    let count = pictures.len();
    let shown: Vec<_> =
        pictures.into_iter().map(|picture| view! { <LinkedPicture missing=missing.clone() picture/> }).collect();
    (count > 0).then(|| view! { <div class="pictures" data-count=count.to_string()>{shown}</div> })
}

/// A picture that leads to itself at full size; its description when it could not be copied.
#[component]
fn LinkedPicture(picture: Picture, missing: MissingPictures) -> impl IntoView {
    if missing.contains(&picture) {
        return view! { <MissingPicture alt=picture.alt/> }.into_any();
    }
    let shape = shape(&picture);
    // A link with a picture that nobody described would have no name.
    let label = picture.alt.is_empty().then_some("Picture without a description");
    let href = picture.src();
    view! {
        <a href=href class=shape aria-label=label>
            <StoredPicture picture/>
        </a>
    }
    .into_any()
}

/// A picture from the media store, with the room for it left before it arrives.
#[component]
pub fn StoredPicture(
    /// The picture.
    picture: Picture,
    /// Whether it is among the first things that readers see: then it does not wait until the page is laid out.
    #[prop(optional)]
    is_first: bool,
) -> impl IntoView {
    view! {
        <img
            src=picture.src()
            alt=picture.alt
            width=picture.width
            height=picture.height
            loading=(!is_first).then_some("lazy")
            fetchpriority=is_first.then_some("high")
            decoding="async"
        />
    }
}

/// What stands in the place of a picture that could not be copied.
#[component]
pub fn MissingPicture(
    /// The description it came with; may be empty.
    alt: String,
) -> impl IntoView {
    let words = if alt.is_empty() { "This picture could not be kept.".to_owned() } else { alt };
    view! {
        <p class="picture-missing">
            <Icon name=IconName::PictureMissing label="Missing picture:"/>
            <span dir="auto">{words}</span>
        </p>
    }
}

/// How a picture stands: `tall` ones are bounded by their height, `unsized` ones have no known proportions.
fn shape(picture: &Picture) -> Option<&'static str> {
    match (picture.width, picture.height) {
        (Some(width), Some(height)) if u64::from(height) * 10 > u64::from(width) * 11 => Some("tall"),
        (Some(_), Some(_)) => None,
        _ => Some("unsized"),
    }
}

/// A film or a recording: its still, if there is one, and a way to the original.
#[component]
fn Recording(
    verb: &'static str,
    icon: IconName,
    still: Option<Picture>,
    alt: String,
    url: Option<String>,
) -> impl IntoView {
    let url = url.as_deref().and_then(web_address);
    let place = url.as_deref().and_then(host);
    let invitation = place.map_or_else(|| format!("{verb} at the original"), |place| format!("{verb} on {place}"));
    let class = if still.is_some() { "recording with-still" } else { "recording" };
    let words = (!alt.is_empty()).then(|| view! { <span class="recording-alt" dir="auto">{alt}</span> });
    let inside = view! {
        {still.map(|picture| view! { <StoredPicture picture/> })}
        <span class="recording-label">
            <Icon name=icon/>
            <span>{invitation}</span>
        </span>
        {words}
    };
    match url {
        Some(url) => view! { <a class=class href=url rel="nofollow noopener">{inside}</a> }.into_any(),
        None => view! { <div class=class>{inside}</div> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: Option<u32>, height: Option<u32>) -> Picture {
        Picture { id: MediaId::fresh(), width, height, alt: String::new() }
    }

    #[test]
    fn tall_pictures_are_told_from_wide_ones() {
        assert_eq!(shape(&picture(Some(900), Some(1600))), Some("tall"));
        assert_eq!(shape(&picture(Some(1600), Some(900))), None);
        assert_eq!(shape(&picture(Some(1000), Some(1000))), None);
        assert_eq!(shape(&picture(None, Some(10))), Some("unsized"));
    }

    #[test]
    fn an_initial_is_a_letter_of_any_script() {
        assert_eq!(initial("“ada”").as_deref(), Some("A"));
        assert_eq!(initial("日本").as_deref(), Some("日"));
        assert_eq!(initial("🎉"), None);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_fifth_picture_is_behind_a_fold() {
        let attachments =
            |count: usize| (0..count).map(|_| Attachment::Picture(picture(Some(4), Some(3)))).collect::<Vec<_>>();
        let html = view! { <Attachments attachments=attachments(6) url=None/> }.to_html();
        assert!(html.contains("data-count=\"4\"") && html.contains("2 more pictures"), "{html}");
        let html = view! { <Attachments attachments=attachments(3) url=None/> }.to_html();
        assert!(html.contains("data-count=\"3\"") && !html.contains("<details"), "{html}");
    }
}
