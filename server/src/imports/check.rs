//! What a file must be before anything of it is written, and what is made of its words.

use std::collections::BTreeSet;

use shared::post::{Post, PostState};
use shared::story::{MAX_ITEMS, MAX_LINE};

use crate::exports::file::{CarriedPicture, Content, FORMAT, FORMAT_VERSION, StoryFile, file_id};
use crate::exports::{clean, pictures_extension};

/// The most bytes of a post's words: far above what any network allows.
const MAX_WORDS: usize = 400_000;
/// The most versions of a story.
const MAX_VERSIONS: usize = 10_000;

/// Checks a story and cleans its words.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn story(file: &mut StoryFile) -> Result<(), String> {
    if file.format != FORMAT {
        return Err("This is not an export of a story from Sheaf.".to_owned());
    }
    if file.format_version > FORMAT_VERSION {
        return Err("This is of a later version of Sheaf. Import it there, or update this one.".to_owned());
    }
    let is_slug = |c: char| c.is_alphanumeric() || c == '-';
    if file.slug.is_empty() || file.slug.chars().count() > 100 || !file.slug.chars().all(is_slug) {
        return Err("Its address has signs that an address of a story cannot have.".to_owned());
    }
    if file.versions.len() > MAX_VERSIONS || !file.versions.is_sorted_by(|one, next| one.number < next.number) {
        return Err("Its versions are not in order.".to_owned());
    }
    let shown = file.published_version;
    let is_there = |number: u32| file.versions.iter().any(|version| version.number == number);
    if file.versions.iter().any(|version| version.number == 0) || shown.is_some_and(|number| !is_there(number)) {
        return Err("The version that readers see is not in it.".to_owned());
    }
    if shown.is_some() && file.first_published_at.is_none() {
        return Err("It does not say when it was published.".to_owned());
    }
    if file.draft.is_none() && file.versions.is_empty() {
        return Err("There is no story in it.".to_owned());
    }
    file.media.iter().try_for_each(picture)?;
    file.contents_mut().try_for_each(content)
}

/// A picture is named by its content, also as a file: no name of an archive's is ever taken for a path.
fn picture(picture: &CarriedPicture) -> Result<(), String> {
    let is_digest = picture.sha256.len() == 64
        && picture.sha256.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let is_known = matches!(picture.mime.as_str(), "image/jpeg" | "image/png");
    let name = format!("{}.{}", picture.sha256, pictures_extension(&picture.mime));
    let is_place = |file: &str| file == format!("site/media/{name}") || file == format!("sheaf/media/{name}");
    if is_digest && is_known && picture.file.as_deref().is_none_or(is_place) {
        return Ok(());
    }
    Err(format!("Picture {} is not named as pictures of an export are.", picture.id))
}

fn content(content: &mut Content) -> Result<(), String> {
    content.document.check().map_err(|limit| limit.to_string())?;
    content.document.presentation.check().map_err(|faint| faint.to_string())?;
    if content.posts.len() > MAX_ITEMS {
        return Err("It has more posts than a story can have.".to_owned());
    }
    let posts: BTreeSet<_> = content.document.items.values().filter_map(|item| item.body.post_id()).collect();
    if posts.iter().any(|post| !content.posts.contains_key(post)) {
        return Err("A post that it shows is not in it.".to_owned());
    }
    for (id, captured) in &mut content.posts {
        if *id != captured.id || *id != file_id(captured) {
            return Err(format!("Post {id} is not named as posts of an export are."));
        }
        post(captured)?;
    }
    Ok(())
}

fn post(post: &mut Post) -> Result<(), String> {
    if !post.source.has_posts() {
        return Err(format!("Post {} is from nowhere.", post.id));
    }
    if post.state == PostState::Withdrawn {
        return Err(format!("Post {} was withdrawn and may not be passed on.", post.id));
    }
    if post.uri.len() > MAX_LINE || post.texts_mut().any(|text| text.as_str().len() > MAX_WORDS) {
        return Err(format!("Post {} is longer than any network allows.", post.id));
    }
    clean::post(post);
    Ok(())
}
