//! What the curator leaves out of what is found. Knows no browser: times are milliseconds since 1970.

use shared::desk::Card;

/// Which posts to show; everything when it is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only posts with pictures, films or sound.
    pub has_media: bool,
    /// Leave out answers to other posts.
    pub hide_replies: bool,
    /// Leave out what somebody passed on.
    pub hide_reposts: bool,
    /// Only posts in this language, a BCP 47 tag; any when empty.
    pub lang: String,
    /// Only posts of this moment or later.
    pub since: Option<i64>,
    /// Only posts of this moment or earlier.
    pub until: Option<i64>,
}

/// One of the things a filter can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// [`Filter::has_media`].
    Media,
    /// [`Filter::hide_replies`].
    Replies,
    /// [`Filter::hide_reposts`].
    Reposts,
    /// [`Filter::lang`].
    Language,
    /// [`Filter::since`].
    Since,
    /// [`Filter::until`].
    Until,
}

impl Filter {
    /// Whether a post is shown.
    pub fn shows(&self, post: &Card) -> bool {
        let published = |check: &dyn Fn(i64) -> bool| post.published.is_some_and(check);
        (!self.has_media || post.media)
            && (!self.hide_replies || post.reply_to.is_none())
            && (!self.hide_reposts || !post.repost)
            && (self.lang.is_empty() || post.language.as_ref().is_some_and(|tag| is_language(tag, &self.lang)))
            && self.since.is_none_or(|since| published(&|at| at >= since))
            && self.until.is_none_or(|until| published(&|at| at <= until))
    }

    /// What it asks for, in the order of the form.
    pub fn parts(&self) -> Vec<Part> {
        let parts = [
            (Part::Media, self.has_media),
            (Part::Replies, self.hide_replies),
            (Part::Reposts, self.hide_reposts),
            (Part::Language, !self.lang.is_empty()),
            (Part::Since, self.since.is_some()),
            (Part::Until, self.until.is_some()),
        ];
        parts.into_iter().filter(|(_, asked)| *asked).map(|(part, _)| part).collect()
    }

    /// No longer asks for one of them.
    pub fn remove(&mut self, part: Part) {
        match part {
            Part::Media => self.has_media = false,
            Part::Replies => self.hide_replies = false,
            Part::Reposts => self.hide_reposts = false,
            Part::Language => self.lang = String::new(),
            Part::Since => self.since = None,
            Part::Until => self.until = None,
        }
    }
}

/// Whether a tag is the wanted language or a kind of it: `en` takes `en-GB`.
fn is_language(tag: &str, wanted: &str) -> bool {
    let begins = tag.get(..wanted.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(wanted));
    begins && tag[wanted.len()..].chars().next().is_none_or(|next| matches!(next, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::super::choose::invented_post;
    use super::*;

    fn shown(filter: &Filter, posts: &[Card]) -> Vec<bool> {
        posts.iter().map(|post| filter.shows(post)).collect()
    }

    #[test]
    fn replies_reposts_and_posts_without_media_can_be_hidden() {
        let reply = Card { reply_to: Some("sample:9".to_owned()), ..invented_post(1) };
        let repost = Card { repost: true, ..invented_post(2) };
        let picture = Card { media: true, ..invented_post(3) };
        let posts = [reply, repost, picture];
        let none = Filter::default();
        assert_eq!(shown(&none, &posts), [true, true, true]);
        assert_eq!(shown(&Filter { hide_replies: true, ..none.clone() }, &posts), [false, true, true]);
        assert_eq!(shown(&Filter { hide_reposts: true, ..none.clone() }, &posts), [true, false, true]);
        assert_eq!(shown(&Filter { has_media: true, ..none }, &posts), [false, false, true]);
    }

    #[test]
    fn a_language_takes_its_kinds_and_no_others() {
        let in_language = |tag: &str| Card { language: Some(tag.to_owned()), ..invented_post(1) };
        let posts = [in_language("en-GB"), in_language("EN"), in_language("eng"), in_language("e"), invented_post(5)];
        let english = Filter { lang: "en".to_owned(), ..Filter::default() };
        assert_eq!(shown(&english, &posts), [true, true, false, false, false]);
    }

    #[test]
    fn a_time_leaves_out_posts_that_have_none() {
        let at = |millis| Card { published: Some(millis), ..invented_post(1) };
        let posts = [at(9), at(10), at(20), at(21), invented_post(5)];
        let between = Filter { since: Some(10), until: Some(20), ..Filter::default() };
        assert_eq!(shown(&between, &posts), [false, true, true, false, false]);
    }

    #[test]
    fn what_is_asked_for_can_be_taken_away_piece_by_piece() {
        let mut filter = Filter { hide_replies: true, lang: "cy".to_owned(), since: Some(0), ..Filter::default() };
        assert_eq!(filter.parts(), [Part::Replies, Part::Language, Part::Since]);
        for part in filter.parts() {
            filter.remove(part);
        }
        assert_eq!(filter, Filter::default());
    }
}
