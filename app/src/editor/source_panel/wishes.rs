//! What the curator wants to see first: asked for in the address, or what was open last time.

use leptos::prelude::window;
use shared::api::SourceInfo;
use shared::post::SourceKind;

use super::filter::Filter;
use super::filter_words::take_pair;

/// Where the browser keeps which tab was open.
const OPEN_TAB: &str = "sheaf.source";

/// What to open, and what to search there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The tab; the first when nothing is wished.
    pub open: Option<SourceKind>,
    /// What to search there at once; nothing when empty.
    pub words: String,
    /// What to leave out there.
    pub filter: Filter,
}

impl Wishes {
    /// Reads `?source=sample&q=%23chat&hide_replies=true`, or else what was open last.
    pub fn of_this_page(sources: &[SourceInfo]) -> Self {
        let query = window().location().search().unwrap_or_default();
        let last = storage().and_then(|storage| storage.get_item(OPEN_TAB).ok().flatten());
        let decode = |text: &str| js_sys::decode_uri_component(text).map(String::from).unwrap_or_default();
        let mut wishes = Self::read(&query, last.as_deref(), decode, take_pair);
        wishes.open = wishes.open.filter(|kind| super::kinds(sources).contains(kind));
        wishes
    }

    fn read(
        query: &str,
        last: Option<&str>,
        decode: impl Fn(&str) -> String,
        narrow: fn(&mut Filter, &str, &str),
    ) -> Self {
        let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        let mut asked = Self::default();
        for (name, value) in pairs {
            match (name, value) {
                ("source", key) => asked.open = key.parse().ok(),
                ("q", words) => asked.words = decode(&words.replace('+', " ")),
                (name, value) => narrow(&mut asked.filter, name, &decode(value)),
            }
        }
        let open = asked.open.or_else(|| last?.parse().ok());
        Self { open, ..asked }
    }
}

/// Keeps which tab is open for the next time.
pub fn remember(open: SourceKind) {
    if let Some(storage) = storage() {
        // Private windows may refuse; then the first tab opens next time.
        let _ = storage.set_item(OPEN_TAB, open.key());
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, last: Option<&str>) -> Wishes {
        Wishes::read(
            query,
            last,
            |text| text.replace("%23", "#"),
            |filter, name, value| {
                if name == "lang" {
                    value.clone_into(&mut filter.lang);
                }
            },
        )
    }

    #[test]
    fn the_address_comes_before_the_habit() {
        assert_eq!(read("?source=sample", Some("bluesky")).open, Some(SourceKind::Sample));
        assert_eq!(read("?source=link", Some("bluesky")).open, Some(SourceKind::Link));
        assert_eq!(read("", Some("bluesky")).open, Some(SourceKind::Bluesky));
        assert_eq!(read("?source=myspace", Some("friendster")).open, None);
        assert_eq!(read("", None), Wishes::default());
    }

    #[test]
    fn a_search_can_be_asked_for() {
        let wishes = read("?source=mastodon&q=%23open+data&lang=cy", None);
        let filter = Filter { lang: "cy".to_owned(), ..Filter::default() };
        assert_eq!(wishes, Wishes { open: Some(SourceKind::Mastodon), words: "#open data".to_owned(), filter });
    }
}
