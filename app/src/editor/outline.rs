//! What is read from the document: what kinds of items it has, which posts go on from the one before, the words of
//! one item. Each is a memo, so that a keystroke in one item repaints that item alone.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::ids::{ItemId, PostId};
use shared::item::ItemBody;
use shared::media::Picture;
use shared::post::Post;
use shared::story::StoryDocument;

use super::history::Field;
use super::state::EditorState;
use crate::parts::thread;
use crate::parts::time::TimeStyle;

/// What an item is, without its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A post.
    Post {
        /// Which.
        post: PostId,
        /// Whether it goes on from the item before.
        continues: bool,
    },
    /// The curator's words.
    Text,
    /// A heading.
    Heading,
    /// A picture from the curator.
    Picture,
    /// A pause.
    Divider,
}

impl Shape {
    fn of(body: &ItemBody, continues: bool) -> Self {
        match body {
            ItemBody::Post { post, .. } => Self::Post { post: *post, continues },
            ItemBody::Text { .. } => Self::Text,
            ItemBody::Heading { .. } => Self::Heading,
            ItemBody::Picture { .. } => Self::Picture,
            ItemBody::Divider => Self::Divider,
        }
    }

    /// The name in `data-kind`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Post { .. } => "post",
            Self::Text => "text",
            Self::Heading => "heading",
            Self::Picture => "picture",
            Self::Divider => "divider",
        }
    }
}

/// The items in reading order, each with its post if it is one.
pub type Outline = Vec<(ItemId, Option<PostId>)>;

/// The outline of a document.
#[must_use]
pub fn outline(document: &StoryDocument) -> Outline {
    document.ordered().into_iter().map(|item| (item.id, item.body.post_id())).collect()
}

/// The items whose post goes on from the post right before it.
#[must_use]
pub fn joined(outline: &Outline, posts: &BTreeMap<PostId, Post>) -> BTreeSet<ItemId> {
    let pairs = outline.windows(2).filter_map(|pair| {
        let previous = posts.get(&pair[0].1?)?;
        let post = posts.get(&pair[1].1?)?;
        thread::continues(previous, post).then_some(pair[1].0)
    });
    pairs.collect()
}

/// How the posts' times are written.
#[must_use]
pub fn time_style(outline: &Outline, posts: &BTreeMap<PostId, Post>) -> TimeStyle {
    let shown = outline.iter().filter_map(|(_, post)| posts.get(&(*post)?)?.published_at);
    TimeStyle::for_posts(shown)
}

impl EditorState {
    /// What an item is; `None` once it is gone.
    #[must_use]
    pub fn shape(&self, item: ItemId) -> Memo<Option<Shape>> {
        let state = *self;
        Memo::new(move |_| {
            let continues = state.joined.with(|joined| joined.contains(&item));
            state.read(item, |body| Shape::of(body, continues))
        })
    }

    /// The words of an item: Markdown, heading or caption.
    #[must_use]
    pub fn words(&self, item: ItemId) -> Signal<String> {
        let state = *self;
        let words = move |body: &ItemBody| match body {
            ItemBody::Text { markdown: words } | ItemBody::Heading { text: words } => words.clone(),
            ItemBody::Picture { caption, .. } => caption.clone(),
            ItemBody::Post { .. } | ItemBody::Divider => String::new(),
        };
        Memo::new(move |_| state.read(item, words).unwrap_or_default()).into()
    }

    /// The picture of an item and its caption, tracked.
    #[must_use]
    pub fn picture(&self, item: ItemId) -> Option<(Picture, String)> {
        let picture = |body: &ItemBody| match body {
            ItemBody::Picture { picture, caption } => Some((picture.clone(), caption.clone())),
            _ => None,
        };
        self.read(item, picture).flatten()
    }

    /// Reads an item; the calling memo or view is woken when this item changes, not when others do.
    fn read<T>(&self, item: ItemId, read: impl FnOnce(&ItemBody) -> T) -> Option<T> {
        self.touched.track(item);
        self.document.with_untracked(|document| document.items.get(&item).map(|item| read(&item.body)))
    }

    /// Gives an item another body by a keystroke in one of its fields.
    pub fn type_body(&self, field: Field, item: ItemId, body: ItemBody) {
        self.edit_typing(field, self.document.with_untracked(|document| document.replace(item, body)));
    }
}

#[cfg(test)]
mod tests {
    use shared::edit::apply;

    use super::*;

    fn post(handle: &str, minute: u8) -> Post {
        let post = serde_json::json!({
            "id": PostId::fresh(),
            "source": "sample",
            "uri": format!("sample:{handle}:{minute}"),
            "author": { "name": handle, "handle": handle },
            "published_at": format!("2026-11-18T20:{minute:02}:00Z"),
            "captured_at": "2026-11-24T09:00:00Z",
            "captured_via": "built in",
        });
        serde_json::from_value(post).expect("a post")
    }

    #[test]
    fn a_post_goes_on_only_from_its_neighbour() {
        let written = [post("ada", 0), post("ada", 1), post("ben", 2), post("ada", 3)];
        let mut document = StoryDocument::default();
        let bodies = written.iter().map(|post| (ItemId::fresh(), ItemBody::post(post.id))).collect();
        let changes = document.insert(bodies, None);
        apply(&mut document, &changes).expect("applies");
        let outline = outline(&document);
        let posts = written.into_iter().map(|post| (post.id, post)).collect();
        assert_eq!(joined(&outline, &posts), BTreeSet::from([outline[1].0]));
        let heading = document.insert(vec![(ItemId::fresh(), ItemBody::Divider)], Some(outline[1].0));
        apply(&mut document, &heading).expect("applies");
        assert!(joined(&super::outline(&document), &posts).is_empty());
    }
}
