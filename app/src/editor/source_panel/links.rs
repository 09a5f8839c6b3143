//! Pasted links and how far their capture has come: a queue that knows no browser and no network.

use shared::desk::Card;
use shared::pasted::address;

/// How far one link has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not yet asked for.
    Waiting,
    /// The server is reading it.
    Reading,
    /// Read, waiting for the others of its paste.
    Captured(Box<Card>),
    /// In the story.
    Added,
    /// Could not be read; says what happened and what to do next.
    Failed(String),
}

/// One pasted link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its address.
    pub url: String,
    /// How far it has come.
    pub progress: Progress,
}

/// Pasted links, in the order they were pasted. They are added together, so that they keep that order and one undo
/// takes them out again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkQueue(Vec<Link>);

impl LinkQueue {
    /// Every link, with how far it has come.
    pub fn links(&self) -> &[Link] {
        &self.0
    }

    /// Puts newly pasted links after those still under way; what is done makes room, what failed is tried again if it
    /// was pasted again.
    pub fn enqueue(&mut self, urls: Vec<String>) {
        self.0.retain(|link| match link.progress {
            Progress::Added => false,
            Progress::Failed(_) => !urls.contains(&link.url),
            Progress::Waiting | Progress::Reading | Progress::Captured(_) => true,
        });
        for url in urls {
            if self.0.iter().all(|link| link.url != url) {
                self.0.push(Link { url, progress: Progress::Waiting });
            }
        }
    }

    /// The next link to read, marked as being read.
    pub fn take_next(&mut self) -> Option<String> {
        let next = self.0.iter_mut().find(|link| link.progress == Progress::Waiting)?;
        next.progress = Progress::Reading;
        Some(next.url.clone())
    }

    /// Notes what came of a link.
    pub fn finish(&mut self, url: &str, outcome: Result<Card, String>) {
        if let Some(link) = self.0.iter_mut().find(|link| link.url == url) {
            link.progress = match outcome {
                Ok(post) => Progress::Captured(Box::new(post)),
                Err(message) => Progress::Failed(message),
            };
        }
    }

    /// Once nothing is being read any more: what was captured, marked as added.
    pub fn take_captured(&mut self) -> Vec<Card> {
        if self.is_busy() {
            return Vec::new();
        }
        let taken = self.0.iter_mut().filter_map(|link| {
            let Progress::Captured(_) = link.progress else { return None };
            match std::mem::replace(&mut link.progress, Progress::Added) {
                Progress::Captured(post) => Some(*post),
                _ => None,
            }
        });
        taken.collect()
    }

    /// Lets what failed wait for its turn again.
    pub fn retry_failed(&mut self) {
        let failed = self.0.iter_mut().filter(|link| matches!(link.progress, Progress::Failed(_)));
        failed.for_each(|link| link.progress = Progress::Waiting);
    }

    /// Whether links are waiting or being read.
    pub fn is_busy(&self) -> bool {
        self.0.iter().any(|link| matches!(link.progress, Progress::Waiting | Progress::Reading))
    }

    /// How many are being read.
    pub fn under_way(&self) -> usize {
        self.0.iter().filter(|link| link.progress == Progress::Reading).count()
    }

    /// How many could not be read.
    pub fn failures(&self) -> usize {
        self.0.iter().filter(|link| matches!(link.progress, Progress::Failed(_))).count()
    }

    /// How many have been read, well or not, and how many there are.
    pub fn done_of(&self) -> (usize, usize) {
        let open = |link: &&Link| matches!(link.progress, Progress::Waiting | Progress::Reading);
        (self.0.len() - self.0.iter().filter(open).count(), self.0.len())
    }
}

/// The web addresses in a pasted text, each once, without the brackets and commas that people put around them.
pub fn addresses_in(text: &str) -> Vec<String> {
    let mut addresses: Vec<String> = Vec::new();
    for address in text.split_whitespace().filter_map(address) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::super::choose::invented_post;
    use super::*;

    #[test]
    fn addresses_are_found_in_pasted_prose() {
        let text = "See <https://a.example/1>, (http://b.example/x) and\nhttps://en.example/wiki/Rust_(language).\n\
                    www.c.example; again https://a.example/1 — but not a.example or https://";
        let expected = [
            "https://a.example/1",
            "http://b.example/x",
            "https://en.example/wiki/Rust_(language)",
            "https://www.c.example",
        ];
        assert_eq!(addresses_in(text), expected);
        assert!(addresses_in("no address in here").is_empty());
    }

    fn pasted(addresses: &[&str]) -> LinkQueue {
        let mut queue = LinkQueue::default();
        queue.enqueue(addresses.iter().map(|address| (*address).to_owned()).collect());
        queue
    }

    #[test]
    fn links_are_added_together_in_the_order_they_were_pasted() {
        let mut queue = pasted(&["https://a", "https://b", "https://c"]);
        let first = queue.take_next().expect("first");
        let second = queue.take_next().expect("second");
        queue.finish(&second, Ok(invented_post(2)));
        assert!(queue.take_captured().is_empty(), "the others are still on their way");
        queue.finish(&first, Ok(invented_post(1)));
        let third = queue.take_next().expect("third");
        assert_eq!((third.as_str(), queue.done_of()), ("https://c", (2, 3)));
        queue.finish(&third, Err("It is not there.".to_owned()));
        let texts: Vec<String> = queue.take_captured().iter().map(|post| post.words.clone()).collect();
        assert_eq!(texts, ["post 1", "post 2"]);
        assert!(queue.take_captured().is_empty(), "nothing is added twice");
    }

    fn one_read_one_failed() -> LinkQueue {
        let mut queue = pasted(&["https://a", "https://b"]);
        for outcome in [Ok(invented_post(1)), Err("No answer.".to_owned())] {
            let url = queue.take_next().expect("next");
            queue.finish(&url, outcome);
        }
        assert_eq!((queue.take_captured().len(), queue.failures()), (1, 1));
        queue
    }

    #[test]
    fn what_failed_can_be_tried_again() {
        let mut queue = one_read_one_failed();
        queue.retry_failed();
        assert_eq!(queue.take_next().as_deref(), Some("https://b"));
        queue.finish("https://b", Ok(invented_post(2)));
        assert_eq!((queue.take_captured().len(), queue.failures()), (1, 0));
    }

    #[test]
    fn a_new_paste_clears_what_is_done_and_keeps_what_failed() {
        let mut queue = one_read_one_failed();
        queue.enqueue(vec!["https://c".to_owned()]);
        let urls: Vec<&str> = queue.links().iter().map(|link| link.url.as_str()).collect();
        assert_eq!(urls, ["https://b", "https://c"]);
    }

    #[test]
    fn pasting_a_link_that_is_under_way_does_not_read_it_twice() {
        let mut queue = pasted(&["https://a", "https://b"]);
        queue.take_next();
        queue.enqueue(vec!["https://a".to_owned(), "https://b".to_owned()]);
        assert_eq!(queue.take_next().as_deref(), Some("https://b"));
        assert_eq!(queue.take_next(), None);
    }
}
