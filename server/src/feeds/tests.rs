use chrono::{DateTime, Utc};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Entry, Feed, Person, absolute, atom, json};

fn feed(words: &str) -> Feed {
    let at: DateTime<Utc> = "2026-11-25T20:00:00Z".parse().expect("a time");
    let author = Person { name: words.to_owned(), url: "https://s.example/@ada".to_owned() };
    let entry = Entry {
        id: "urn:uuid:0".to_owned(),
        url: "https://s.example/@ada/chat".to_owned(),
        title: words.to_owned(),
        summary: words.to_owned(),
        html: words.to_owned(),
        image: None,
        author: author.clone(),
        published: at,
        updated: at,
    };
    Feed {
        id: "https://s.example/@ada".to_owned(),
        title: words.to_owned(),
        subtitle: words.to_owned(),
        page: "https://s.example/@ada".to_owned(),
        addresses: ("https://s.example/@ada/feed.atom".to_owned(), "https://s.example/@ada/feed.json".to_owned()),
        icon: "https://s.example/icon.svg".to_owned(),
        author,
        entries: vec![entry],
    }
}

/// The path of every element.
fn paths(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut path, mut paths) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                paths.push(path.join("/"));
            }
            Event::End(_) => drop(path.pop()),
            Event::Eof => return paths,
            _ => {}
        }
    }
}

#[test]
fn an_entry_has_what_atom_demands() {
    let xml = atom::write(&feed("words")).expect("writes");
    for needed in [
        "<id>urn:uuid:0</id>",
        "<updated>2026-11-25T20:00:00Z</updated>",
        "<name>words</name>",
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://s.example/@ada/feed.atom\"/>",
        "<content type=\"html\">words</content>",
    ] {
        assert!(xml.contains(needed), "{needed}: {xml}");
    }
}

#[test]
fn a_feed_without_entries_still_has_a_time() {
    let empty = Feed { entries: Vec::new(), ..feed("words") };
    assert!(atom::write(&empty).expect("writes").contains("<updated>1970-01-01T00:00:00Z</updated>"));
}

#[test]
fn addresses_of_ours_become_absolute() {
    let html =
        "<img src=\"/media/1\"><a href=\"/@ada\">x</a><a href=\"https://e.example/\">y</a><a href=\"#item-1\">z</a>";
    let expected = "<img src=\"https://s.example/media/1\"><a href=\"https://s.example/@ada\">x</a>\
                    <a href=\"https://e.example/\">y</a><a href=\"https://s.example/@ada/x#item-1\">z</a>";
    assert_eq!(absolute(html, "https://s.example", "https://s.example/@ada/x"), expected);
}

proptest! {
    #[test]
    fn no_words_change_the_shape_of_a_feed(words in ".*") {
        let xml = atom::write(&feed(&words)).expect("writes");
        let needed = |xml: &str| {
            let optional = ["feed/subtitle", "feed/entry/summary"];
            paths(xml).into_iter().filter(|path| !optional.contains(&path.as_str())).collect::<Vec<_>>()
        };
        prop_assert_eq!(needed(&xml), needed(&atom::write(&feed("words")).expect("writes")));
        let json: serde_json::Value = serde_json::from_str(&json::write(&feed(&words)).expect("writes")).expect("JSON");
        prop_assert_eq!(&json["items"][0]["content_html"], &serde_json::Value::String(words));
    }
}
