//! Posts as cards.

use shared::desk::Card;
use shared::html::SafeHtml;
use shared::post::Post;

/// A post as the editor shows it.
#[must_use]
pub fn card(post: Post) -> Card {
    let facts = Card::new(&post, SafeHtml::default());
    let html = SafeHtml::from_sanitised(app::rows::card_html(post));
    Card { html, ..facts }
}

/// Many of them, in the same order.
pub fn cards(posts: impl IntoIterator<Item = Post>) -> Vec<Card> {
    posts.into_iter().map(card).collect()
}
