//! A filter as people read it, and as it travels in addresses.

use js_sys::Date;
use wasm_bindgen::JsValue;

use super::filter::{Filter, Part};

/// How long a day is.
const DAY: i64 = 86_400_000;

/// Languages to choose from, each by its own name.
pub const LANGUAGES: [(&str, &str); 16] = [
    ("en", "English"),
    ("cy", "Cymraeg"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("hi", "हिन्दी"),
    ("ja", "日本語"),
    ("zh", "中文"),
];

/// What one part of a filter asks for.
pub fn words(filter: &Filter, part: Part) -> String {
    match part {
        Part::Media => "With pictures or video".to_owned(),
        Part::Replies => "No replies".to_owned(),
        Part::Reposts => "No reposts".to_owned(),
        Part::Language => language(&filter.lang),
        Part::Since => ["From ", &shown(End::Since, filter.since)].concat(),
        Part::Until => ["Up to ", &shown(End::Until, filter.until)].concat(),
    }
}

/// All that a filter asks for.
pub fn all_words(filter: &Filter) -> String {
    filter.parts().into_iter().map(|part| words(filter, part)).collect::<Vec<_>>().join(", ")
}

fn language(tag: &str) -> String {
    LANGUAGES.iter().find(|(known, _)| *known == tag).map_or(tag, |(_, name)| name).to_owned()
}

/// A filter as the parameters of `/api/v1/search`.
pub fn to_pairs(filter: &Filter) -> Vec<(&'static str, String)> {
    let yes = || "true".to_owned();
    let pair = |part| match part {
        Part::Media => ("has_media", yes()),
        Part::Replies => ("hide_replies", yes()),
        Part::Reposts => ("hide_reposts", yes()),
        Part::Language => ("lang", filter.lang.clone()),
        Part::Since => ("since", written(filter.since)),
        Part::Until => ("until", written(filter.until)),
    };
    filter.parts().into_iter().map(pair).collect()
}

/// Takes in one such parameter; others are left alone.
pub fn take_pair(filter: &mut Filter, name: &str, value: &str) {
    match name {
        "has_media" => filter.has_media = value == "true",
        "hide_replies" => filter.hide_replies = value == "true",
        "hide_reposts" => filter.hide_reposts = value == "true",
        "lang" => value.clone_into(&mut filter.lang),
        "since" => filter.since = moment(value),
        "until" => filter.until = moment(value),
        _ => {}
    }
}

/// One end of the time that a filter lets pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// From when on.
    Since,
    /// Until when.
    Until,
}

impl End {
    /// The moment that a date field and a time field say, which may be empty; all times are UTC, as posts show them. A
    /// day without a time is the whole of it.
    pub fn moment(self, day: &str, time: &str) -> Option<i64> {
        let begins = moment(day)?;
        let exact = moment(&[day, "T", time, "Z"].concat());
        Some(exact.unwrap_or(begins + self.of_whole_day()))
    }

    /// What the time field shows; empty where the whole day is meant.
    pub fn time_of(self, moment: Option<i64>) -> String {
        let meant = moment.filter(|moment| moment.rem_euclid(DAY) != self.of_whole_day());
        written(meant).chars().skip(11).take(5).collect()
    }

    fn of_whole_day(self) -> i64 {
        match self {
            Self::Since => 0,
            Self::Until => DAY - 1,
        }
    }
}

/// What the date field shows; empty without a moment.
pub fn day_of(moment: Option<i64>) -> String {
    written(moment).chars().take(10).collect()
}

fn moment(written: &str) -> Option<i64> {
    let millis = Date::parse(written);
    millis.is_finite().then_some(millis as i64)
}

fn date(moment: i64) -> Date {
    Date::new(&JsValue::from_f64(moment as f64))
}

fn written(moment: Option<i64>) -> String {
    moment.map(|moment| String::from(date(moment).to_iso_string())).unwrap_or_default()
}

fn shown(end: End, at: Option<i64>) -> String {
    let Some(moment) = at else { return String::new() };
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeZone", "UTC")] {
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    // The language of everything else on the page.
    let day = String::from(date(moment).to_locale_date_string("en-GB", &options));
    let time = end.time_of(at);
    if time.is_empty() { day } else { [&day, ", ", &time].concat() }
}
