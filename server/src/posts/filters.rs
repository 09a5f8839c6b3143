//! What a curator leaves out of what is found.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use shared::api::{Notice, NoticeLevel, SearchPage};
use shared::post::{Post, SourceKind};
use utoipa::{IntoParams, ToSchema};

/// Which of the posts that are found to show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filters {
    /// Only posts with pictures, films or sound.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub has_media: bool,
    /// No answers to other posts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hide_replies: bool,
    /// No posts that were found because somebody passed them on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hide_reposts: bool,
    /// Only posts in this language, a BCP 47 tag: `en` takes `en-GB` too. Posts that do not say theirs are left out.
    #[serde(deserialize_with = "not_blank", skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Only posts published at this time or later: `2026-11-25` or `2026-11-25T20:00:00Z`.
    #[serde(deserialize_with = "beginning", skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Only posts published until this time; a date without a time is that whole day.
    #[serde(deserialize_with = "end", skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Only posts from this source, where several are searched at once: `mastodon`, `bluesky`, `link`, `sample`.
    #[serde(deserialize_with = "source", skip_serializing_if = "Option::is_none")]
    pub from: Option<SourceKind>,
}

impl Filters {
    /// Whether a post is shown.
    #[must_use]
    pub fn pass(&self, post: &Post) -> bool {
        let speaks = |wanted: &String| post.language.as_ref().is_some_and(|language| is_language(language, wanted));
        let published = |check: &dyn Fn(DateTime<Utc>) -> bool| post.published_at.is_some_and(check);
        (!self.has_media || !post.attachments.is_empty())
            && (!self.hide_replies || post.reply_to.is_none())
            && (!self.hide_reposts || post.reposted_by.is_none())
            && self.lang.as_ref().is_none_or(speaks)
            && self.since.is_none_or(|since| published(&|at| at >= since))
            && self.until.is_none_or(|until| published(&|at| at <= until))
            && self.from.is_none_or(|source| post.source == source)
    }

    /// What they leave out, for people; empty when nothing.
    #[must_use]
    pub fn in_words(&self) -> String {
        let day = |time: DateTime<Utc>| time.format("%-d %B %Y").to_string();
        let words = [
            self.has_media.then(|| "with media".to_owned()),
            self.hide_replies.then(|| "without replies".to_owned()),
            self.hide_reposts.then(|| "without reposts".to_owned()),
            self.lang.as_ref().map(|lang| format!("language {lang}")),
            self.since.map(|since| format!("since {}", day(since))),
            self.until.map(|until| format!("until {}", day(until))),
            self.from.map(|source| format!("from {}", source.label())),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Leaves out of a page what does not pass, and says how much that was: a network fills its pages without
    /// knowing of this.
    pub fn apply(&self, page: &mut SearchPage) {
        let found = page.posts.len();
        page.posts.retain(|post| self.pass(post));
        let left_out = found - page.posts.len();
        if left_out > 0 {
            let go_on = if page.next.is_some() { " Go on to look further." } else { "" };
            let text = format!("{left_out} of the {found} posts on this page do not pass the filters.{go_on}");
            page.notices.push(Notice { level: NoticeLevel::Info, text });
        }
    }
}

/// Whether a tag is the wanted language or a kind of it.
fn is_language(tag: &str, wanted: &str) -> bool {
    let (tag, wanted) = (tag.to_ascii_lowercase().replace('_', "-"), wanted.to_ascii_lowercase().replace('_', "-"));
    tag.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Forms send what was left empty too.
fn not_blank<'de, D: Deserializer<'de>>(field: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(field)?;
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}

fn source<'de, D: Deserializer<'de>>(field: D) -> Result<Option<SourceKind>, D::Error> {
    not_blank(field)?.map(|key| key.parse().map_err(serde::de::Error::custom)).transpose()
}

fn beginning<'de, D: Deserializer<'de>>(field: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    time(not_blank(field)?, |day| day.and_time(NaiveTime::MIN).and_utc())
}

fn end<'de, D: Deserializer<'de>>(field: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    time(not_blank(field)?, |day| {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        next.and_time(NaiveTime::MIN).and_utc() - chrono::Duration::milliseconds(1)
    })
}

fn time<E: serde::de::Error>(
    written: Option<String>,
    of_day: impl Fn(NaiveDate) -> DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, E> {
    let Some(written) = written else { return Ok(None) };
    let exact = DateTime::parse_from_rfc3339(&written).ok().map(|time| time.with_timezone(&Utc));
    let read = exact.or_else(|| written.parse::<NaiveDate>().ok().map(of_day));
    read.map(Some).ok_or_else(|| E::custom("write a time as 2026-11-25 or 2026-11-25T20:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Filters {
        try_read(query).expect("it is read")
    }

    #[expect(clippy::disallowed_types, reason = "the wrapper of ours needs a whole request")]
    fn try_read(query: &str) -> Result<Filters, String> {
        let uri: http::Uri = format!("/?{query}").parse().expect("an address");
        axum::extract::Query::try_from_uri(&uri).map(|query| query.0).map_err(|error| error.body_text())
    }

    #[test]
    fn a_date_until_is_the_whole_day() {
        let filters = read("since=2026-11-25&until=2026-11-25&lang=&from=");
        assert_eq!(filters.since.map(|time| time.to_rfc3339()).as_deref(), Some("2026-11-25T00:00:00+00:00"));
        assert_eq!(filters.until.map(|time| time.to_rfc3339()).as_deref(), Some("2026-11-25T23:59:59.999+00:00"));
        assert_eq!((filters.lang, filters.from), (None, None));
        assert!(try_read("since=yesterday").expect_err("no time").contains("2026-11-25"));
    }

    #[test]
    fn a_language_takes_its_kinds_and_no_others() {
        assert!(is_language("en-GB", "en") && is_language("EN", "en") && is_language("zh_Hant", "zh-hant"));
        assert!(!is_language("eng", "en") && !is_language("en", "en-GB"));
    }
}
