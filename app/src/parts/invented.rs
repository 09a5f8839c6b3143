//! Posts of the sample chat: invented, so their addresses lead nowhere.

use shared::post::{Author, Post, Quote, SourceKind};

/// Takes the addresses out of an invented post, so that no link on the page is dead.
#[must_use]
pub fn without_dead_links(mut post: Post) -> Post {
    if post.source == SourceKind::Sample {
        post.url = None;
        post.author.url = None;
        if let Some(Quote::Shown { author, url, .. }) = post.quote.as_deref_mut() {
            (author.url, *url) = (None, None);
        }
    }
    post
}

/// The author of a post, with the link to their page if there is such a page.
#[must_use]
pub fn author_of(post: &Post) -> Author {
    let url = post.author.url.clone().filter(|_| post.source != SourceKind::Sample);
    Author { url, ..post.author.clone() }
}
