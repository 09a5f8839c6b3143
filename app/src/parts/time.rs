//! Times, as people read them. All are UTC and say so where it matters: a page is rendered once for readers anywhere.

use chrono::{DateTime, Datelike, Timelike, Utc};
use leptos::prelude::*;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How much of a time is shown; the whole of it is always in the title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeStyle {
    /// "20:07": within the evening of a chat.
    Clock,
    /// "12 Nov 2026".
    #[default]
    Date,
    /// "12 Nov 2026, 20:07".
    Moment,
    /// The same in three parts, of which the style sheet shows what the time's neighbours call for.
    Either,
}

impl TimeStyle {
    /// The style for posts that stand together: the clock when all are of one day or one night.
    #[must_use]
    pub fn for_posts(times: impl IntoIterator<Item = DateTime<Utc>>) -> Self {
        let times = times.into_iter().map(|time| time.timestamp_millis());
        if shared::thread::is_one_night(times) { Self::Clock } else { Self::Date }
    }

    /// The words.
    #[must_use]
    pub fn format(self, time: DateTime<Utc>) -> String {
        match self {
            Self::Clock => clock(time),
            Self::Date => date(time),
            Self::Moment | Self::Either => format!("{}, {}", date(time), clock(time)),
        }
    }
}

/// "20:07".
#[must_use]
pub fn clock(time: DateTime<Utc>) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "12 Nov 2026".
#[must_use]
pub fn date(time: DateTime<Utc>) -> String {
    format!("{} {} {}", time.day(), &month(time)[..3], time.year())
}

/// "12 November 2026, 20:07 UTC".
#[must_use]
pub fn full(time: DateTime<Utc>) -> String {
    format!("{} {} {}, {} UTC", time.day(), month(time), time.year(), clock(time))
}

/// "2026-11-12T20:07:00Z", for machines.
#[must_use]
pub fn machine(time: DateTime<Utc>) -> String {
    let seconds = time.second();
    format!("{:04}-{:02}-{:02}T{}:{seconds:02}Z", time.year(), time.month(), time.day(), clock(time))
}

fn month(time: DateTime<Utc>) -> &'static str {
    MONTHS[time.month0() as usize]
}

/// A time for people and machines.
#[component]
pub fn Time(
    /// When.
    at: DateTime<Utc>,
    /// How much of it to show.
    #[prop(optional)]
    style: TimeStyle,
) -> impl IntoView {
    let shown = match style {
        TimeStyle::Either => view! {
            <span class="day">{date(at)}</span>
            <span class="apart">", "</span>
            <span class="clock">{clock(at)}</span>
        }
        .into_any(),
        style => style.format(at).into_any(),
    };
    view! { <time datetime=machine(at) title=full(at)>{shown}</time> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn times_read_well() {
        let evening = at("2026-11-05T20:07:09Z");
        assert_eq!(TimeStyle::Clock.format(evening), "20:07");
        assert_eq!(TimeStyle::Moment.format(evening), "5 Nov 2026, 20:07");
        assert_eq!(full(evening), "5 November 2026, 20:07 UTC");
        assert_eq!(machine(evening), "2026-11-05T20:07:09Z");
    }

    #[test]
    fn one_night_shows_the_clock_and_more_shows_dates() {
        let chat = ["2026-11-05T23:30:00Z", "2026-11-06T00:40:00Z"].map(at);
        assert_eq!(TimeStyle::for_posts(chat), TimeStyle::Clock);
        assert_eq!(TimeStyle::for_posts([chat[0], at("2026-11-09T08:00:00Z")]), TimeStyle::Date);
        assert_eq!(TimeStyle::for_posts([]), TimeStyle::Date);
    }
}
