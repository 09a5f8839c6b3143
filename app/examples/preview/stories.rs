//! Invented stories.

use std::collections::BTreeSet;

use app::pages::story::{PublicStory, StoryTeaser};
use chrono::TimeDelta;
use shared::edit::apply;
use shared::ids::ItemId;
use shared::item::ItemBody;
use shared::post::Post;
use shared::story::StoryDocument;
use uuid::Uuid;

use super::pictures::{MISSING, id, picture};
use super::posts::{evening, post, posts};

const INTRODUCTION: &str = "Every other Wednesday, people who run *small* libraries and museums meet for an hour. \
    This time the question was what visitors notice. **Spoiler:** chairs. The whole hour is on \
    [the chat’s own page](https://chat.example/tags/harbourchat).";

fn text(markdown: &str) -> ItemBody {
    ItemBody::Text { markdown: markdown.to_owned() }
}

fn heading(text: &str) -> ItemBody {
    ItemBody::Heading { text: text.to_owned() }
}

fn document(title: &str, bodies: Vec<ItemBody>) -> StoryDocument {
    let mut document = StoryDocument { title: title.to_owned(), ..StoryDocument::default() };
    let new = (1_u128..).map(|number| ItemId(Uuid::from_u128(number << 64 | number))).zip(bodies).collect();
    let changes = document.insert(new, None);
    apply(&mut document, &changes).unwrap_or_default();
    document
}

fn published(document: StoryDocument, posts: Vec<Post>) -> PublicStory {
    let base = "https://sheaf.example";
    PublicStory {
        live: None,
        handle: "mara".to_owned(),
        curator: "Mara Lindqvist".to_owned(),
        url: format!("{base}/@mara/what-visitors-notice"),
        embed_url: format!("{base}/@mara/what-visitors-notice/embed"),
        oembed_urls: (format!("{base}/oembed?format=json"), format!("{base}/oembed?format=xml")),
        card_url: "/card.png".to_owned(),
        embed_html: format!(
            "<blockquote><a href=\"{base}/@mara/what-visitors-notice\">What visitors notice</a></blockquote><iframe src=\"{base}/@mara/what-visitors-notice/embed\" width=\"640\" height=\"750\" title=\"What visitors notice\"></iframe>"
        ),
        version: 3,
        first_published_at: evening() + TimeDelta::days(1),
        published_at: evening() + TimeDelta::days(4),
        document,
        posts: posts.into_iter().map(|post| (post.id, post)).collect(),
        missing_pictures: BTreeSet::from([id(MISSING)]),
        others: teasers(),
    }
}

/// A story with everything.
pub fn story() -> PublicStory {
    let posts = posts();
    let item = |index: usize| ItemBody::post(posts[index].id);
    let mut bodies = vec![
        text(
            "The hosts opened, as they do, with a question small enough to answer on a phone. It was the *answers* that were large.",
        ),
        item(0),
        heading("The smallest thing that visitors noticed"),
    ];
    bodies.extend((1..8).map(item));
    bodies.push(text("Pictures came next, by the dozen.\n\n- Benches, mostly\n- Doors\n- One kettle\n\n> Nobody has asked for a map since.\n\nAnd `reading-room.pdf`, which is a list of [the chairs](https://example.org/chairs)."));
    bodies.push(ItemBody::Picture {
        picture: picture(3, "The harbour in the evening"),
        caption: "The harbour on the evening of the chat. Drawn from memory.".to_owned(),
    });
    bodies.extend((8..13).map(item));
    bodies.push(ItemBody::Divider);
    bodies.push(heading("What people stopped doing"));
    bodies.extend((13..19).map(item));
    bodies.push(heading("Further reading, a walk and two songs"));
    bodies.extend((19..22).map(item));
    bodies.push(text("Thank you to everyone who came. The next chat is on the 25th."));
    let mut story = published(document("What visitors notice: an hour with #harbourchat", bodies), posts);
    story.document.introduction = INTRODUCTION.to_owned();
    story.document.cover = Some(picture(0, "Hills over the harbour"));
    story
}

/// A short one: no cover, no contents.
pub fn short_story() -> PublicStory {
    let posts = posts();
    let bodies = vec![text("Three answers, for the record."), ItemBody::post(posts[1].id), ItemBody::post(posts[5].id)];
    let mut story = published(document("A bench, a window, a chair", bodies), posts);
    story.others.clear();
    story.published_at = story.first_published_at;
    story
}

/// In Arabic, from right to left.
pub fn arabic_story() -> PublicStory {
    let posts = posts();
    let bodies = vec![
        text("سألنا الأصدقاء عن أصغر تغيير لاحظه الزوار هذا العام، وكانت الإجابات أكبر من السؤال."),
        heading("كرسي واحد يكفي"),
        ItemBody::post(posts[5].id),
        ItemBody::post(posts[0].id),
    ];
    let mut story = published(document("ما الذي يلاحظه الزوار؟", bodies), posts);
    story.document.introduction = "ساعة من الحديث عن المكتبات الصغيرة.".to_owned();
    story
}

/// Of a given length, from one kind of post, to measure.
pub fn long_story(items: usize) -> PublicStory {
    let material = posts();
    let mut posts = Vec::new();
    let mut bodies = Vec::new();
    for number in 0..items {
        let number_in_story = 1000 + number as u128;
        match number % 10 {
            0 if number % 30 == 0 => bodies.push(heading(&format!("Part {}", number / 30 + 1))),
            9 => bodies.push(text("A few words between, of the curator’s own, to lead from one answer to the next.")),
            _ => {
                let like = &material[number % material.len()];
                let minute = number as i64 / 4;
                let again = Post {
                    attachments: like.attachments.clone(),
                    card: like.card.clone(),
                    quote: like.quote.clone(),
                    source: like.source,
                    warning: like.warning.clone(),
                    ..post(number_in_story, minute, like.author.clone(), like.text.as_str())
                };
                bodies.push(ItemBody::post(again.id));
                posts.push(again);
            }
        }
    }
    published(document(&format!("A story of {items} items"), bodies), posts)
}

/// Stories in a list.
pub fn teasers() -> Vec<StoryTeaser> {
    let teaser = |path: &str, title: &str, summary: &str, cover: Option<u32>, items: u32| StoryTeaser {
        path: format!("/@mara/{path}"),
        title: title.to_owned(),
        summary: summary.to_owned(),
        cover: cover.map(|number| picture(number, "").src()),
        curator: "Mara Lindqvist".to_owned(),
        items,
        published_at: evening() - TimeDelta::days(i64::from(items)),
    };
    vec![
        teaser(
            "the-night-ferry",
            "The night the ferry did not come",
            "Four hours on the quay, told by the people who waited, and by the captain, who waited too.",
            Some(3),
            41,
        ),
        teaser("chairs", "Chairs, again", "", None, 12),
        teaser(
            "an-annual-report",
            "An annual report nobody asked for, in forty-eight posts and a recipe for soup",
            "What we did, what we meant to do, and what the children drew on the wall behind the printer.",
            Some(1),
            48,
        ),
    ]
}
