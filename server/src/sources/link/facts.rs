//! What is known about a page, from whichever of its parts says it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;

/// What is known about a page. Text is as the page has it; it is made safe when the card is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Facts {
    pub title: Option<String>,
    pub description: Option<String>,
    pub site: Option<String>,
    pub author: Option<String>,
    pub author_url: Option<String>,
    pub picture: Option<String>,
    pub picture_alt: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
}

impl Facts {
    /// These facts, completed by others where they are silent.
    pub fn or(self, other: Self) -> Self {
        // A description of a picture belongs to that picture.
        let picture_alt = if self.picture.is_some() { self.picture_alt } else { other.picture_alt };
        let author_url = if self.author.is_some() { self.author_url } else { other.author_url };
        Self {
            title: self.title.or(other.title),
            description: self.description.or(other.description),
            site: self.site.or(other.site),
            author: self.author.or(other.author),
            author_url,
            picture: self.picture.or(other.picture),
            picture_alt,
            published_at: self.published_at.or(other.published_at),
        }
    }
}

/// A text that says something.
pub(super) fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An address as a page gives it, in full.
pub(super) fn absolute(base: &Url, address: &str) -> Option<Url> {
    let address = said(address)?;
    base.join(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// A time as pages write it: RFC 3339, without seconds or colon in the zone, or only a day.
pub(super) fn time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let with_zone = ["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S %z"];
    let full = DateTime::parse_from_rfc3339(text).ok();
    let full = full.or_else(|| with_zone.iter().find_map(|format| DateTime::parse_from_str(text, format).ok()));
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    full.map(|time| time.to_utc()).or_else(|| day().map(|day| day.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_pages_write_them() {
        for text in ["2026-11-24T08:30:00Z", "2026-11-24T09:30:00+01:00", "2026-11-24T08:30:00.000+0000"] {
            assert_eq!(
                time(text).map(|time| time.to_rfc3339()).as_deref(),
                Some("2026-11-24T08:30:00+00:00"),
                "{text}"
            );
        }
        assert_eq!(time("2026-11-24").map(|time| time.to_rfc3339()).as_deref(), Some("2026-11-24T00:00:00+00:00"));
        assert_eq!(time("last Tuesday"), None);
    }

    #[test]
    fn a_description_stays_with_its_picture() {
        let first = Facts { picture: Some("a".into()), ..Facts::default() };
        let second = Facts { picture: Some("b".into()), picture_alt: Some("B".into()), ..Facts::default() };
        assert_eq!(first.or(second.clone()).picture_alt, None);
        assert_eq!(Facts::default().or(second).picture_alt.as_deref(), Some("B"));
    }
}
