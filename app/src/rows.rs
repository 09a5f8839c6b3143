//! The rows of the editor's story column, as markup.
//!
//! A story of thousands has thousands of rows, so a row is text, not a tree of components: the server writes them into
//! the editor's page, where they show before the editor is there; the editor takes them over as they are and writes
//! new ones with the same functions. What happens in a row is told by `data-do` on the element it happens to, and
//! listened to once, on the column.

use std::collections::BTreeSet;

use shared::desk::{Card, Cards};
use shared::html::{SafeHtml, escape};
use shared::ids::ItemId;
use shared::item::{Item, ItemBody, PostDisplay, first_words};
use shared::media::Picture;
use shared::thread::{continues, is_one_night};

use crate::parts::icon::IconName;

/// What makes markup of Markdown: the server's renderer, or in the browser what that has sent.
pub type Render<'a> = &'a dyn Fn(&str) -> SafeHtml;

/// How many rows stand together; see the editor's column.
pub const BATCH: usize = 16;
/// How many batches may be in view when a page is opened.
const AT_ONCE: usize = 2;
/// Names the attribute that has a picture's address until the picture is wanted.
pub const LATER: &str = "data-src";
/// How many characters of a text name an item.
const NAME_LENGTH: usize = 60;

/// A post as the editor and the source panel show it: for the curator, with a time that the style sheet shortens, and
/// with repetition that it leaves out where the story does.
#[cfg(feature = "ssr")]
#[must_use]
pub fn card_html(mut post: shared::post::Post) -> String {
    use crate::parts::post_card::{Audience, PostCard};
    use crate::parts::time::TimeStyle;
    use leptos::prelude::*;

    post.text = shared::display::mark_repetition(&post.text);
    let owner = Owner::new();
    let html = owner.with(|| view! { <PostCard post audience=Audience::Curator times=TimeStyle::Either/> }.to_html());
    html.replace("<!>", "")
}

/// Rows in their batches. The pictures of all but the first batches are asked for when they come into view.
#[must_use]
pub fn in_batches(rows: &[String]) -> String {
    let batch = |(place, rows): (usize, &[String])| {
        let rows = rows.concat();
        let rows = if place < AT_ONCE { rows } else { rows.replace("<img src=", &["<img ", LATER, "="].concat()) };
        ["<div class=\"batch\">", &rows, "</div>"].concat()
    };
    rows.chunks(BATCH).enumerate().map(batch).collect()
}

/// One row: the gap before the item, its handle and menu, and the item itself.
#[must_use]
pub fn row(item: &Item, card: Option<&Card>, joined: bool, render: Render<'_>) -> String {
    let (id, kind) = (item.id, item.body.noun().to_ascii_lowercase());
    let (gap, tools, body) =
        (gap("Insert before this item"), tools(&name(&item.body, card)), body(&item.body, card, render));
    [
        "<div role=\"listitem\" id=\"item-",
        &id.to_string(),
        "\" data-item-id=\"",
        &id.to_string(),
        "\" data-kind=\"",
        &kind,
        if joined { "\" class=\"joined" } else { "" },
        "\"><div class=\"gap\" data-menu=\"\">",
        &gap,
        "</div><div class=\"item\"><div class=\"item-tools\">",
        &tools,
        "</div><div class=\"item-body\">",
        &body,
        "</div></div></div>",
    ]
    .concat()
}

/// The button of a gap.
#[must_use]
pub fn gap(label: &str) -> String {
    button("gap-button", "insert", label, label, "", " aria-haspopup=\"menu\" aria-expanded=\"false\"")
}

fn tools(name: &str) -> String {
    let name = escape(name);
    let hint = "Drag to move, or press Space and use the arrow keys";
    let handle = button("item-button handle", "lift", &handle_label(&name), hint, "", " aria-pressed=\"false\"");
    let more = " aria-haspopup=\"menu\" aria-expanded=\"false\"";
    let menu = button("item-button item-menu-button", "menu", &menu_label(&name), "Actions", "", more);
    [&handle, "<div class=\"item-menu\" data-menu=\"\">", &menu, "</div>"].concat()
}

/// What a handle is called.
#[must_use]
pub fn handle_label(name: &str) -> String {
    ["Move ", name].concat()
}

/// What a menu's button is called.
#[must_use]
pub fn menu_label(name: &str) -> String {
    ["Actions for ", name].concat()
}

/// A button; `label` and `title` are escaped already. Without `inside` the style sheet draws its icon: each element of
/// a row is there as many times as there are rows, and an `svg` is several.
fn button(class: &str, does: &str, label: &str, title: &str, inside: &str, more: &str) -> String {
    [
        "<button type=\"button\" class=\"",
        class,
        "\" data-do=\"",
        does,
        "\" aria-label=\"",
        label,
        "\" title=\"",
        title,
        "\"",
        more,
        ">",
        inside,
        "</button>",
    ]
    .concat()
}

/// An icon beside words that say the same.
fn svg(icon: IconName) -> String {
    ["<svg class=\"icon\" aria-hidden=\"true\"><use href=\"", icon.href(), "\"></use></svg>"].concat()
}

/// What stands in the row: the item as readers will see it, ready to be changed.
#[must_use]
pub fn body(body: &ItemBody, card: Option<&Card>, render: Render<'_>) -> String {
    match body {
        ItemBody::Post { display, .. } => post(display, card, render),
        ItemBody::Text { markdown } => written(markdown, "Edit text", "Write something", "write", render),
        ItemBody::Heading { text } => {
            let fold = button(
                "fold-button",
                "fold",
                "Fold this section",
                "Fold or unfold this section",
                &svg(IconName::Open),
                " aria-expanded=\"true\"",
            );
            let field = field("heading-field", "words", "Heading", "Heading", text);
            ["<h2 class=\"heading-item\">", &field, "</h2>", &fold].concat()
        }
        ItemBody::Picture { picture, caption } => figure(picture, caption),
        ItemBody::Divider => "<hr class=\"divider\">".to_owned(),
    }
}

fn post(display: &PostDisplay, card: Option<&Card>, render: Render<'_>) -> String {
    let Some(card) = card else {
        let words = "This post is not here yet. Reload the page to fetch it.";
        return ["<p class=\"post-hidden\">", &svg(IconName::Warning), "<span>", words, "</span></p>"].concat();
    };
    ["<div class=\"", shown_class(display), "\">", card.html.as_str(), "</div>", &extras(display, render)].concat()
}

/// How the style sheet is told what a story leaves out of a post.
#[must_use]
pub const fn shown_class(display: &PostDisplay) -> &'static str {
    match (display.hide_media, display.trim) {
        (false, false) => "shown",
        (true, false) => "shown hide-media",
        (false, true) => "shown trim",
        (true, true) => "shown hide-media trim",
    }
}

/// What this story adds to a post and leaves out of it.
#[must_use]
pub fn extras(display: &PostDisplay, render: Render<'_>) -> String {
    let mut html = String::new();
    let tag = |html: &mut String, words: &str| {
        html.push_str("<li>");
        html.push_str(words);
        html.push_str("</li>");
    };
    if display.hide_media || display.trim || !display.alts.is_empty() {
        html.push_str("<ul class=\"display-tags\" aria-label=\"Shown with changes\">");
        if display.hide_media {
            tag(&mut html, "Media left out");
        }
        if display.trim {
            tag(&mut html, "Repetition trimmed");
        }
        if !display.alts.is_empty() {
            tag(&mut html, "Picture descriptions added");
        }
        html.push_str("</ul>");
    }
    if !display.note.is_empty() {
        html.push_str("<div class=\"post-note\">");
        html.push_str(&written(&display.note, "Edit comment", "Write a comment", "note", render));
        html.push_str("</div>");
    }
    html
}

/// A text, rendered, with the button that begins writing.
#[must_use]
pub fn written(markdown: &str, label: &str, placeholder: &str, does: &str, render: Render<'_>) -> String {
    let is_empty = markdown.trim().is_empty();
    let class = if is_empty { "written is-empty" } else { "written" };
    let rendered = if is_empty {
        String::new()
    } else {
        ["<div class=\"words\" dir=\"auto\">", render(markdown).as_str(), "</div>"].concat()
    };
    // While it is empty, the words on the button are its name.
    let label = if is_empty { String::new() } else { [" aria-label=\"", label, "\""].concat() };
    let placeholder = if is_empty { placeholder } else { "" };
    [
        "<div class=\"",
        class,
        "\" data-do=\"",
        does,
        "\">",
        &rendered,
        "<button type=\"button\" class=\"write-button\"",
        &label,
        ">",
        placeholder,
        &svg(IconName::Edit),
        "</button></div>",
    ]
    .concat()
}

fn figure(picture: &Picture, caption: &str) -> String {
    let size = |name: &str, pixels: Option<u32>| {
        pixels.map_or_else(String::new, |pixels| [" ", name, "=\"", &pixels.to_string(), "\""].concat())
    };
    let missing = if picture.alt.trim().is_empty() { " is-missing" } else { "" };
    let described = field(
        "description-field",
        "description",
        "Description for people who do not see the picture",
        "Describe the picture for people who do not see it",
        &picture.alt,
    );
    [
        "<figure class=\"figure picture-item\"><img src=\"",
        &escape(&picture.src()),
        "\" alt=\"\"",
        &size("width", picture.width),
        &size("height", picture.height),
        " loading=\"lazy\" decoding=\"async\"><figcaption>",
        &field("caption-field", "words", "Caption", "Caption", caption),
        "<div class=\"description",
        missing,
        "\"><span class=\"description-tag\" aria-hidden=\"true\">Alt</span>",
        &described,
        "</div></figcaption></figure>",
    ]
    .concat()
}

/// One line of plain text to write in; `data-field` says which part of the item it is.
fn field(class: &str, part: &str, label: &str, placeholder: &str, value: &str) -> String {
    [
        "<span class=\"line-field ",
        class,
        if value.is_empty() { " is-empty" } else { "" },
        "\" data-field=\"",
        part,
        "\" contenteditable=\"plaintext-only\" role=\"textbox\" dir=\"auto\" aria-label=\"",
        label,
        "\" data-placeholder=\"",
        placeholder,
        "\">",
        &escape(value),
        "</span>",
    ]
    .concat()
}

/// The items whose post goes on from the post right before it.
#[must_use]
pub fn joined(order: &[&Item], cards: &Cards) -> BTreeSet<ItemId> {
    let card = |item: &Item| cards.get(&item.body.post_id()?);
    let pairs = order.windows(2).filter_map(|pair| {
        let (previous, post) = (card(pair[0])?, card(pair[1])?);
        continues(previous.voice(), post.voice()).then_some(pair[1].id)
    });
    let mut joined = BTreeSet::new();
    joined.extend(pairs);
    joined
}

/// How the times of the posts are shown, for `data-times` on the list: `clock` or `day`.
#[must_use]
pub fn times(order: &[&Item], cards: &Cards) -> &'static str {
    let published = order.iter().filter_map(|item| cards.get(&item.body.post_id()?)?.published);
    if is_one_night(published) { "clock" } else { "day" }
}

/// A short name of what an item is, for announcements and lists.
#[must_use]
pub fn name(body: &ItemBody, card: Option<&Card>) -> String {
    let words = match body {
        ItemBody::Post { .. } => card.map(Card::summary).unwrap_or_default(),
        ItemBody::Text { markdown } => first_words(markdown, NAME_LENGTH),
        ItemBody::Heading { text } => first_words(text, NAME_LENGTH),
        ItemBody::Picture { picture, caption } => {
            first_words(if caption.is_empty() { &picture.alt } else { caption }, NAME_LENGTH)
        }
        ItemBody::Divider => String::new(),
    };
    match (body, words.is_empty()) {
        (_, true) => body.noun().to_owned(),
        (ItemBody::Post { .. }, false) => words,
        (_, false) => [body.noun(), " “", &words, "”"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::{ItemId, PostId};
    use shared::story::StoryDocument;

    use super::*;

    const HOSTILE: &str = "</span><script>alert(1)</script>\" onfocus=\"x";

    fn made(body: ItemBody) -> String {
        let document = StoryDocument::default().insert(vec![(ItemId::fresh(), body)], None);
        let item = document.added.into_values().next().expect("one item");
        row(&item, None, false, &shared::markdown::render)
    }

    #[test]
    fn words_never_become_markup() {
        let picture = Picture { id: shared::ids::MediaId::fresh(), width: None, height: None, alt: HOSTILE.into() };
        for body in [
            ItemBody::Heading { text: HOSTILE.into() },
            ItemBody::Text { markdown: HOSTILE.into() },
            ItemBody::Picture { picture, caption: HOSTILE.into() },
            ItemBody::Post {
                post: PostId::fresh(),
                display: PostDisplay { note: HOSTILE.into(), ..PostDisplay::default() },
            },
        ] {
            let html = made(body);
            let in_a_tag =
                html.split('<').any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("\" onfocus")));
            assert!(!html.contains("<script") && !in_a_tag, "{html}");
        }
    }

    #[test]
    fn pictures_far_down_wait() {
        let html = in_batches(&vec!["<img src=\"/a\" alt=\"\">".to_owned(); 3 * BATCH]);
        let waiting = "<img data-src=\"/a\" alt=\"\">";
        assert_eq!((html.matches("<img src").count(), html.matches(waiting).count()), (2 * BATCH, BATCH), "{html}");
    }

    #[test]
    fn items_are_named_by_their_first_words() {
        assert_eq!(name(&ItemBody::Heading { text: "Question 1".into() }, None), "Heading “Question 1”");
        assert_eq!(name(&ItemBody::Text { markdown: " ".into() }, None), "Text");
        assert_eq!(name(&ItemBody::Divider, None), "Divider");
        assert_eq!(name(&ItemBody::post(PostId::fresh()), None), "Post");
    }

    #[test]
    fn an_empty_text_is_named_by_its_invitation() {
        let html = written("", "Edit text", "Write something", "write", &shared::markdown::render);
        assert!(html.contains(">Write something<") && !html.contains("aria-label"), "{html}");
    }
}
