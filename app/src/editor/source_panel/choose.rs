//! Which of the posts found "Add all" adds, in what order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::desk::Card;
use shared::ids::PostId;
use shared::sorting::sorted;

/// The posts that are not yet in the story.
pub fn unused(posts: &[Arc<Card>], used: &BTreeSet<PostId>) -> Vec<Card> {
    posts.iter().filter(|post| !used.contains(&post.id)).map(|post| Card::clone(post)).collect()
}

/// Search results, newest first as sources give them, in the order a round-up is read: oldest first, posts without a
/// time at the end.
pub fn oldest_first(mut posts: Vec<Card>) -> Vec<Card> {
    // Reversed first, so that posts of the same second keep the order they were written in.
    posts.reverse();
    by_time(posts)
}

fn by_time(posts: Vec<Card>) -> Vec<Card> {
    let time = |post: &Card| (post.published.is_none(), post.published);
    sorted(posts, |a, b| time(a).cmp(&time(b)))
}

/// A thread as it is read: oldest first, and every answer below what it answers.
pub fn in_reading_order(posts: Vec<Card>) -> Vec<Card> {
    let posts = by_time(posts);
    let known: Vec<String> = posts.iter().map(|post| post.uri.clone()).collect();
    let mut roots = Vec::new();
    let mut answers: BTreeMap<String, Vec<Card>> = BTreeMap::new();
    for post in posts {
        match post.reply_to.clone().filter(|question| known.contains(question)) {
            Some(question) => answers.entry(question).or_default().push(post),
            None => roots.push(post),
        }
    }
    let mut read = Vec::new();
    let mut unread: Vec<Card> = roots.into_iter().rev().collect();
    while let Some(post) = unread.pop() {
        unread.extend(answers.remove(&post.uri).into_iter().flatten().rev());
        read.push(post);
    }
    // Posts that claim to answer each other in a circle hang below nothing.
    read.extend(answers.into_values().flatten());
    read
}

/// An invented post whose identifier and words are its number.
#[cfg(test)]
pub fn invented_post(number: u32) -> Card {
    let card = serde_json::json!({
        "id": uuid::Uuid::from_u128(u128::from(number)),
        "source": "sample",
        "uri": format!("sample:{number}"),
        "author": "Ada",
        "words": format!("post {number}"),
    });
    serde_json::from_value(card).expect("is a card")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(number: u32, second: i64) -> Card {
        Card { published: Some(second * 1_000), ..invented_post(number) }
    }

    fn texts(posts: &[Card]) -> Vec<String> {
        posts.iter().map(|post| post.words.clone()).collect()
    }

    #[test]
    fn a_round_up_reads_from_the_oldest() {
        let newest_first = vec![at(5, 30), at(4, 20), at(3, 20), invented_post(2), at(1, 10)];
        assert_eq!(texts(&oldest_first(newest_first)), ["post 1", "post 3", "post 4", "post 5", "post 2"]);
    }

    #[test]
    fn answers_stand_below_their_questions() {
        let answer = |number, second, to| Card { reply_to: Some(format!("sample:{to}")), ..at(number, second) };
        // As a source gives it: the post that was asked for first.
        let thread =
            vec![answer(4, 40, 2), at(1, 10), answer(2, 20, 1), answer(3, 30, 1), answer(5, 50, 4), answer(6, 5, 99)];
        let texts = texts(&in_reading_order(thread));
        assert_eq!(texts, ["post 6", "post 1", "post 2", "post 4", "post 5", "post 3"]);
    }

    #[test]
    fn posts_that_answer_each_other_are_not_lost() {
        let answer = |number, to| Card { reply_to: Some(format!("sample:{to}")), ..at(number, 10) };
        assert_eq!(in_reading_order(vec![answer(1, 2), answer(2, 1), answer(3, 3)]).len(), 3);
    }

    #[test]
    fn what_is_in_the_story_is_not_added_again() {
        let posts: Vec<_> = (1..=3).map(|number| Arc::new(invented_post(number))).collect();
        let used = BTreeSet::from([posts[1].id]);
        assert_eq!(texts(&unused(&posts, &used)), ["post 1", "post 3"]);
    }
}
