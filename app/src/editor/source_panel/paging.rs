//! What a search has found so far, page by page: a state machine that knows no browser and no network.
//!
//! Every request carries a [`Ticket`]. An answer counts only while its ticket is the one being waited for, so the
//! late answer to an earlier search cannot replace the results of a newer one.

use std::sync::Arc;

use shared::api::Notice;
use shared::desk::Card;
use shared::desk::FoundCards;

use super::filter::Filter;
use crate::client::{Answer, ClientError};

/// One request to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    number: u32,
    /// What to search for.
    pub words: String,
    /// What the server is to leave out.
    pub filter: Filter,
    /// Which page; the first when absent.
    pub cursor: Option<String>,
}

/// What is going on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing.
    #[default]
    Idle,
    /// An answer is awaited.
    Busy(Ticket),
    /// The last request brought an error instead of posts.
    Failed {
        /// The request.
        ticket: Ticket,
        /// Why.
        error: ClientError,
    },
}

/// The results on show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What was searched for.
    pub words: String,
    /// What the server left out.
    pub filter: Filter,
    /// Every post of the pages so far, none twice.
    pub posts: Vec<Arc<Card>>,
    /// What to know about these results.
    pub notices: Vec<Notice>,
    next: Option<String>,
    last_page_begins: usize,
}

/// A search and its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    tickets: u32,
    /// What is going on.
    pub phase: Phase,
    /// The results; those of the search before stay until it is known what the new one finds.
    pub found: Option<Found>,
}

impl Paging {
    /// Begins a new search; its further pages have the same filter.
    pub fn search(&mut self, words: &str, filter: &Filter) -> Ticket {
        self.issue(words.to_owned(), filter.clone(), None)
    }

    /// Asks for the next page; `None` when there is none, or something else is going on.
    pub fn next_page(&mut self) -> Option<Ticket> {
        let found = self.found.as_ref().filter(|_| self.phase == Phase::Idle)?;
        let (words, filter, cursor) = (found.words.clone(), found.filter.clone(), found.next.clone()?);
        Some(self.issue(words, filter, Some(cursor)))
    }

    /// Like [`Self::next_page`], for when the end of the list scrolls into view. It stops where a page brought nothing
    /// that the filter shows, lest an empty list fetch page after page by itself.
    pub fn next_page_unasked(&mut self, filter: &Filter) -> Option<Ticket> {
        let found = self.found.as_ref()?;
        if found.last_page().iter().any(|post| filter.shows(post)) { self.next_page() } else { None }
    }

    /// Asks again what has failed.
    pub fn retry(&mut self) -> Option<Ticket> {
        let Phase::Failed { ticket, .. } = &self.phase else { return None };
        let Ticket { words, filter, cursor, .. } = ticket.clone();
        Some(self.issue(words, filter, cursor))
    }

    /// Takes in an answer. Says whether it was still awaited.
    pub fn receive(&mut self, ticket: Ticket, answer: Answer<FoundCards>) -> bool {
        if self.phase != Phase::Busy(ticket.clone()) {
            return false;
        }
        self.phase = match answer {
            Ok(page) => {
                self.take_in(ticket, page);
                Phase::Idle
            }
            Err(error) => {
                // What was found for other words would stand under the words that were searched for now.
                if ticket.cursor.is_none() && !self.shows(&ticket.words) {
                    self.found = None;
                }
                Phase::Failed { ticket, error }
            }
        };
        true
    }

    /// Whether anything was ever searched for.
    pub fn is_begun(&self) -> bool {
        *self != Self::default()
    }

    /// What to know about the results on show.
    pub fn notices(&self) -> Vec<Notice> {
        self.found.as_ref().map(|found| found.notices.clone()).unwrap_or_default()
    }

    /// Whether there is another page.
    pub fn has_more(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.next.is_some())
    }

    /// Whether the results on show are those of a search for these words.
    pub fn shows(&self, words: &str) -> bool {
        self.found.as_ref().is_some_and(|found| found.words == words)
    }

    /// Whether a first page is awaited.
    pub fn is_searching(&self) -> bool {
        matches!(&self.phase, Phase::Busy(ticket) if ticket.cursor.is_none())
    }

    /// Whether a further page is awaited.
    pub fn is_loading_more(&self) -> bool {
        matches!(&self.phase, Phase::Busy(ticket) if ticket.cursor.is_some())
    }

    fn issue(&mut self, words: String, filter: Filter, cursor: Option<String>) -> Ticket {
        self.tickets += 1;
        let ticket = Ticket { number: self.tickets, words, filter, cursor };
        self.phase = Phase::Busy(ticket.clone());
        ticket
    }

    fn take_in(&mut self, ticket: Ticket, page: FoundCards) {
        let mut found = match (ticket.cursor, self.found.take()) {
            (Some(_), Some(found)) => found,
            _ => Found { words: ticket.words, filter: ticket.filter, ..Found::default() },
        };
        found.last_page_begins = found.posts.len();
        found.next = page.next;
        for post in page.cards {
            found.admit(post);
        }
        for notice in page.notices {
            if !found.notices.contains(&notice) {
                found.notices.push(notice);
            }
        }
        self.found = Some(found);
    }
}

impl Found {
    /// The posts of the page that came last.
    pub fn last_page(&self) -> &[Arc<Card>] {
        &self.posts[self.last_page_begins..]
    }

    /// Adds a post unless it is there. Found first as a repost and then as itself, it is no longer a mere repost.
    fn admit(&mut self, post: Card) {
        let Some(known) = self.posts.iter_mut().find(|known| known.id == post.id) else {
            self.posts.push(Arc::new(post));
            return;
        };
        if !post.repost && known.repost {
            Arc::make_mut(known).repost = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::api::NoticeLevel;

    use super::super::choose::invented_post;
    use super::*;

    fn page(numbers: impl IntoIterator<Item = u32>, next: Option<&str>) -> FoundCards {
        let cards = numbers.into_iter().map(invented_post).collect();
        FoundCards { cards, next: next.map(str::to_owned), notices: Vec::new() }
    }

    fn texts(paging: &Paging) -> Vec<String> {
        paging.found.iter().flat_map(|found| &found.posts).map(|post| post.words.clone()).collect()
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let mut paging = Paging::default();
        assert_eq!(paging.next_page(), None, "nothing was searched yet");
        let first = paging.search("#chat", &Filter::default());
        assert!(paging.is_searching());
        assert_eq!(paging.next_page(), None, "the first page is on its way");
        assert!(paging.receive(first, Ok(page([1, 2], Some("p2")))));
        let second = paging.next_page().expect("there is a second page");
        assert_eq!((second.words.as_str(), second.cursor.as_deref()), ("#chat", Some("p2")));
        assert!(paging.is_loading_more() && !paging.is_searching());
        assert!(paging.receive(second, Ok(page([3], None))));
        assert_eq!(texts(&paging), ["post 1", "post 2", "post 3"]);
        assert!(!paging.has_more());
        assert_eq!(paging.next_page(), None);
    }

    #[test]
    fn further_pages_keep_the_filter_of_the_first() {
        let mut paging = Paging::default();
        let filter = Filter { lang: "cy".to_owned(), ..Filter::default() };
        let first = paging.search("a", &filter);
        paging.receive(first, Ok(page([1], Some("p2"))));
        let second = paging.next_page().expect("there is a second page");
        assert_eq!(second.filter, filter);
        paging.receive(second, Err(ClientError::Offline));
        assert_eq!(paging.retry().expect("can be tried again").filter, filter);
    }

    #[test]
    fn a_late_answer_to_an_earlier_search_is_dropped() {
        let mut paging = Paging::default();
        let slow = paging.search("slow", &Filter::default());
        let quick = paging.search("quick", &Filter::default());
        assert!(paging.receive(quick, Ok(page([7], None))));
        assert!(!paging.receive(slow, Ok(page([1, 2], None))));
        assert_eq!(texts(&paging), ["post 7"]);
    }

    #[test]
    fn a_new_search_cancels_the_page_being_loaded() {
        let mut paging = Paging::default();
        let first = paging.search("a", &Filter::default());
        paging.receive(first, Ok(page([1], Some("p2"))));
        let second = paging.next_page().expect("there is a second page");
        let other = paging.search("b", &Filter::default());
        assert!(!paging.receive(second, Ok(page([2], None))));
        assert!(paging.receive(other, Ok(page([9], None))));
        assert_eq!(texts(&paging), ["post 9"]);
    }

    #[test]
    fn a_failure_keeps_the_results_and_can_be_tried_again() {
        let mut paging = Paging::default();
        let first = paging.search("a", &Filter::default());
        paging.receive(first, Ok(page([1], Some("p2"))));
        let second = paging.next_page().expect("there is a second page");
        paging.receive(second, Err(ClientError::Offline));
        assert!(matches!(&paging.phase, Phase::Failed { error: ClientError::Offline, .. }));
        assert_eq!(texts(&paging), ["post 1"]);
        assert_eq!(paging.next_page(), None, "a failed page is not fetched again unasked");
        let again = paging.retry().expect("can be tried again");
        assert_eq!(again.cursor.as_deref(), Some("p2"));
        paging.receive(again, Ok(page([2], None)));
        assert_eq!(texts(&paging), ["post 1", "post 2"]);
        assert_eq!(paging.retry(), None);
    }

    #[test]
    fn a_failed_search_for_other_words_takes_the_earlier_results_away() {
        let mut paging = Paging::default();
        let first = paging.search("a", &Filter::default());
        paging.receive(first, Ok(page([1], None)));
        let same = paging.search("a", &Filter::default());
        paging.receive(same, Err(ClientError::Offline));
        assert!(paging.shows("a"), "they are still what was asked for");
        let other = paging.search("b", &Filter::default());
        paging.receive(other, Err(ClientError::Offline));
        assert_eq!(paging.found, None);
        let again = paging.retry().expect("can be tried again");
        assert_eq!((again.words.as_str(), again.cursor), ("b", None));
    }

    #[test]
    fn overlapping_pages_show_a_post_once() {
        let mut paging = Paging::default();
        let first = paging.search("a", &Filter::default());
        let repost = Card { repost: true, ..invented_post(2) };
        paging.receive(first, Ok(FoundCards { cards: vec![invented_post(1), repost], ..page([], Some("p2")) }));
        let second = paging.next_page().expect("there is a second page");
        paging.receive(second, Ok(page([2, 3], None)));
        assert_eq!(texts(&paging), ["post 1", "post 2", "post 3"]);
        let found = paging.found.expect("found");
        assert!(!found.posts[1].repost, "the original was found as well");
    }

    #[test]
    fn a_page_with_nothing_to_show_waits_to_be_asked() {
        let mut paging = Paging::default();
        let first = paging.search("a", &Filter::default());
        paging.receive(first, Ok(page([], Some("p2"))));
        assert_eq!(paging.next_page_unasked(&Filter::default()), None);
        let second = paging.next_page().expect("the button still works");
        let reply = Card { reply_to: Some("x".to_owned()), ..invented_post(4) };
        paging.receive(second, Ok(FoundCards { cards: vec![reply], ..page([], Some("p3")) }));
        assert_eq!(paging.next_page_unasked(&Filter { hide_replies: true, ..Filter::default() }), None);
        assert!(paging.next_page_unasked(&Filter::default()).is_some());
    }

    #[test]
    fn the_same_notice_is_told_once() {
        let mut paging = Paging::default();
        let notice = Notice { level: NoticeLevel::Warning, text: "Seen on 2 of 3 servers.".to_owned() };
        let with_notice = |page| FoundCards { notices: vec![notice.clone()], ..page };
        let first = paging.search("a", &Filter::default());
        paging.receive(first, Ok(with_notice(page([1], Some("p2")))));
        let second = paging.next_page().expect("there is a second page");
        paging.receive(second, Ok(with_notice(page([2], None))));
        assert_eq!(paging.found.expect("found").notices, [notice]);
    }
}
