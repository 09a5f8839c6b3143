//! Invented posts with everything a post can have.

use chrono::{DateTime, TimeDelta, Utc};
use shared::html::SafeHtml;
use shared::ids::PostId;
use shared::media::{Attachment, Picture};
use shared::post::{Author, LinkCard, Post, PostState, Quote, SourceKind};
use uuid::Uuid;

use super::pictures::{MISSING, picture};

/// The evening of the invented chat.
pub fn evening() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_427_200, 0).unwrap_or_default() + TimeDelta::hours(2)
}

pub fn author(name: &str, handle: &str, avatar: Option<u32>) -> Author {
    Author {
        name: name.to_owned(),
        handle: handle.to_owned(),
        url: Some(format!("https://chat.example/@{handle}")),
        avatar: avatar.map(|number| picture(number, "")),
    }
}

/// A post of the evening, `minute` minutes in.
pub fn post(number: u128, minute: i64, author: Author, html: &str) -> Post {
    Post {
        id: PostId(Uuid::from_u128(0x0193_0000_0000_7000_9000_0000_0000_0000 + number)),
        source: SourceKind::Mastodon,
        uri: format!("https://chat.example/posts/{number}"),
        url: Some(format!("https://chat.example/@{}/{number}", author.handle)),
        author,
        published_at: Some(evening() + TimeDelta::minutes(minute)),
        edited_at: None,
        text: SafeHtml::from_sanitised(html.to_owned()),
        language: Some("en".to_owned()),
        warning: None,
        emoji: vec![],
        attachments: vec![],
        card: None,
        quote: None,
        reply_to: None,
        reposted_by: None,
        members_only: false,
        captured_at: evening() + TimeDelta::days(1),
        captured_via: "chat.example".to_owned(),
        state: PostState::Live,
    }
}

pub fn with_pictures(post: Post, pictures: Vec<Picture>) -> Post {
    Post { attachments: pictures.into_iter().map(Attachment::Picture).collect(), ..post }
}

fn card(title: &str, picture_number: Option<u32>) -> LinkCard {
    LinkCard {
        url: "https://www.example.org/reading-rooms".to_owned(),
        title: title.to_owned(),
        description: "What forty small libraries learned when they moved their chairs, and why most moved them back."
            .to_owned(),
        site: "The Open Shelf".to_owned(),
        picture: picture_number.map(|number| picture(number, "")),
    }
}

fn quote() -> Quote {
    Quote::Shown {
        author: author("Tomasz Wójcik", "tomasz@chat.example", None),
        text: SafeHtml::from_text("The kettle is infrastructure. Budget for it."),
        url: Some("https://chat.example/@tomasz/7".to_owned()),
        published_at: Some(evening()),
        warning: None,
        attachments: vec![],
    }
}

/// One post for each thing a post can have.
pub fn posts() -> Vec<Post> {
    let host = || author("Harbour Chat", "harbour@chat.example", Some(5));
    let ada = || author("Ada Okonkwo", "ada@chat.example", Some(6));
    let long_name = author(
        "Donaudampfschifffahrtsgesellschaftskapitänswitwe Margarethe von Hohenstein-Lindenbaum",
        "donaudampfschifffahrtsgesellschaftskapitaenswitwe@very-long-server-name.chat.example",
        None,
    );
    let mut posts = vec![
        post(
            1,
            0,
            host(),
            "<p>Welcome to <a href=\"https://chat.example/tags/harbourchat\">#harbourchat</a>! Say hello and tell us where you are tonight.</p><p>Q1: What is the smallest thing you changed this year that visitors noticed?</p>",
        ),
        post(2, 3, ada(), "<p>A1: We put a bench where people already stood. Nobody has asked for a map since.</p>"),
        with_pictures(
            post(3, 5, ada(), "<p>The bench, for those who asked. It is from the old ferry.</p>"),
            vec![picture(0, "A wooden bench under a window, hills behind it")],
        ),
        post(4, 6, ada(), "<p>And yes, the label says who sat on it first.</p>"),
        with_pictures(
            post(
                5,
                9,
                author("佐藤 美咲", "misaki@chat.example", Some(7)),
                "<p>入口の看板をひらがなにしました。子どもたちが自分で読めるようになり、とても喜んでいます。小さな変更でしたが、一番うれしい変化です。</p>",
            ),
            vec![picture(1, "ひらがなの看板"), picture(2, "")],
        ),
        post(
            6,
            12,
            author("ليلى حداد", "layla@chat.example", None),
            "<p>أضفنا كرسيًا واحدًا بجانب النافذة، فصار المكان المفضل للجميع. أحيانًا يكفي كرسي واحد. <a href=\"https://chat.example/tags/harbourchat\">#harbourchat</a></p>",
        ),
        post(
            7,
            14,
            long_name,
            "<p>Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, Antidisestablishmentarianism and https://example.org/an/address/that/goes/on/and/on/without/any/place/to/break/it/at/all</p>",
        ),
        with_pictures(
            post(
                8,
                18,
                author("Tomasz Wójcik", "tomasz@chat.example", None),
                "<p>Four corners of the reading room, before and after:</p>",
            ),
            vec![picture(0, "Before"), picture(4, "After"), picture(3, "The long view"), picture(1, "The stairs")],
        ),
        with_pictures(
            post(9, 20, author("Rosa Delgado", "rosa.example", Some(6)), "<p>Seven from our opening night.</p>"),
            (0..7).map(|n| picture(n % 5, "Opening night")).collect(),
        ),
        with_pictures(
            post(10, 22, author("Noor", "noor@chat.example", None), "<p>Three doors.</p>"),
            vec![picture(1, "A door"), picture(1, "A door"), picture(0, "A gate")],
        ),
        with_pictures(
            post(11, 25, author("Ines", "ines@chat.example", None), "<p>The ferry, from the roof. Tall picture.</p>"),
            vec![picture(1, "The ferry from the roof")],
        ),
        with_pictures(
            post(
                12,
                26,
                author("Jo", "jo@chat.example", None),
                "<p>This one went missing before it could be kept.</p>",
            ),
            vec![picture(MISSING, "A hand-drawn plan of the new reading room, with the kettle marked in red")],
        ),
        post(
            13,
            27,
            author("Kai Nakamura", "kai.example", None),
            "<p>Please don’t put the biscuits next to the rare books. We learned.</p>",
        ),
        post(14, 30, host(), "<p>Q2: What did you stop doing?</p>"),
        post(15, 31, ada(), "<p>This says it better than I can:</p>"),
        post(16, 34, author("Rosa Delgado", "rosa.example", Some(6)), "<p>Worth an evening:</p>"),
        post(17, 36, author("Sam", "sam@chat.example", None), "<p>Only members see this.</p>"),
        post(18, 37, author("Gone", "gone@chat.example", None), "<p>Deleted.</p>"),
        post(19, 38, author("", "quiet@chat.example", None), "<p>Quoting one that is gone.</p>"),
        post(20, 40, author("", "", None), ""),
        post(21, 42, author("Ursula 🐚", "ursula@chat.example", Some(7)), "<p>🎉🎉🎉</p>"),
        post(22, 44, author("Ben", "ben@chat.example", None), "<p>Our tour is up, and the songs too.</p>"),
    ];
    posts[12].warning = Some("food, mild despair".to_owned());
    posts[12].attachments = vec![Attachment::Picture(picture(2, "A biscuit on a folio"))];
    posts[12].source = SourceKind::Bluesky;
    posts[8].source = SourceKind::Bluesky;
    posts[14].quote = Some(Box::new(quote()));
    posts[15].card = Some(card("The chairs moved back: reading rooms after the renovation", Some(4)));
    posts[15].source = SourceKind::Bluesky;
    posts[15].state = PostState::Edited;
    posts[16].members_only = true;
    posts[16].source = SourceKind::Bluesky;
    posts[17].state = PostState::Deleted;
    posts[18].quote = Some(Box::new(Quote::Unavailable));
    posts[19].source = SourceKind::Link;
    posts[19].url = Some("https://www.example.org/reading-rooms".to_owned());
    posts[19].card = Some(card("Reading rooms: a small history in nine chairs", Some(3)));
    posts[20].captured_via = "relay.example".to_owned();
    posts[20].reposted_by = Some(host());
    posts[21].attachments = vec![
        Attachment::Video {
            still: Some(picture(3, "The harbour at night")),
            alt: "A walk through the harbour".to_owned(),
        },
        Attachment::Audio { alt: "Two songs for accordion".to_owned() },
        Attachment::Video { still: None, alt: String::new() },
    ];
    posts
}
