//! Which pictures stand for a story.

use shared::ids::MediaId;
use shared::item::ItemBody;
use shared::media::{Attachment, Picture};

use crate::publish::store::Version;

/// The most pictures in a mosaic.
const MOST: usize = 4;

/// The cover, then the pictures of the story in its order. What its author hid behind a warning, or shows only to some,
/// does not become the face of the story; nor does what could not be copied.
pub fn of_story(version: &Version) -> Vec<MediaId> {
    let Version { document, posts, missing_pictures } = version;
    let mut found: Vec<MediaId> = Vec::new();
    let mut add = |picture: &Picture| {
        if !missing_pictures.contains(&picture.id) && !found.contains(&picture.id) {
            found.push(picture.id);
        }
    };
    document.cover.iter().for_each(&mut add);
    for item in document.ordered() {
        match &item.body {
            ItemBody::Picture { picture, .. } => add(picture),
            ItemBody::Post { post, display } if !display.hide_media => {
                let open = posts.get(post).filter(|post| post.is_public() && post.warning.is_none());
                open.into_iter().flat_map(|post| &post.attachments).for_each(|attachment| {
                    if let Attachment::Picture(picture) = attachment {
                        add(picture);
                    }
                });
            }
            _ => {}
        }
    }
    found.truncate(MOST);
    found
}
