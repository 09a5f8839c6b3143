use std::collections::BTreeSet;

use super::*;

fn planned(items: usize) -> Plan {
    plan(items, DateTime::parse_from_rfc3339("2026-11-24T09:00:00Z").expect("a time").to_utc())
}

fn posts(plan: &Plan) -> Vec<&Captured> {
    fn post(item: &PlannedItem) -> Option<&Captured> {
        match item {
            PlannedItem::Post(captured) => Some(captured.as_ref()),
            _ => None,
        }
    }
    plan.items.iter().filter_map(post).collect()
}

fn count(plan: &Plan, wanted: fn(&ItemBody) -> bool) -> usize {
    plan.items.iter().filter(|item| matches!(item, PlannedItem::Own(body) if wanted(body))).count()
}

#[test]
fn a_story_has_exactly_as_many_items_as_were_asked_for() {
    for items in [0, 1, 15, 90, 162, 400, 2235] {
        assert_eq!(planned(items).items.len(), items);
    }
}

#[test]
fn a_short_story_is_a_whole_one() {
    let plan = planned(15);
    assert!(matches!(plan.items.first(), Some(PlannedItem::Own(ItemBody::Text { .. }))));
    assert_eq!(count(&plan, |body| matches!(body, ItemBody::Heading { .. })), 5);
    assert_eq!(count(&plan, |body| matches!(body, ItemBody::Divider)), 2);
    assert!(plan.items.iter().any(|item| matches!(item, PlannedItem::Picture { .. })));
    assert_eq!(posts(&plan).len(), 5);
}

#[test]
fn answers_stand_under_their_question() {
    let mut heading = 0;
    for item in &planned(90).items {
        match item {
            PlannedItem::Own(ItemBody::Heading { text }) => {
                heading += 1;
                assert_eq!(*text, words::SECTIONS[heading - 1].heading);
            }
            PlannedItem::Post(captured) => {
                let text = captured.post.text.to_text();
                let answered = (1..=5).find(|number| text.starts_with(&format!("A{number} ")));
                assert!(answered.is_none_or(|number| number == heading), "“{text}” under heading {heading}");
            }
            _ => {}
        }
    }
}

#[test]
fn no_post_is_there_twice_however_long_the_story_is() {
    let plan = planned(2235);
    let posts = posts(&plan);
    let uris: BTreeSet<&str> = posts.iter().map(|captured| captured.post.uri.as_str()).collect();
    assert_eq!(uris.len(), posts.len());
    let ids: BTreeSet<_> = posts.iter().map(|captured| captured.post.id).collect();
    assert_eq!(ids.len(), posts.len());
}

#[test]
fn replies_come_after_what_they_answer_also_when_told_again() {
    let plan = planned(2235);
    let mut seen = BTreeSet::new();
    let mut answered = 0;
    for captured in posts(&plan) {
        if let Some(uri) = &captured.post.reply_to {
            answered += usize::from(seen.contains(uri));
        }
        seen.insert(captured.post.uri.clone());
    }
    let replies = posts(&plan).iter().filter(|captured| captured.post.reply_to.is_some()).count();
    assert_eq!(answered, replies);
}

#[test]
fn reposts_are_dropped() {
    assert!(posts(&planned(2235)).iter().all(|captured| captured.post.reposted_by.is_none()));
}

#[test]
fn the_curators_pictures_are_built_in_and_described() {
    let plan = planned(15);
    let drawn = plan.items.iter().filter_map(|item| match item {
        PlannedItem::Picture { picture, .. } => Some(picture),
        _ => None,
    });
    for PlannedPicture { picture, origin } in drawn.chain([&plan.cover]) {
        let name = origin.strip_prefix(crate::sources::sample::PICTURE_SCHEME).expect("built in");
        assert!(crate::sources::sample::picture(name).is_some(), "{name} is missing");
        assert!(!picture.alt.is_empty() && picture.width == Some(960));
    }
}
