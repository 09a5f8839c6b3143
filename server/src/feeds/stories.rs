//! Stories as entries.

use app::parts::counted::counted;
use shared::html::escape;
use shared::item::first_words;
use shared::markdown;
use shared::story::shown_title;

use super::{Entry, Person, absolute};
use crate::publish::store::ListedRow;
use crate::stories::store::public_url;

/// A published story.
pub fn entry(base_url: &str, row: ListedRow) -> Entry {
    let url = public_url(base_url, &row.handle, &row.slug);
    let introduction = markdown::render(&row.introduction);
    let image = row.cover.as_ref().map(|cover| format!("{base_url}{}", cover.0.src()));
    let cover = row
        .cover
        .as_ref()
        .zip(image.as_ref())
        .map(|(cover, src)| format!("<p><img src=\"{}\" alt=\"{}\"></p>", escape(src), escape(&cover.0.alt)));
    let title = shown_title(&row.title).to_owned();
    let items = counted(usize::try_from(row.items).unwrap_or_default(), "item");
    let html = format!(
        "{}{}<p><a href=\"{}\">Read the whole story: {items}</a></p>",
        cover.unwrap_or_default(),
        absolute(introduction.as_str(), base_url, &url),
        escape(&url)
    );
    Entry {
        id: format!("urn:uuid:{}", row.id),
        summary: first_words(&introduction.to_text(), 300),
        html,
        image,
        author: Person { name: row.curator, url: format!("{base_url}/@{}", row.handle) },
        published: row.first_published_at,
        updated: row.published_at,
        title,
        url,
    }
}
